from odoo import models

from ...groups import FINANCE

_ACCOUNTANT = "aftersales_service.role_accountant"


class CompanyCharge(models.Model):
    """What one side does is told to the other, in the language of whoever is told."""

    _inherit = "aftersales.company.charge"

    def _tell_change(self, before, differs):
        """The side that did not do it has a task; nothing is told of what it did itself."""
        after = self.state
        if before != after:
            if after == "withdrawn":
                self._tell("withdrawn", self.company_id)
            elif after == "refused":
                self._tell("refused", self.sender_id)
            elif before == "withdrawn":
                self._tell("changed", self.company_id)
            elif before == "posted":
                self._tell("unbooked", self.sender_id)
        if differs and self.difference and after == "posted":
            self._tell("differs", self.sender_id)

    def _tell(self, event, company):
        """A task for the accountant of ``company``."""
        user = self._get_accountant(company)
        charge = self.with_context(lang=user.lang)
        words = getattr(charge, f"_say_{event}")()
        if not user:
            self.message_post(body=words)
            return
        kind = self.env.ref("mail.mail_activity_data_todo")
        # sudo: a task of the other company
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "activity_type_id": kind.id,
                "user_id": user.id,
                "summary": words,
            }
        )

    def _get_accountant(self, company):
        """Who holds the role, else somebody of finance there, else the last resort."""
        role = self.env["aftersales.role"]
        accountants = self.env.ref(_ACCOUNTANT, raise_if_not_found=False) or role
        # sudo: whom to tell in the other company
        finance = (
            self.env.ref(FINANCE)
            .sudo()
            .all_user_ids.filtered(
                lambda user: company in user.company_ids and not user.share
            )
        )
        return (
            accountants._get_holders(company).filtered("active")
            or finance.filtered("active").sorted("id").sudo(False)
            or role._get_last_resort(company)
        )[:1]

    def _get_told(self):
        # sudo: names of companies are no secret between those who trade
        charge = self.sudo()
        return {
            "number": self.name,
            "sender": charge.sender_id.name,
            "receiver": charge.company_id.name,
            "amount": self.currency_id.format(self.amount),
            "difference": self.currency_id.format(self.difference),
            "reason": self.reason or "",
        }

    def _say_proposed(self):
        return self.env._(
            "%(sender)s charges %(amount)s by %(number)s: draft our document, or refuse it with a reason.",
            **self._get_told(),
        )

    def _say_changed(self):
        return self.env._(
            "%(sender)s changed %(number)s; it charges %(amount)s now. Compare our document.",
            **self._get_told(),
        )

    def _say_withdrawn(self):
        return self.env._(
            "%(sender)s took %(number)s over %(amount)s back. Reverse our document if it is booked.",
            **self._get_told(),
        )

    def _say_refused(self):
        return self.env._(
            "%(receiver)s refused %(number)s over %(amount)s: %(reason)s",
            **self._get_told(),
        )

    def _say_unbooked(self):
        return self.env._(
            "%(receiver)s took back what was booked for %(number)s over %(amount)s.",
            **self._get_told(),
        )

    def _say_differs(self):
        return self.env._(
            "%(receiver)s booked %(difference)s more or less than %(number)s charges (%(amount)s). Agree on it with each other.",
            **self._get_told(),
        )
