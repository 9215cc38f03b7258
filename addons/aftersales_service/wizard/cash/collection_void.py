from odoo import fields, models


class CollectionVoid(models.TransientModel):
    """Asks why a receipt is void."""

    _name = "aftersales.collection.void"
    _description = "Make a Receipt Void"
    _inherit = "document.window.mixin"

    collection_id = fields.Many2one(
        "aftersales.collection", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_void(self):
        self.collection_id.action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
