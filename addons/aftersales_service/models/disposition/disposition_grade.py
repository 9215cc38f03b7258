from odoo import api, fields, models

from ..grade.grade import GRADES, HELP
from .disposition import OURS

# What most often comes back: nothing of it is new, and a broken one is no better.
_USUAL = {"restock": "a", "exchange": "d"}


class Disposition(models.Model):
    """In which condition goods become ours again, and where they lie then (R7)."""

    _inherit = "aftersales.disposition"

    grade = fields.Selection(
        GRADES,
        "Condition Grade",
        compute="_compute_grade",
        store=True,
        readonly=False,
        precompute=True,
        help=HELP,
    )

    @api.depends("action")
    def _compute_grade(self):
        for disposition in self:
            disposition.grade = _USUAL.get(disposition.action, False)

    def _get_our_place(self):
        """Where it is put: beside the stock, unless it is as good as new."""
        warehouse = self.return_id.warehouse_id
        if self.location_id or not self.grade:
            return self.location_id or warehouse.lot_stock_id
        return warehouse._aftersales_get_graded_location(self.grade)

    def _write_condition(self):
        """Also to the serial number; the owner's time with it is over, unless a
        replacement takes its warranty over."""
        for disposition in self:
            disposition._grade_goods()
        for disposition in self.filtered(lambda d: d.action in OURS - {"exchange"}):
            devices = disposition.line_id.device_id.filtered("active")
            devices._become_ours(disposition.return_id.name)

    def _grade_goods(self):
        line = self.line_id
        reason = f"{self.return_id.name}, {self.reason}"
        if line.device_id and line.device_id.grade != self.grade:
            line.device_id.action_grade(self.grade, reason)
        lot = line.lot_id
        if lot.product_id.tracking == "serial" and lot.aftersales_grade != self.grade:
            lot.aftersales_grade = self.grade


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_sells_goods(self):
        """A replacement is no sale: the office knows what it sends (extends)."""
        sent = self.aftersales_disposition_id or self.aftersales_return_line_id
        return not sent and super()._aftersales_sells_goods()
