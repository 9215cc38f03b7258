from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...groups import FINANCE


class HandIn(models.Model):
    """冲抵服务费用: of the cash from customers the technician keeps what the company owes him
    for travel (F-19).

    Each receipt still becomes its payment in full; what stays with him is an entry of its own.
    Consent is that of the claims: after-sales audited, finance approved them.
    """

    _inherit = "aftersales.handin"

    set_off_amount = fields.Monetary(
        "Set Off against Travel",
        readonly=True,
        help="Cash that the technician keeps for approved travel claims.",
    )
    to_hand_in = fields.Monetary(compute="_compute_amounts")
    travel_balance = fields.Monetary(
        "Owed to the Technician", compute="_compute_travel_balance"
    )

    @api.depends("set_off_amount")
    def _compute_amounts(self):
        result = super()._compute_amounts()
        for handin in self:
            handin.to_hand_in = handin.cash_amount - handin.set_off_amount
        return result

    def _compute_travel_balance(self):
        # sudo: his own account is told to the technician
        balances = self.sudo().technician_id._get_travel_balances()
        for handin in self:
            handin.travel_balance = balances.get(handin.sudo().technician_id, 0.0)

    def _get_kept(self):
        """What he keeps of the cash (extends the hook)."""
        return super()._get_kept() + self.set_off_amount

    def action_set_off(self):
        """冲抵: as much as is owed to him, never above the cash on the sheet.

        :raises MoveRefused: when nothing is owed
        """
        self._require_group(FINANCE)
        for handin in self:
            handin._check_move("received")
            amount = handin._get_most()
            if handin.currency_id.compare_amounts(amount, 0) <= 0:
                raise MoveRefused(
                    self.env._(
                        "No approved travel claim of %s is open, or there is no cash on this sheet.",
                        handin.technician_id.name,
                    )
                )
            # sudo: written by actions only
            handin.sudo()._in_flow().set_off_amount = amount

    def action_drop_set_off(self):
        """All of it is handed in."""
        self._require_group(FINANCE)
        for handin in self:
            handin._check_move("received")
            handin.sudo()._in_flow().set_off_amount = 0  # sudo: as above

    def _get_most(self):
        return min(self.cash_amount, max(self.travel_balance, 0.0))

    def _check_may_receive(self):
        """Nor above what is still owed when the money is counted (extends)."""
        self.invalidate_recordset(["travel_balance"])
        if self.currency_id.compare_amounts(self.set_off_amount, self._get_most()) > 0:
            raise MoveRefused(
                self.env._(
                    "%s: more would be set off than is owed or was taken. Press “Set Off” again.",
                    self.name,
                )
            )
        return super()._check_may_receive()

    def _post(self):
        """What he keeps leaves the cash box (extends)."""
        result = super()._post()
        if self.set_off_amount:
            self.technician_id._move_travel_money(
                "set_off", "cash", self.set_off_amount, handin_id=self.id
            )
        return result
