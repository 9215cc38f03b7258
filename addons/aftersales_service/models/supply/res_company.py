from odoo import fields, models

from ...groups import STAFF


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_plan_role_id = fields.Many2one(
        "aftersales.role",
        "Spare Plans Approved By",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=STAFF,
        help="Empty: the planning department where somebody holds that role, else the operations director.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_plan_role_id = fields.Many2one(
        related="company_id.aftersales_plan_role_id", readonly=False, groups=STAFF
    )
