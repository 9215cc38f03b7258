from odoo import fields, models


class ParcelReceipt(models.Model):
    """What somebody told about an arrival: each telling once, by the key of its page or
    phone; what was told stands."""

    _name = "aftersales.parcel.receipt"
    _description = "Arrival of a Parcel"
    _inherit = ["document.ledger.mixin"]
    _is_closed_ledger = True
    _order = "id"
    _rec_name = "told"

    parcel_id = fields.Many2one(
        "aftersales.parcel", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="parcel_id.company_id", store=True, index=True)
    happened_at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Told By", required=True, index=True)
    told = fields.Char("What Was Told", required=True)
    note = fields.Char("Remark")
    client_key = fields.Char(groups="base.group_system")

    _key_unique = models.UniqueIndex(
        "(parcel_id, client_key) WHERE client_key IS NOT NULL",
        "This arrival was told already.",
    )
