from odoo import fields, models

from odoo.addons.aftersales_service.groups import STAFF


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    aftersales_visit_id = fields.Many2one(
        "aftersales.visit",
        "Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="The visit whose hours these are; the line follows it.",
    )

    _aftersales_visit_once = models.UniqueIndex(
        "(aftersales_visit_id, employee_id) WHERE aftersales_visit_id IS NOT NULL",
        "The hours of this visit are there already.",
    )
