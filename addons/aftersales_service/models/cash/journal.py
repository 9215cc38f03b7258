from odoo import models

from ...exceptions import ProofMissing

# Means whose operator keeps an account of ours and gives a statement of its own.
_CHANNELS = {"wechat": "WXP", "alipay": "ALI"}
_CONFIGURES = "account.group_account_manager"


class ResCompany(models.Model):
    """Where the money of each means is booked: one journal per means, so that each can be
    compared with the statement of the one who keeps it."""

    _inherit = "res.company"

    def _aftersales_get_payment_line(self, method):
        """The payment method line of ``method``: its journal, and the account that a
        payment goes to.

        :raises ProofMissing: when the company has no journal
        """
        self.ensure_one()
        journal = self._aftersales_get_collection_journal(method)
        lines = journal.inbound_payment_method_line_ids
        if method != "cash":
            return lines.filtered("payment_account_id")[:1] or lines[:1]
        return lines.filtered(
            lambda line: line.payment_account_id == journal.default_account_id
        )[:1] or journal._aftersales_create_line(
            self.env._("Handed In"), journal.default_account_id
        )

    def _aftersales_get_collection_journal(self, method):
        """The journal into which money of that means is booked.

        :raises ProofMissing: when the company has none
        """
        self.ensure_one()
        if method == "cash":
            journal = self.aftersales_cash_journal_id or self._aftersales_find("cash")
        else:
            journal = self._aftersales_get_online_journal(method)
        if not journal:
            raise ProofMissing(
                self.env._(
                    "%s has no cash or bank journal for money from the field. Ask the accountant to set one in the settings of After-Sales.",
                    self.name,
                )
            )
        return journal

    def _aftersales_get_online_journal(self, method):
        """That of the channel, made at its first use; one that the company chose for all
        of them stays until it chooses others."""
        bank = self.aftersales_online_journal_id
        if method not in _CHANNELS:
            return bank or self._aftersales_find("bank")
        own = self[f"aftersales_{method}_journal_id"]
        return own or bank or self._aftersales_create_channel(method)

    def _aftersales_find(self, kind):
        """The first journal of that kind which is nobody's channel."""
        channels = self.aftersales_wechat_journal_id | self.aftersales_alipay_journal_id
        return self.env["account.journal"].search(
            [
                ("type", "=", kind),
                ("company_id", "=", self.id),
                ("id", "not in", channels.ids),
            ],
            limit=1,
        )

    # --- journals that are made

    def _aftersales_create_channels(self):
        """A journal for each channel that has none.

        :raises GroupRefused: for whoever may not configure the books
        """
        self.env["aftersales.collection"]._require_group(_CONFIGURES)
        for company in self:
            for method in _CHANNELS:
                if not company[f"aftersales_{method}_journal_id"]:
                    company._aftersales_create_channel(method)

    def _aftersales_create_channel(self, method):
        """A bank journal of the channel, with an outstanding account of its own."""
        # sudo: who receives money need not configure the books; the journal is the same
        # whoever is first
        company = self.sudo()
        means = company.env["aftersales.collection"]._fields["method"]
        label = dict(means._description_selection(company.env))[method]
        journal = company.env["account.journal"].create(
            {
                "name": label,
                "type": "bank",
                "code": company._aftersales_get_free_code(_CHANNELS[method]),
                "company_id": company.id,
                "sequence": 90,  # never the first that core proposes
            }
        )
        account = company._aftersales_create_outstanding(journal)
        journal.inbound_payment_method_line_ids.payment_account_id = account
        company[f"aftersales_{method}_journal_id"] = journal
        return journal.with_env(self.env)

    def _aftersales_get_free_code(self, code):
        journals = self.env["account.journal"].with_context(active_test=False)
        used = set(journals.search([("company_id", "=", self.id)]).mapped("code"))
        codes = (code, *(f"{code}{number}" for number in range(2, 100)))
        return next(free for free in codes if free not in used)

    def _aftersales_create_outstanding(self, journal):
        """What customers paid into the channel and its statement does not show yet."""
        accounts = self.env["account.account"].with_company(self)
        pattern = journal.default_account_id.with_company(self).code
        return accounts.create(
            {
                "name": self.env._("%s, Under Way", journal.name),
                "code": accounts._search_new_account_code(pattern),
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [(6, 0, self.ids)],
            }
        )


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _aftersales_create_line(self, name, account):
        """A payment method line of our own, so that those of others stay as they are."""
        # sudo: as for the journals
        manual = self.env.ref("account.account_payment_method_manual_in").sudo()
        return (
            self.env["account.payment.method.line"]
            .sudo()
            .create(
                {
                    "name": name,
                    "payment_method_id": manual.id,
                    "journal_id": self.id,
                    "payment_account_id": account.id,
                }
            )
            .with_env(self.env)
        )
