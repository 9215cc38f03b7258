from odoo import api, models

from ...kernel import statement
from ...kernel.sheets import UnreadableFile
from .keys import get_accounts
from .reading import is_same


class BankFile(models.Model):
    """Whose statement a file is, where it can only be one account's."""

    _inherit = "aftersales.bank.file"

    @api.onchange("data")
    def _onchange_data(self):
        """The account is chosen with the file; nothing that a person chose is changed."""
        if self.data and not self.journal_id:
            self.journal_id = self._guess_journal()

    def _guess_journal(self):
        company = self.env.company
        chosen = self.env["aftersales.bank.heading"]._get_chosen(company)
        try:
            lines = statement.read(self._get_bytes(), self.name or "", chosen)
        except UnreadableFile:  # *Check* says what is wrong with it
            return None
        # sudo: settings and numbers of accounts, which an accountant need not read
        journals = self.env["account.journal"].sudo()
        found = journals.search(
            [("type", "=", "bank"), ("company_id", "=", company.id)]
        ).filtered(lambda j: j._aftersales_find_source() == lines[0].source)
        if len(found) > 1:
            found = found.filtered(lambda j: j._aftersales_is_of(get_accounts(lines)))
        return found.sudo(False) if len(found) == 1 else None


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _aftersales_is_of(self, numbers):
        """Whether one of these may be the number of its bank account."""
        mine = self.bank_account_id.sanitized_acc_number
        return bool(mine) and any(is_same(number, mine) for number in numbers)
