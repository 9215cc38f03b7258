from odoo import api, models


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
