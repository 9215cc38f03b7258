from odoo import fields, models

from ...models.sla.selections import OWNERS


class SlaPause(models.TransientModel):
    """Somebody else has the job from now on: who, and why (C2)."""

    _name = "aftersales.sla.pause"
    _description = "Pause"
    _inherit = "document.window.mixin"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    owner = fields.Selection(
        [owner for owner in OWNERS if owner[0] != "us"],
        "With",
        required=True,
        default="customer",
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Deadlines that wait for this party stand still."""
        for wizard in self:
            document = self.env[wizard.res_model].browse(wizard.res_id)
            document.check_access("write")
            document._change_owner(wizard.owner, wizard.reason)
        return {"type": "ir.actions.act_window_close"}
