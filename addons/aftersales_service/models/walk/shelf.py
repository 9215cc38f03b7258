from collections import defaultdict

from odoo import models


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _prepare_board(self):
        """Each line says from which shelf it is taken; in which box they lie (extends)."""
        box = self._get_open_boxes()
        board = super()._prepare_board() | {"box": False}
        if box:
            ways, _scans = box._get_box_ways()
            board["box"] = box._prepare_box(ways)
        shelves = self.line_ids._get_shelves()
        for row in board["lines"]:
            row["shelves"] = shelves.get(row["id"], [])
        return board


class RequisitionLine(models.Model):
    """Where the pieces lie that core has reserved, or from where they were taken."""

    _inherit = "aftersales.requisition.line"

    def _get_shelves(self, issued=False):
        """{line id: [{place, lot, expiry, expired, quantity}]}, in the order of the way
        through the store; what was issued already only where it is ``issued``."""
        moves = self._find_issues(issued)
        shelves = defaultdict(list)
        found = moves.move_line_ids.filtered("quantity")
        for detail in found.sorted(lambda d: d.location_id.complete_name or ""):
            line = detail.move_id.aftersales_requisition_line_id
            shelves[line.id].append(detail._aftersales_prepare_shelf())
        return shelves

    def _find_issues(self, issued=False):
        states = ("cancel",) if issued else ("done", "cancel")
        # sudo: as `_compute_quantities`; places and numbers of one's own parts
        return (
            self.env["stock.move"]
            .sudo()
            .search(
                [
                    ("aftersales_requisition_line_id", "in", self.ids),
                    ("aftersales_step", "=", "issue"),
                    ("state", "not in", states),
                ]
            )
        )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _aftersales_prepare_shelf(self):
        expiry = self.lot_id._aftersales_get_expiry()
        company = self.company_id
        return {
            "place_id": self.location_id.id,
            "place": self.location_id._aftersales_get_shelf_name(),
            "lot_id": self.lot_id.id,
            "lot": self.lot_id.name or "",
            "expiry": expiry and expiry.isoformat(),
            "expired": bool(expiry and expiry < company._aftersales_today()),
            "quantity": self.quantity,
        }


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _aftersales_get_expiry(self):
        """The day on which the lot expires, where core's dates of lots are installed."""
        moment = "expiration_date" in self._fields and self["expiration_date"]
        if not moment:
            return None
        company = self.company_id or self.env.company
        return company._aftersales_day(moment)


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _aftersales_get_shelf_name(self):
        """The way to it from the stock of its warehouse: “A / A-03”; empty for a stock
        without shelves, the whole name elsewhere."""
        stock = self.warehouse_id.lot_stock_id
        if self == stock:
            return ""
        whole = self.complete_name or ""
        return whole.removeprefix(f"{stock.complete_name}/").replace("/", " / ")

    def _aftersales_get_code(self):
        """What a scanner reads on its label."""
        return self.barcode or self.complete_name
