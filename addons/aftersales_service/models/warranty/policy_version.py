from odoo import fields, models


class WarrantyVersion(models.Model):
    """What a policy says from a day on; drafted by the department, approved by the
    general manager, superseded by the next (O-08, O-50). Approved text stands."""

    _name = "aftersales.warranty.version"
    _description = "Warranty Policy Version"
    _inherit = ["aftersales.version.mixin"]
    _order = "policy_id, valid_from desc, id desc"

    _lines = "term_ids"

    policy_id = fields.Many2one(
        "aftersales.warranty.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    term_ids = fields.One2many(
        "aftersales.warranty.term", "version_id", "Terms", copy=True
    )
    stands_still = fields.Boolean(
        "Stands Still During Repair",
        default=True,
        help="Days in repair and waiting for parts are added at the end of the warranty.",
    )
    after_exchange = fields.Selection(
        [("continue", "Continues"), ("restart", "Starts Again")],
        default="continue",
        required=True,
        help="What happens to the warranty when a device is exchanged.",
    )
    transferable = fields.Boolean(
        default=True, help="The warranty follows the device to a new owner."
    )
    repair_days = fields.Integer(
        "Warranty on a Repair (Days)",
        default=30,
        help="The same fault is repaired free again within these days; 0 for none.",
    )
    part_months = fields.Integer(
        "Warranty on a Replaced Part (Months)", default=3, help="0 for none."
    )

    def _get_text_fields(self):
        return super()._get_text_fields() | {
            "stands_still",
            "after_exchange",
            "transferable",
            "repair_days",
            "part_months",
        }
