from odoo import Command, models

from ...exceptions import MoveRefused
from ...groups import FINANCE


class Settlement(models.Model):
    _inherit = "aftersales.settlement"

    def action_set_off(self):
        """抵账: what the partner owes by this document against what we owe him; an entry
        that is reconciled on both accounts.

        :raises MoveRefused: when there is nothing on one of the sides
        """
        self._require_group(FINANCE)
        for settlement in self:
            settlement._set_off()

    def _set_off(self):
        owes, owed = self._get_open_items()
        amount = min(
            sum(owes.mapped("amount_residual")), -sum(owed.mapped("amount_residual"))
        )
        if amount <= 0:
            raise MoveRefused(
                self.env._(
                    "%(partner)s does not owe and is owed at the same time, so nothing can be set off against %(settlement)s.",
                    partner=self.partner_id.display_name,
                    settlement=self.name,
                )
            )
        move = self.env["account.move"].create(
            self._prepare_set_off(owes[0].account_id, owed[0].account_id, amount)
        )
        move.action_post()
        for items, account in (
            (owes, owes[0].account_id),
            (owed, owed[0].account_id),
        ):
            mine = move.line_ids.filtered(
                lambda i, account=account: i.account_id == account
            )
            (items + mine).reconcile()

    def _get_open_items(self):
        """(what he owes by this settlement, what we owe him), in our own currency."""
        items = self.env["account.move.line"]
        common = [
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("company_id", "=", self.company_id.id),
            ("currency_id", "=", self.company_id.currency_id.id),
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
        ]
        mine = self.sudo().move_ids.ids  # sudo: the field is not everybody's
        owes = items.search(
            [
                *common,
                ("move_id", "in", mine),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        owed = items.search(
            [*common, ("account_id.account_type", "=", "liability_payable")]
        )
        first = owed.filtered(lambda i: i.amount_residual < 0)[:1].account_id
        return owes, owed.filtered(lambda item: item.account_id == first)

    def _prepare_set_off(self, receivable, payable, amount):
        name = self.env._("Set-off by %s", self.name)
        rows = (
            {"account_id": payable.id, "debit": amount},
            {"account_id": receivable.id, "credit": amount},
        )
        common = {"name": name, "partner_id": self.partner_id.id}
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "date": self.company_id._aftersales_today(),
            "ref": name,
            "line_ids": [Command.create(common | row) for row in rows],
        }
