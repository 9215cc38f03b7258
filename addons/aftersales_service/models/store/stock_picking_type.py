from odoo import fields, models

CODE = "aftersales_operation"


class StockPickingType(models.Model):
    """Our operation types have a code of their own, as those of repair and manufacturing
    have: whoever looks for the receipt or the delivery of a warehouse finds core's."""

    _inherit = "stock.picking.type"

    code = fields.Selection(
        selection_add=[(CODE, "After-Sales")], ondelete={CODE: "set internal"}
    )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """Parts that came back serve whoever waits for them, as after core's receipts and
        internal transfers (extends core)."""
        result = super()._action_done()
        ours = self.filtered(lambda picking: picking.picking_type_id.code == CODE)
        ours.move_ids.filtered(lambda move: move.state == "done")._trigger_assign()
        return result


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_consuming(self):
        """Our transfers take from stock like core's internal ones (extends core)."""
        return self.picking_type_id.code == CODE or super()._is_consuming()
