from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_min_photos = fields.Integer(
        "Photos per Damage",
        default=3,
        help="A transport damage claim is submitted with so many photos of each damage.",
    )

    _aftersales_photos_positive = models.Constraint(
        "CHECK (aftersales_min_photos >= 0)", "The number of photos cannot be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_min_photos = fields.Integer(
        related="company_id.aftersales_min_photos", readonly=False
    )
