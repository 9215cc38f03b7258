from odoo import fields, models

from ..warranty.policy_term import UNITS

KINDS = [
    ("granted", "Granted"),
    ("suspended", "Suspended"),
    ("resumed", "Resumed"),
    ("extended", "Extended"),
    ("restarted", "Started Again"),
    ("transferred", "Transferred"),
    ("voided", "Voided"),
]


class CoverageEvent(models.Model):
    """One line of a warranty's ledger; the ledger moves the projection with it."""

    _name = "aftersales.coverage.event"
    _description = "Warranty Event"
    _inherit = ["document.ledger.mixin"]
    _order = "coverage_id, id"
    _is_closed_ledger = True
    _rec_name = "kind"

    coverage_id = fields.Many2one(
        "aftersales.coverage", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    day = fields.Date("On", required=True)
    amount = fields.Integer()
    unit = fields.Selection(UNITS)
    reason = fields.Char()
    partner_id = fields.Many2one("res.partner", "New Owner", index="btree_not_null")
    version_id = fields.Many2one(
        "aftersales.warranty.version",
        "Rule Version",
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one("res.users", index="btree_not_null")
