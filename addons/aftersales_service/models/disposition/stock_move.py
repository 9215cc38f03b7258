from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_disposition_id = fields.Many2one(
        "aftersales.disposition",
        "Disposition",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )

    def _aftersales_get_replaced_lines(self):
        """Hook: the goods that came back and that these moves replaced."""
        return self.aftersales_disposition_id.line_id

    def _aftersales_registers_devices(self):
        """What replaces a device is registered by the exchange."""
        return (
            not self.aftersales_disposition_id
            and super()._aftersales_registers_devices()
        )

    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_disposition_id",
        ]

    def _action_done(self, cancel_backorder=False):
        """A replacement that left takes the place of the old device (overrides core)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Only a field is looked at first: ordinary moves must not cost a query more.
        sent = moves.filtered("aftersales_disposition_id")
        if sent:
            sent._aftersales_finish_dispositions()
        return moves

    def _aftersales_finish_dispositions(self):
        gone = self.filtered(lambda m: m.location_dest_id.usage == "customer")
        for disposition in gone.aftersales_disposition_id:
            # sudo: the warehouse delivers, the service department owns the disposition
            disposition.sudo()._on_delivered()


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """The disposition rides along every step of a delivery (extends core's list)."""
        return [*super()._get_custom_move_fields(), "aftersales_disposition_id"]
