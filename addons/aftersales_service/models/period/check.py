import base64
import json

from odoo import api, fields, models
from odoo.tools import plaintext2html

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
        """Compare now; who only reads is told, and nothing is written.

        :raises AccessError: for people outside of finance, directors and auditors
        """
        self.check_access("read")
        user = self.env.user
        if not any(user.has_group(group) for group in (FINANCE, MANAGER, AUDITOR)):
            self._require_group(FINANCE)
        closed = self.filtered(lambda period: period.state == "closed")
        # sudo: the month counts everything, and what was found is written by this step only
        told = {p: p._describe_differences() for p in closed.sudo()._in_own_words()}
        if user.has_group(FINANCE) or user.has_group(MANAGER):
            for period, text in told.items():
                period._keep_difference(text)
        found = "\n".join(filter(None, told.values()))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if found else "success",
                "message": self.env._("It differs from what was closed.") + "\n" + found
                if found
                else self.env._("Everything is as it was closed."),
                "sticky": bool(found),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _in_own_words(self):
        """In the language of their company, so that the same difference has the same
        words whoever finds it."""
        role = self.env["aftersales.role"]
        for period in self:
            company = period.company_id
            lang = company.partner_id.lang or role._get_last_resort(company)[:1].lang
            yield period.with_context(lang=lang)

    def _check_content(self):
        for period in self.sudo()._in_own_words():  # sudo: as above
            period._keep_difference(period._describe_differences())

    def _describe_differences(self):
        faults = self._find_differences()
        text = "\n".join(faults[:_TOLD])
        if len(faults) > _TOLD:
            text += "\n" + self.env._("and %s more", len(faults) - _TOLD)
        return text

    def _keep_difference(self, text):
        """Each is told once."""
        if text != (self.difference or ""):
            self._in_flow().difference = text
            if text:
                self._tell_difference(text)

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
        """Sentences about one kind of facts, by number."""
        numbers = [
            n for n in sorted({*before, *now}, key=int) if before.get(n) != now.get(n)
        ]
        facts = self.env[self._get_sources()[kind]].sudo()  # sudo: as above
        names = {
            fact.id: fact.display_name
            for fact in facts.browse(map(int, numbers)).exists()
        }
        what = facts._get_fact_words()
        for number in numbers:
            old, new = (facts._say_plain(v.get(number)) for v in (before, now))
            name = f"{what} {names.get(int(number)) or ''} (#{number})"
            if not new:
                yield self.env._(
                    "%(what)s is gone: %(old)s", what=name, old=", ".join(old)
                )
            elif not old:
                yield self.env._(
                    "%(what)s came in: %(new)s", what=name, new=", ".join(new)
                )
            else:
                changes = (
                    f"{a} → {b}" for a, b in zip(old, new, strict=False) if a != b
                )
                yield f"{name}: {', '.join(changes)}"

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
                note=plaintext2html(text),
            )
