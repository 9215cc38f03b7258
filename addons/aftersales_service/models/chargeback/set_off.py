from odoo import models

from ...groups import FINANCE
from .booking import OPEN_TYPES


class Chargeback(models.Model):
    """What we owe by a list is set off against what the claimant owes us (抵账)."""

    _inherit = "aftersales.chargeback"

    def action_set_off(self):
        """What we owe by this list against what the claimant owes us.

        :raises MoveRefused: when there is nothing on one of the sides
        """
        self._require_group(FINANCE)
        self.check_access("read")
        for record in self:
            owes, owed = record._get_open_items()
            owes._aftersales_set_off(owed, record)

    def _get_open_items(self):
        """(what he owes us, the oldest first, what we owe by this list), in our currency."""
        items = self.env["account.move.line"]
        common = items._aftersales_get_open_domain(self.company_id, self.partner_id)
        mine = self.sudo().move_ids.ids  # sudo: the field is not everybody's
        owed = items.search(
            [
                *common,
                ("move_id", "in", mine),
                ("account_id.account_type", "in", OPEN_TYPES),
                ("amount_residual", "<", 0),
            ]
        )
        owes = items.search(
            [
                *common,
                ("account_id.account_type", "=", "asset_receivable"),
                ("amount_residual", ">", 0),
            ],
            order="date_maturity, date, id",
        )
        return owes, owed.filtered(lambda i: i.account_id == owed[:1].account_id)
