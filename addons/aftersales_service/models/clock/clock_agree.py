from odoo import fields, models

from ...exceptions import ClockRefused, ProofMissing
from .clock_state import prepare_stop


class SlaClock(models.Model):
    """A clock stops, is replaced by an appointment (T-74), extended (T-71) or excused (T-18)."""

    _inherit = "aftersales.sla.clock"

    def _stop(self, moment):
        """The event that was waited for happened at ``moment``."""
        for clock in self:
            clock.write(prepare_stop(clock, moment))

    def _agree(self, due_at, kind, reason, consent=None):
        """Replace the counted due date; the first one stays visible.

        :param kind: ``appointment`` or ``extension``
        :raises ClockRefused: when the clock no longer runs
        :raises ProofMissing: without reason, or an appointment without consent
        """
        self._check_open()
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        if kind == "appointment" and not (consent or "").strip():
            raise ProofMissing(
                self.env._(
                    "Another time needs the customer's consent: write who agreed to it."
                )
            )
        # sudo: nobody may write deadlines; consent and approval were checked
        clocks = self.sudo()
        clocks.write(
            {"agreed_due_at": due_at, "agreed_reason": reason, "agreed_with": consent}
        )
        clocks._skip_warnings()
        clocks._replan(kind, reason)

    def _check_open(self):
        for clock in self:
            if clock.stopped_at or clock.cancelled_at:
                raise ClockRefused(
                    self.env._(
                        "“%(name)s” no longer runs, so its due date stays. Reload the page: somebody may have been faster.",
                        name=clock.name,
                    )
                )

    def _skip_warnings(self):
        """A new date begins its warnings anew."""
        self.write({"step": 0})

    def _excuse(self, reason, note=None):
        """Missed without blame; only for reasons that the rule names."""
        for clock in self:
            allowed = clock.rule_id.exempt_reason_ids
            if reason not in allowed:
                raise ClockRefused(
                    self.env._(
                        "“%(name)s” is not excused by “%(reason)s”. Allowed: %(allowed)s. A service director adds reasons in the service policy.",
                        name=clock.name,
                        reason=reason.name,
                        allowed=", ".join(allowed.mapped("name")) or self.env._("none"),
                    )
                )
        # sudo: nobody may write deadlines; the reason was checked
        self.sudo().write(
            {
                "exempt_reason_id": reason.id,
                "exempt_note": note,
                "next_warning_at": False,
            }
        )
        for clock, document in self._get_documents().items():
            document.message_post(
                body=self.env._(
                    "“%(name)s” is excused: %(reason)s. %(note)s",
                    name=clock.name,
                    reason=reason.name,
                    note=note or "",
                )
            )

    def action_extend(self):
        """Open an extension request (延期申请单)."""
        self.ensure_one()
        return self._open("aftersales.sla.extension", self.env._("Extension Request"))

    def action_agree(self):
        """Agree another time with the customer (T-74)."""
        self.ensure_one()
        return self._open("aftersales.sla.agree", self.env._("Agree Another Time"))

    def action_excuse(self):
        """Excuse a missed deadline by a reason of its rule (T-18)."""
        self.ensure_one()
        return self._open("aftersales.sla.excuse", self.env._("Excuse"))

    def _open(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_clock_id": self.id,
                "default_due_at": self.due_at or fields.Datetime.now(),
            },
        }
