from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE, MANAGER
from ...kernel.dates import add_months

STATES = [
    ("draft", "Draft"),
    ("approved", "Approved"),
    ("booked", "Entry Made"),
]
GROUPINGS = [("product", "Product"), ("categ", "Product Family")]
# What it was reckoned from: another value is another result.
_QUESTION = frozenset({"company_id", "month", "grouping", "history"})


class Reserve(models.Model):
    """质保准备金: what the warranty of everything sold until the end of a month will still
    cost, with the range it lies in (H6, M3, ★13)."""

    _name = "aftersales.reserve"
    _description = "Warranty Reserve"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "month desc, id desc"
    _rec_name = "month"
    _check_company_auto = True
    _flow_models = ("aftersales.reserve.line", "aftersales.reserve.cell")
    _signed_fields = _QUESTION
    _transitions = {
        "draft": ("approved",),
        "approved": ("draft", "booked"),
        "booked": ("draft",),
    }

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    books = fields.Boolean(related="company_id.aftersales_reserve_books")
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Everything sold and spent until its last day counts.",
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    grouping = fields.Selection(
        GROUPINGS,
        "Reckoned By",
        required=True,
        default="product",
        help="Products of which few are sold tell more by their family.",
    )
    history = fields.Integer(
        "Months Looked Back",
        required=True,
        default=36,
        help="How far back sales are looked at: at least as long as the longest warranty.",
    )
    reckoned_at = fields.Datetime("Reckoned On", readonly=True, copy=False)
    line_ids = fields.One2many(
        "aftersales.reserve.line", "reserve_id", "Months of Sale"
    )
    cell_ids = fields.One2many("aftersales.reserve.cell", "reserve_id", "Triangle")

    units = fields.Integer("Units Sold", readonly=True)
    claims = fields.Integer("Warranty Jobs", readonly=True)
    cost = fields.Monetary(
        "Cost so Far", readonly=True, help="Of the months of sale in the triangle."
    )
    older_cost = fields.Monetary(
        "Cost of Earlier Sales",
        readonly=True,
        help="What was sold before the months looked at.",
    )
    unknown_cost = fields.Monetary(
        "Cost without a Month of Sale",
        readonly=True,
        help="Jobs without a device, or devices of which nobody knows when they were sold.",
    )
    ledger_cost = fields.Monetary(
        "All Warranty Costs",
        compute="_compute_ledger_cost",
        help="As they stand among the costs of service.",
    )
    longest = fields.Integer("Longest Warranty (Months)", readonly=True)
    rest = fields.Monetary(
        "Still Expected",
        readonly=True,
        tracking=True,
        help="By credibility: what units cost at each age, moved by what a month of sale has cost so far as far as months really differ. This is what is booked.",
    )
    low = fields.Monetary(
        "Low End", readonly=True, help="In nine of ten cases the truth lies above."
    )
    high = fields.Monetary(
        "High End", readonly=True, help="In nine of ten cases the truth lies below."
    )
    ladder_rest = fields.Monetary(
        "By Chain Ladder",
        readonly=True,
        help="From costs alone, without knowing how many were sold; for comparison.",
    )
    ladder_low = fields.Monetary("Chain Ladder: Low End", readonly=True)
    ladder_high = fields.Monetary("Chain Ladder: High End", readonly=True)
    previous_id = fields.Many2one(
        "aftersales.reserve",
        "Compared With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    expected_before = fields.Monetary(
        "Reserved Before", readonly=True, help="For the same months of sale."
    )
    paid_since = fields.Monetary(readonly=True)
    run_off = fields.Monetary(
        "Run-Off",
        readonly=True,
        help="Paid since and still expected, less what was reserved before. Above zero: too little was reserved.",
    )
    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)

    _month_unique = models.UniqueIndex(
        "(company_id, month)", "This month has a warranty reserve already."
    )
    _history_range = models.Constraint(
        "CHECK (history BETWEEN 1 AND 240)",
        "Between 1 and 240 months of sale can be looked at.",
    )

    @api.model
    def _default_month(self):
        first = self.env.company._aftersales_today().replace(day=1)
        return add_months(first, -1)

    @api.depends("cost", "older_cost", "unknown_cost")
    def _compute_ledger_cost(self):
        for reserve in self:
            parts = (reserve.cost, reserve.older_cost, reserve.unknown_cost)
            reserve.ledger_cost = sum(parts)

    @api.depends("month")
    def _compute_display_name(self):
        for reserve in self:
            reserve.display_name = f"{reserve.month:%Y-%m}" if reserve.month else False

    @api.model_create_multi
    def create(self, vals_list):
        """A month is known by its first day."""
        return super().create([self._with_first_day(vals) for vals in vals_list])

    def write(self, vals):
        """Another question makes the answer worthless (extends)."""
        result = super().write(self._with_first_day(vals))
        if _QUESTION & vals.keys():
            self._forget()
        return result

    def _with_first_day(self, vals):
        if not vals.get("month"):
            return vals
        return vals | {"month": fields.Date.to_date(vals["month"]).replace(day=1)}

    def _get_last_day(self):
        return add_months(self.month, 1) - timedelta(days=1)

    def _is_signed(self):
        return self.state != "draft"

    def _get_signed_text(self, names):
        return self.env._(
            "The reserve of %s is approved. Take the approval back to reckon it anew.",
            self.display_name,
        )

    # --- steps

    def action_reckon(self):
        """测算: count sales, jobs and costs until the end of the month, and what is still
        to come; again: the same with what is known today."""
        self._require_group(FINANCE)
        self.check_access("write")
        self._reckon()

    def action_approve(self):
        """批准: the director agrees to the estimate.

        :raises ProofMissing: before it was reckoned
        """
        self._require_group(MANAGER)
        self.check_access("write")
        for reserve in self:
            if not reserve.reckoned_at:
                raise ProofMissing(
                    self.env._("%s was not reckoned yet.", reserve.display_name)
                )
        self._move_to("approved", approved_by_id=self.env.uid, approved_at=self._now())

    def action_reopen(self):
        """退回: the approval is taken back, as long as no entry rests on it.

        :raises MoveRefused: naming the entry
        """
        if not self.env.user.has_group(FINANCE):
            self._require_group(MANAGER)
        self.check_access("write")
        for reserve in self:
            entries = reserve._get_entries()
            if entries:
                raise MoveRefused(
                    self.env._(
                        "%(month)s stands in %(entry)s. Delete that draft, or let the next month reverse it.",
                        month=reserve.display_name,
                        entry=entries[0].display_name,
                    )
                )
        self._move_to("draft", approved_by_id=False, approved_at=False)
