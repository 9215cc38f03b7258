from odoo import fields, models

from ..warranty.policy_term import FREE_CAUSES


class SlaVersion(models.Model):
    """What a service policy says about causes: which of them a warranty bears, and whether
    what must be done about them is followed up (W-12, W-19)."""

    _inherit = "aftersales.sla.version"

    free_causes = fields.Selection(
        FREE_CAUSES,
        "Free inside the Warranty",
        required=True,
        default="wear",
        help="Where the warranty does not name its causes itself. Misuse and outside influence are never free.",
    )
    cause_step = fields.Selection(
        [
            ("none", "Nothing"),
            ("tell", "Somebody Is Told"),
            ("block", "Must Be Done before Closing"),
        ],
        "Next Step of a Cause",
        required=True,
        default="tell",
        help="Manufacturer: told and agreed with. Our unit: a measure at once. User: it is explained to the customer.",
    )
