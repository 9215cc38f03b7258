from odoo import fields, models


class SlaVersion(models.Model):
    """Switches of a service policy about returned goods (PS-09, PS-14)."""

    _inherit = "aftersales.sla.version"

    walk_round = fields.Boolean(
        "Walk-Round at the Counter",
        help="What is brought to the counter is looked at together with the customer, who signs the marks on the outline, and again when it is collected.",
    )
    wrong_return_freight = fields.Selection(
        [("company", "Our Company"), ("salesperson", "Salesperson")],
        "Freight of Wrong Returns",
        required=True,
        default="company",
        help="Who bears the freight of what should never have been sent in.",
    )
    refusal_fee = fields.Monetary(
        "Inspection Fee after a Refused Quotation",
        help="Charged when the customer does not agree to the repair and takes the goods back as they are; 0: nothing.",
    )

    _refusal_fee_positive = models.Constraint(
        "CHECK (refusal_fee >= 0)", "An inspection fee cannot be negative."
    )
