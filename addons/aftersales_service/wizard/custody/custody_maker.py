from odoo import fields, models


class CustodyMaker(models.TransientModel):
    """Asks what the maker did, and whether he sent another machine."""

    _name = "aftersales.custody.maker"
    _description = "Back from the Maker"
    _inherit = "document.window.mixin"

    custody_id = fields.Many2one(
        "aftersales.custody", required=True, index=True, ondelete="cascade"
    )
    note = fields.Char("What the Maker Did", required=True)
    serial = fields.Char(
        "New Serial Number", help="Only if the maker sent another machine."
    )

    def action_confirm(self):
        self.ensure_one()
        self.custody_id.action_back_from_maker(self.note, self.serial)
        return {"type": "ir.actions.act_window_close"}
