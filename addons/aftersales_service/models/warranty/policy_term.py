from odoo import fields, models

UNITS = [("day", "Days"), ("month", "Months"), ("year", "Years")]
START_EVENTS = [
    ("delivery_date", "Delivery"),
    ("ship_date", "Shipment"),
    ("purchase_date", "Purchase"),
    ("invoice_date", "Invoice"),
    ("installation_date", "Installation"),
    ("acceptance_date", "Final Acceptance"),
    ("registration_date", "Registration"),
    ("production_date", "Production"),
]
SCOPES = [
    ("machine", "Whole Machine without Wear Parts"),
    ("main", "Main Parts"),
    ("all", "Everything, also Wear Parts"),
]
DISTANCES = [
    ("any", "Way or Mileage"),
    ("way", "Way to the Customer"),
    ("mileage", "Mileage of the Vehicle"),
]
FREE_CAUSES = [
    ("made", "Manufacture, Assembly or Material"),
    ("wear", "Also Normal Wear"),
]
PAYERS = [
    ("company", "Our Company"),
    ("manufacturer", "Manufacturer"),
    ("agent", "Agent"),
    ("supplier", "Supplier or Outside Maker"),
]


class WarrantyTerm(models.Model):
    """One line of a policy: which costs, which parts, how long, from when, who pays."""

    _name = "aftersales.warranty.term"
    _description = "Warranty Term"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, sequence, id"

    version_id = fields.Many2one(
        "aftersales.warranty.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    cost_kind_ids = fields.Many2many(
        "aftersales.cost.kind", string="Costs", help="Empty: every kind of cost."
    )
    scope = fields.Selection(SCOPES, required=True, default="machine")
    amount = fields.Integer("Duration", required=True, default=12)
    unit = fields.Selection(UNITS, required=True, default="month")
    start_event = fields.Selection(
        START_EVENTS, "Starts With", required=True, default="delivery_date"
    )
    cap_months = fields.Integer(
        "At the Latest (Months After Shipment)",
        help="The warranty begins at the latest these months after shipment, even if the event has not come.",
    )
    percent = fields.Float("Covered (%)", digits=(5, 2), default=100.0, required=True)
    distance_limit = fields.Float("Up to (km)", help="0: no limit.")
    distance_of = fields.Selection(
        DISTANCES,
        "Kilometres Of",
        required=True,
        default="any",
        help="What is compared with “Up to (km)”: the way to the customer, the mileage of the vehicle, or whichever is larger.",
    )
    visit_limit = fields.Integer("Visits", help="0: no limit.")
    free_causes = fields.Selection(
        FREE_CAUSES,
        help="What contract and technical agreement make free inside the period; empty: as the service policy of the job says.",
    )
    payer = fields.Selection(PAYERS, "Borne By", required=True, default="company")
    payer_partner_id = fields.Many2one(
        "res.partner", "Name of Payer", index="btree_not_null"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A warranty lasts at least one day."
    )
    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A warranty covers up to 100 percent."
    )

    def _get_start(self, device):
        """The day on which this term begins for ``device``, or None while unknown.

        The event counts, but never later than the cap after shipment (W-34).
        """
        self.ensure_one()
        event = device[self.start_event]
        shipped = device.ship_date or device.delivery_date
        latest = (
            shipped
            and self.cap_months
            and fields.Date.add(shipped, months=self.cap_months)
        )
        if event and latest:
            return min(event, latest)
        return event or latest or None

    def _get_part_classes(self):
        return {
            "machine": ("main", "ordinary"),
            "main": ("main",),
            "all": ("main", "ordinary", "wear"),
        }[self.scope]
