from odoo import fields, models

from ...exceptions import MoveRefused
from .disposition import AT_MAKER, STAYS


class Disposition(models.Model):
    """送厂返修: the machine goes to its maker and comes back (R-50). It stays the customer's
    and in our care, with its receipt."""

    _inherit = "aftersales.disposition"
    _flow_fields = frozenset({"back_at"})

    date_back = fields.Date("Expected from the Maker")
    back_at = fields.Datetime("Back from the Maker On", readonly=True, copy=False)

    def _begin_supplier(self):
        self._move_goods(self.env.ref("stock.stock_location_suppliers"))
        self.line_id.custody_ids._go_to_maker()
        # sudo: whose time it is follows the goods
        self.sudo().return_id._follow_maker()
        for disposition in self.filtered("date_back"):
            here = disposition.line_id.custody_ids._get_open()
            here.filtered(
                lambda c: not c.date_promised
            ).date_promised = disposition.date_back

    def _begin_factory(self):
        """Hook: to the maker, while a substitute stands in for it."""
        self._begin_supplier()

    def _is_at_maker(self):
        """Whether the goods of this decision are away at their maker."""
        away = self.action in AT_MAKER and self.state == "decided"
        return away and not self.back_at

    def _stays(self):
        """Whether the goods stay the customer's and are given back. What went to a maker
        before it could come back in the system left for good."""
        left = self.action in AT_MAKER and self.state == "done" and not self.back_at
        return self.action in STAYS and not left

    def _check_not_at_maker(self):
        away = self.filtered(lambda d: d._is_at_maker())[:1]
        if away:
            raise MoveRefused(
                self.env._(
                    "%s is at its maker. Press “Back from the Maker” on its custody first.",
                    away.line_id.display_name,
                )
            )

    def _come_back(self):
        """Hook: from the maker into custody."""
        self._move_goods(self.env.ref("stock.stock_location_suppliers"), into=True)
        self._in_flow().write({"back_at": self._now()})
        self.sudo().return_id._follow_maker()  # sudo: as above


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _get_maker_quantity(self):
        """What of this line is at its maker."""
        away = self.disposition_ids.filtered(lambda d: d._is_at_maker())
        return sum(away.mapped("quantity"))
