from odoo import models

from ...exceptions import MoveRefused
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
            words = self.env._("Set-off by %s", record.name)
            if not owes._aftersales_set_off(owed, words):
                raise MoveRefused(
                    self.env._(
                        "%(partner)s does not owe and is owed at the same time, so nothing can be set off against %(settlement)s.",
                        partner=record.partner_id.display_name,
                        settlement=record.name,
                    )
                )

    def _get_open_items(self):
        """(what he owes us, the oldest first, what we owe by this list), in our currency."""
        items = self.env["account.move.line"]
        common = [
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("company_id", "=", self.company_id.id),
            ("currency_id", "=", self.company_id.currency_id.id),
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
        ]
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
