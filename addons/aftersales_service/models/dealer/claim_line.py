from odoo import api, fields, models

from ..decision.selections import COST_LABELS
from ..settlement.selections import ANSWERS


class DealerClaimLine(models.Model):
    """A part, hours of work or a way that a dealer claims, and our answer to it."""

    _name = "aftersales.dealer.claim.line"
    _description = "Line of a Dealer's Claim"
    _inherit = ["aftersales.flow.mixin"]
    _order = "claim_id desc, sequence, id"
    _check_company_auto = True
    _signed_fields = frozenset({"product_id", "answer_net", "answer_reason"})
    _transitions = {
        "waiting": ("accepted", "partly", "rejected"),
        "accepted": ("waiting",),
        "partly": ("waiting",),
        "rejected": ("waiting",),
    }

    claim_id = fields.Many2one(
        "aftersales.dealer.claim",
        "Claim of a Dealer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="claim_id.company_id", store=True, index=True, precompute=True
    )
    dealer_id = fields.Many2one(
        related="claim_id.dealer_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer("No.", readonly=True)
    kind = fields.Selection(
        COST_LABELS, "Cost", required=True, readonly=True, default="part"
    )
    name = fields.Char("Description", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product",
        "Our Article",
        index="btree_not_null",
        check_company=True,
        help="Empty: the service product of the company.",
    )
    quantity = fields.Float(
        digits="Product Unit", default=1.0, required=True, readonly=True
    )
    price_unit = fields.Monetary("Unit Price", required=True, readonly=True)
    net = fields.Monetary("Amount Claimed", compute="_compute_net", store=True)
    state = fields.Selection(
        ANSWERS,
        "Our Answer",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    answer_net = fields.Monetary(
        "Answered Amount", help="How much of it we accept. Nothing: we reject it."
    )
    answer_reason = fields.Char("Reason of the Answer", help="The dealer reads it.")
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_accepted", store=True
    )
    fee_id = fields.Many2one(
        "aftersales.fee", readonly=True, copy=False, index="btree_not_null"
    )
    payers = fields.Char(
        "Borne by the Decision",
        compute="_compute_payers",
        help="Who pays this kind of cost on this job. The customer or the agent himself: usually nothing is accepted.",
    )

    _claimed_positive = models.Constraint(
        "CHECK (quantity > 0 AND price_unit >= 0)",
        "Quantities are above nothing, prices not below.",
    )

    @api.depends("quantity", "price_unit", "currency_id")
    def _compute_net(self):
        for line in self:
            line.net = line.currency_id.round(line.quantity * line.price_unit)

    @api.depends("net", "answer_net", "state")
    def _compute_accepted(self):
        for line in self:
            told = {"accepted": line.net, "partly": line.answer_net}
            line.accepted_net = told.get(line.state, 0.0)

    @api.depends("claim_id.order_id", "kind", "product_id")
    def _compute_payers(self):
        shares = self.env["aftersales.fee.share"]._fields["payer"]
        labels = dict(shares._description_selection(self.env))
        for line in self:
            # sudo: who pays is told to whoever answers
            order = line.sudo().claim_id.order_id
            told = order and order._get_fee_shares(line.kind, line.product_id)
            line.payers = ", ".join(labels[s["payer"]] for s in told or ())

    def _is_signed(self):
        return self.state != "waiting"

    def _get_signed_text(self, names):
        return self.env._(
            "“%s” is answered already. Take the answer back first.", self.name
        )
