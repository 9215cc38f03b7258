from odoo import fields, models

from ...exceptions import ProofMissing


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("departure", "Departure to a Customer")],
        ondelete={"departure": "set default"},
    )


class Visit(models.Model):
    """Approvals before leaving, where the policy of the job asks for them.

    Source: O-53 (paid service), O-55 (市场支持申请单: general manager), O-56
    (售后服务(维修)记录表: quality representative, then general manager), O-66.
    """

    _inherit = "aftersales.visit"

    def _on_planned(self):
        """Whoever must agree is asked as the visit is planned (extends)."""
        result = super()._on_planned()
        self.action_ask_departure()
        return result

    def _ask_departure(self):
        chain = self.order_id._get_dispatch_chain()
        if not chain:
            return
        self._request_approval(
            "departure",
            chain,
            self.env._(
                "%(technician)s leaves for %(customer)s: %(fault)s",
                technician=self.technician_id.name,
                customer=self.partner_id.name,
                fault=self.fault,
            ),
            date_due=self.depart_at,
        )

    def action_ask_departure(self):
        """Ask whoever must agree; again after a refusal."""
        for visit in self:
            visit._ask_departure()

    def _check_may_leave(self):
        """Nobody leaves before those who must have agreed (O-55, O-56)."""
        asked = self.sudo().approval_ids  # sudo: that somebody must agree is no secret
        asked = asked.filtered(
            lambda a: a.kind == "departure" and a.state != "withdrawn"
        ).sorted("id")
        refused = asked.filtered(lambda a: a.state == "refused")[-1:]
        waiting = asked.filtered(lambda a: a.state in ("waiting", "queued"))
        if waiting:
            raise ProofMissing(
                self.env._(
                    "Before anybody leaves for %(visit)s, %(roles)s must agree.",
                    visit=self.name,
                    roles=", ".join(waiting.role_id.mapped("name")),
                )
            )
        if refused and not self._is_approved("departure"):
            raise ProofMissing(
                self.env._(
                    "%(role)s did not agree to %(visit)s: %(note)s. The dispatcher changes what is wrong and asks again, or cancels the visit.",
                    role=refused.role_id.name,
                    visit=self.name,
                    note=refused.note,
                )
            )
        return super()._check_may_leave()

    def _on_approval_refused(self, approval):
        self._tell(
            "back_office",
            self.env._(
                "%(role)s did not agree to %(visit)s: %(note)s",
                role=approval.role_id.name,
                visit=self.name,
                note=approval.note,
            ),
        )
        return super()._on_approval_refused(approval)

    def _after_move(self, state):
        """A visit that does not happen needs no answer any more; its appointment is kept
        or called off (extends)."""
        for visit in self if state == "cancelled" else ():
            visit._withdraw_approvals("departure")
        result = super()._after_move(state)
        self._move_appointments(state)
        return result
