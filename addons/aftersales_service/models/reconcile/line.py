from odoo import api, fields, models

from ..decision.selections import PAYERS

STATES = [("red", "Wrong"), ("amber", "In Progress"), ("green", "All Right")]
# What the counting writes, in the order of `_prepare_row`.
COPIED = (
    "company_id", "currency_id", "month", "order_id", "visit_id", "technician_id",
    "partner_id", "payer", "kind", "requested", "issued", "used", "returned", "lost",
    "quantity", "old_count", "old_open", "fee_amount", "told_amount", "quoted_amount",
    "invoiced_amount", "fapiao_amount", "paid_amount", "claimed_amount",
    "settled_amount", "open_amount", "dropped_amount", "begun_on", "done_on", "issued_on", "invoiced_on",
    "due_on", "old_due", "claim_due", "answered_on", "claim_state", "state", "rule_id", "fault_key",
    "turns_on", "keeps_open", "rank",
)  # fmt: skip


class ReconcileLine(models.Model):
    """One share of a fee on its way from the request to the money.

    A copy of what the documents say, written by `_recount` only and in SQL; see `facts`.
    """

    _name = "aftersales.reconcile.line"
    _description = "Line of the Reconciliation Board"
    _inherit = ["document.guard.mixin"]
    _order = "rank desc, id desc"
    _rec_name = "share_id"

    share_id = fields.Many2one(
        "aftersales.fee.share",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date(readonly=True, help="First day of the month of the fee.")
    order_id = fields.Many2one(
        "aftersales.order", "Service Order", readonly=True, index=True
    )
    visit_id = fields.Many2one(
        "aftersales.visit", readonly=True, index="btree_not_null"
    )
    technician_id = fields.Many2one(
        "aftersales.technician", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Who Pays", readonly=True, index="btree_not_null"
    )
    payer = fields.Selection(PAYERS, readonly=True)
    kind = fields.Char(readonly=True)
    fee_id = fields.Many2one(related="share_id.fee_id")

    requested = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    issued = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    used = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    returned = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    lost = fields.Float(
        "Lost Parts", digits="Product Unit", readonly=True, aggregator=None
    )
    quantity = fields.Float(
        "Charged Quantity", digits="Product Unit", readonly=True, aggregator=None
    )
    old_count = fields.Integer("Old Parts", readonly=True, aggregator=None)
    old_open = fields.Integer("Old Parts Out", readonly=True, aggregator=None)

    fee_amount = fields.Monetary("Fee with Tax", readonly=True)
    told_amount = fields.Monetary("Told", readonly=True)
    quoted_amount = fields.Monetary("Quoted", readonly=True)
    invoiced_amount = fields.Monetary("On an Invoice", readonly=True)
    fapiao_amount = fields.Monetary("Fapiao", readonly=True)
    paid_amount = fields.Monetary("Paid", readonly=True)
    claimed_amount = fields.Monetary("Claimed", readonly=True)
    settled_amount = fields.Monetary("Accepted Amount", readonly=True)
    open_amount = fields.Monetary("Not Settled Yet", readonly=True)
    dropped_amount = fields.Monetary(
        "Signed for and Not Charged",
        readonly=True,
        help="Without tax: what the customer signed for is more than his shares of the fee are now.",
    )

    begun_on = fields.Date("Came Up On", readonly=True)
    done_on = fields.Date("Work Done On", readonly=True)
    issued_on = fields.Date("Parts Issued On", readonly=True)
    invoiced_on = fields.Date(readonly=True)
    due_on = fields.Date("Payment Due On", readonly=True)
    old_due = fields.Date("Old Part Back Until", readonly=True)
    claim_due = fields.Date("Answer Until", readonly=True)
    answered_on = fields.Date("Claim Answered On", readonly=True)
    claim_state = fields.Char(readonly=True)

    state = fields.Selection(STATES, readonly=True, index=True)
    rule_id = fields.Many2one(
        "aftersales.reconcile.rule",
        "What Is Wrong",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    fault_key = fields.Char(readonly=True)
    turns_on = fields.Date("State Changes On", readonly=True)
    keeps_open = fields.Boolean(
        "Keeps Its Month Open",
        readonly=True,
        help="It is red, and nobody gave a reason for it.",
    )
    rank = fields.Integer(required=True, readonly=True, default=0, aggregator=None)
    reason_id = fields.Many2one(
        "aftersales.reconcile.reason",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reason_note = fields.Char("In Words", readonly=True)
    reasoned_key = fields.Char(readonly=True)
    event_ids = fields.One2many(
        "aftersales.reconcile.event", "line_id", "What Was Done", readonly=True
    )

    _share_unique = models.UniqueIndex("(share_id)", "This share has its line already.")
    _page_idx = models.Index("(company_id, rank DESC, id DESC)")
    _month_idx = models.Index("(company_id, month, rank DESC, id DESC)")
    _open_idx = models.Index("(company_id, month) WHERE keeps_open")
    _turn_idx = models.Index("(turns_on) WHERE turns_on IS NOT NULL")

    @api.depends("order_id", "share_id", "partner_id")
    def _compute_display_name(self):
        """The job, what was charged, who pays."""
        # sudo: names only, of rows that the reader may see
        for line in self.sudo():
            parts = (line.order_id.name, line.fee_id.name, line.partner_id.name)
            line.display_name = " · ".join(filter(None, parts))

    def action_open_order(self):
        self.ensure_one()
        self.check_access("read")
        return self.order_id.get_formview_action()
