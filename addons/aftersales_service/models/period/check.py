import base64
import json

from odoo import api, fields, models

from ...groups import AUDITOR, FINANCE, MANAGER

_TOLD = 50  # differences a person reads; all are counted


class Period(models.Model):
    """Every night a closed month is compared with what it was when it was closed."""

    _inherit = "aftersales.period"

    difference = fields.Text("Differs from What Was Closed", readonly=True, copy=False)

    @api.model
    def _cron_check(self):
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_period_check",
            self,
            [("state", "=", "closed")],
            lambda periods: periods._check_content(),
            size=1,
        )

    def action_check(self):
        """Compare now.

        :raises AccessError: for people outside of finance, directors and auditors
        """
        self.check_access("read")
        if not any(self.env.user.has_group(g) for g in (FINANCE, MANAGER, AUDITOR)):
            self._require_group(FINANCE)
        closed = self.filtered(lambda period: period.state == "closed")
        closed.sudo()._check_content()  # sudo: what it found is written by this step only
        found = closed.filtered("difference")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if found else "success",
                "message": self.env._("It differs from what was closed.")
                if found
                else self.env._("Everything is as it was closed."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_content(self):
        for period in self.sudo():  # sudo: as above
            faults = period._find_differences()
            text = "\n".join(faults[:_TOLD])
            if len(faults) > _TOLD:
                text += "\n" + self.env._("and %s more", len(faults) - _TOLD)
            if text != (period.difference or ""):
                period._in_flow().difference = text
                if text:
                    period._tell_difference(text)

    def _find_differences(self):
        """Sentences: what is not as it was closed."""
        kept = json.loads(base64.b64decode(self.content or b"") or "{}")
        faults = []
        if self._make_fingerprint(kept) != self.fingerprint:
            faults.append(
                self.env._(
                    "The values that were kept do not agree with the fingerprint."
                )
            )
        now = self._read_content()
        for kind in {**kept, **now}:
            faults += self._compare(kind, kept.get(kind, {}), now.get(kind, {}))
        return faults

    def _compare(self, kind, before, now):
        words = self.env[self._get_sources()[kind]]
        words = self.env["ir.model"]._get(words._name).name
        for number in sorted({*before, *now}, key=int):
            old, new = before.get(number), now.get(number)
            if old == new:
                continue
            if new is None:
                yield self.env._(
                    "%(what)s %(number)s is gone: %(old)s",
                    what=words,
                    number=number,
                    old=", ".join(old),
                )
            elif old is None:
                yield self.env._(
                    "%(what)s %(number)s came in: %(new)s",
                    what=words,
                    number=number,
                    new=", ".join(new),
                )
            else:
                yield self.env._(
                    "%(what)s %(number)s: %(changes)s",
                    what=words,
                    number=number,
                    changes=", ".join(
                        f"{a} → {b}" for a, b in zip(old, new, strict=False) if a != b
                    ),
                )

    def _tell_difference(self, text):
        """A task for the directors, and a row of the history."""
        self._log("differs", text)
        people = self.env["aftersales.role"]._get_last_resort(self.company_id)
        for user in people:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._(
                    "%s differs from what was closed", self.display_name
                ),
                note=text.replace("\n", "<br/>"),
            )
