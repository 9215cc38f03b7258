from odoo import api, models

from ...exceptions import MoveRefused

_OF_PARTNERS = ("asset_receivable", "liability_payable")


class MatchingDesk(models.AbstractModel):
    """The accounts that the screen lets people choose from."""

    _inherit = "aftersales.matching.desk"

    @api.model
    def load_accounts(self):
        """[{"id", "name"}] of the accounts of the company that have statements."""
        self._require_reader()
        # sudo: whoever of ours looks here need not be an accountant of core
        journals = self.env["account.journal"].sudo()
        found = journals.search_fetch(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], ["name"]
        )
        return [{"id": journal.id, "name": journal.name} for journal in found]

    # --- where the rest of a line goes

    @api.model
    def find_accounts(self, line_id, text="", limit=8):
        """Accounts for what no open item stands for, by number or name."""
        self._require_finance()
        line = self._get_lines([line_id])
        wanted = (text or "").strip()
        found = self._search_accounts(line).search(
            [
                *self._get_account_domain(line),
                "|",
                ("name", "ilike", wanted),
                ("code", "=like", f"{wanted}%"),
            ],
            limit=min(max(int(limit), 1), 50),
        )
        return [self._prepare_account(account) for account in found]

    @api.model
    def find_partners(self, text="", limit=8):
        """Whose the rest of a line is."""
        self._require_finance()
        found = self.env["res.partner"].name_search(
            (text or "").strip(), limit=min(max(int(limit), 1), 50)
        )
        return [{"id": partner, "name": name} for partner, name in found]

    @api.model
    def _search_accounts(self, line):
        # sudo: our accountant need not be one of core
        return self.env["account.account"].sudo().with_company(line.company_id)

    @api.model
    def _get_account_domain(self, line):
        """Money between our banks goes through the transfer account, or it would be there
        twice: the other bank's statement tells of it too."""
        # sudo: as in `load_accounts`
        banks = self.env["account.journal"].sudo().search(
            [("type", "=", "bank"), ("company_id", "=", line.company_id.id)]
        )  # fmt: skip
        never = banks.default_account_id | banks.suspense_account_id
        return [
            ("company_ids", "parent_of", line.company_id.id),
            ("account_type", "!=", "off_balance"),
            ("active", "=", True),
            ("id", "not in", never.ids),
        ]

    @api.model
    def _prepare_account(self, account):
        if not account:
            return False
        return {
            "id": account.id,
            "name": account.display_name,
            "of_partner": self._is_of_partner(account),
        }

    @api.model
    def _is_of_partner(self, account):
        """What is owed is somebody's; so is the account of employees."""
        staff = self.env.company.aftersales_staff_account_id
        return account.account_type in _OF_PARTNERS or account == staff

    @api.model
    def _read_rest(self, line, account_id, partner_id):
        """:raises MoveRefused: for an account that is not one of these, or needs a partner"""
        if not account_id:
            return {"account_id": False, "partner_id": False}
        account = self._search_accounts(line).search(
            [*self._get_account_domain(line), ("id", "=", int(account_id))]
        )
        partner = self.env["res.partner"].browse(int(partner_id or 0)).exists()
        if not account:
            raise MoveRefused(
                self.env._("This account cannot be taken. Choose another one.")
            )
        if self._is_of_partner(account) and not partner:
            raise MoveRefused(
                self.env._("Say whose it is: %s is kept by partner.", account.name)
            )
        if partner:
            partner.check_access("read")
        return {"account_id": account.id, "partner_id": partner.id}
