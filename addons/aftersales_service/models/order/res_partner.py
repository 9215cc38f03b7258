from odoo import fields, models

from ...groups import STAFF


class ResPartner(models.Model):
    _inherit = "res.partner"

    aftersales_visit_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")],
        "Visit Class",
        copy=False,
        groups=STAFF,
        help="How closely this customer is looked after, by nature, size, turnover and trend.",
    )
