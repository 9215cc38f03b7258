from odoo import fields, models

from ...exceptions import ProofMissing


class DeviceStep(models.TransientModel):
    """A device goes into another one, or comes out of it."""

    _inherit = "aftersales.device.step"

    step = fields.Selection(
        selection_add=[
            ("put_into", "Put into Another Device"),
            ("take_out", "Take Out"),
        ],
        ondelete={"put_into": "cascade", "take_out": "cascade"},
    )
    holder_id = fields.Many2one(
        "aftersales.device", "Into Device", index="btree_not_null", ondelete="cascade"
    )
    place = fields.Char("Place in the Machine")

    def _apply_put_into(self, device):
        if not self.holder_id:
            raise ProofMissing(
                self.env._("Please choose the device that it is put into.")
            )
        device.action_put_into(self.holder_id, self.reason, self.place)

    def _apply_take_out(self, device):
        device.action_take_out(self.reason)
