import datetime

from odoo import api, fields, models

FATES = [
    ("take_back", "Taken Along"),
    ("customer", "Stays with Customer"),
    ("scrap", "Scrapped on Site"),
    ("post", "Customer Sends It by Post"),
]
# Ways in which an old part comes back to us.
BACK = ("take_back", "post")
DECIDERS = [
    ("company", "Our Company"),
    ("customer", "Customer"),
    ("technician", "Technician"),
]


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_take_back = fields.Selection(
        [
            ("policy", "As the Warranty Policy Says"),
            ("always", "Always Wanted Back"),
            ("never", "Not Wanted Back"),
        ],
        "Old Part",
        default="policy",
        required=True,
        help="Whether the part that was taken out has to come back.",
    )


class WarrantyVersion(models.Model):
    _inherit = "aftersales.warranty.version"

    returns_old_parts = fields.Boolean(
        "Old Parts Come Back",
        help="Service under this warranty is invalid unless the old parts are returned.",
    )

    def _get_text_fields(self):
        return super()._get_text_fields() | {"returns_old_parts"}


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_old_part_days = fields.Integer(
        "Old Parts Back Within (Working Days)",
        default=10,
        help="Counted from the day after the part was replaced, by the company's working hours.",
    )
    aftersales_clearing_days = fields.Integer(
        "Supplier Clears Within (Days)",
        default=5,
        help="Calendar days from the clearing notice.",
    )
    aftersales_old_part_location_id = fields.Many2one(
        "stock.location",
        "Old Parts",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="Outside every warehouse and outside the stock value.",
    )

    def _aftersales_get_old_part_location(self):
        return self._aftersales_get_parts_location(
            "aftersales_old_part_location_id",
            self.env._("Old Parts"),
            aftersales_outside_value=True,
        )

    def _aftersales_get_old_part_deadline(self, day):
        """The last day to bring back what was replaced on ``day``.

        Core's `plan_days` counts the day that it begins on, so it begins on the next.
        """
        self.ensure_one()
        days = self.aftersales_old_part_days
        # sudo: a technician's work sets the deadline, he may not read calendars
        calendar = self.sudo().resource_calendar_id
        zone = self._aftersales_zone()
        start = datetime.datetime.combine(
            day + datetime.timedelta(days=1), datetime.time.min, zone
        )
        end = calendar and calendar.plan_days(days, start, compute_leaves=True)
        return end.date() if end else day + datetime.timedelta(days=days)


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    old_fate = fields.Selection(
        FATES,
        "Old Part",
        compute="_compute_old_fate",
        store=True,
        readonly=False,
        copy=False,
        help="Where the part that was taken out goes.",
    )
    old_fate_by = fields.Selection(DECIDERS, "Decided By", copy=False)
    old_fate_reason = fields.Char("Reason", copy=False)

    @api.depends("product_id")
    def _compute_old_fate(self):
        for line in self:
            line.old_fate = line._get_proposed_fate()

    def _get_proposed_fate(self):
        """What the rule or the customer says already; else empty, and it is asked."""
        if self._wants_old_part():
            by_post = self._get_old_part_rule() == "by_post"
            return "post" if by_post else "take_back"
        return self._asks_customer() and self._get_customer_wish()

    def _get_customer_wish(self):
        """Hook: the fate that the customer chose before the work began."""
        return False

    def _get_old_part_rule(self):
        """Who owns the old part and what he does with it, by the policy of the job (V-25).

        Empty where the product decides it, or where it is no part.
        """
        if self.is_tool or self.product_id.aftersales_take_back != "policy":
            return None
        # sudo: a technician need not read policies to be bound by them
        return self.sudo().order_id.sla_version_id.old_part_rule

    def _is_demanded(self):
        """Whether the warranty that bears the part demands it back (W-32)."""
        # sudo: as above
        answers = self.sudo().order_id.decision_id.line_ids
        answer = answers.filtered(lambda a: a.cost_kind == "part")[:1]
        return answer.coverage_id.version_id.returns_old_parts

    def _wants_old_part(self):
        """Whether the product, the warranty or the service policy that the job keeps wants
        the old part back (P-14, V-25, W-32)."""
        self.ensure_one()
        if self.is_tool or not self.product_id:
            return False
        wish = self.product_id.aftersales_take_back
        if wish != "policy":
            return wish == "always"
        # What the warranty demands is owed to who pays the claim, whatever the policy says.
        return self._is_demanded() or self._get_old_part_rule() in (
            "all_back",
            "by_post",
        )

    def _asks_customer(self):
        """Whether it is the customer's to say what becomes of the old part (P-24)."""
        uses = self.env["res.groups"]._aftersales_uses("old_part")
        asks = uses and self._get_old_part_rule() == "customer"
        return asks and not self._is_demanded()
