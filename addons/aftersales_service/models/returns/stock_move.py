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
    aftersales_disposition_id = fields.Many2one(
        "aftersales.disposition",
        "Disposition",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )

    def _get_away_quantities(self):
        """{delivery: what of it is no longer with the customer}: it lies here, or it went
        for good (scrap, supplier), or core has a return of it."""
        lines = self.env["aftersales.return.line"].search(
            [("origin_move_id", "in", self.ids)]
        )
        away = dict.fromkeys(self, 0)
        for line in lines:
            away[line.origin_move_id] += line._get_away_quantity()
        for move in self.returned_move_ids.filtered(lambda m: m.state == "done"):
            away[move.origin_returned_move_id] += move._get_done_pieces()
        return away

    def _registers_devices(self):
        """What goes back to its owner is the device that it was; what replaces it is
        registered by the exchange."""
        ours = self.aftersales_return_line_id or self.aftersales_disposition_id
        return not ours and super()._registers_devices()

    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_return_line_id",
            "aftersales_disposition_id",
        ]

    def _action_done(self, cancel_backorder=False):
        """A replacement that left takes the place of the old device (overrides core)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Only a field is looked at first: ordinary moves must not cost a query more.
        sent = moves.filtered("aftersales_disposition_id")
        if sent:
            sent._finish_dispositions()
        return moves

    def _finish_dispositions(self):
        gone = self.filtered(lambda m: m.location_dest_id.usage == "customer")
        for disposition, moves in gone.grouped("aftersales_disposition_id").items():
            # sudo: the warehouse delivers, the service department owns the disposition
            disposition.sudo()._on_delivered(moves)


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """The disposition rides along every step of a delivery (extends core's list)."""
        return [*super()._get_custom_move_fields(), "aftersales_disposition_id"]
