from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    aftersales_return_id = fields.Many2one(
        "aftersales.return", "Return Order", index="btree_not_null", readonly=True
    )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    aftersales_return_line_id = fields.Many2one(
        "aftersales.return.line",
        "Return Order Line",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_return_line_id = fields.Many2one(
        "aftersales.return.line",
        "Return Order Line",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )

    def _aftersales_get_done_pieces(self):
        """What was moved, in the product's own unit of measure."""
        if self.state != "done":
            return 0.0
        return self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, round=False
        )

    def _aftersales_get_away_quantities(self):
        """{delivery: what of it is no longer with the customer}: it lies here, or it went
        for good (scrap, supplier), or core has a return of it."""
        lines = self.env["aftersales.return.line"].search(
            [("origin_move_id", "in", self.ids)]
        )
        away = dict.fromkeys(self, 0)
        for line in lines:
            away[line.origin_move_id] += line._get_away_quantity()
        for move in self.returned_move_ids.filtered(lambda m: m.state == "done"):
            away[move.origin_returned_move_id] += move._aftersales_get_done_pieces()
        return away

    def _aftersales_registers_devices(self):
        """What goes back to its owner is the device that it was."""
        return (
            not self.aftersales_return_line_id
            and super()._aftersales_registers_devices()
        )

    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_return_line_id",
        ]
