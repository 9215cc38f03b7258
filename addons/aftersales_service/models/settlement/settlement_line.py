from odoo import api, fields, models

from ...exceptions import MoveRefused
from ..decision.selections import COST_LABELS
from .selections import ANSWERS, BECOMES, OPEN

# The answer stands once it was given, all of it once the document was booked.
_ANSWER = frozenset({"answer_net", "answer_reason"})
_LATER = _ANSWER | {"remainder", "remainder_reason", "other_payer", "other_partner_id"}
# What stands once it was sent; an answer and what becomes of the rest come later.
_SENT = frozenset({"settlement_id", "share_id", "sequence", "name", "net", "kept_net"})


class SettlementLine(models.Model):
    """One share of a fee on a settlement: what is claimed, what was answered, what becomes
    of the rest. A share stands on at most one open line."""

    _name = "aftersales.settlement.line"
    _description = "Line of a Settlement"
    _inherit = [
        "aftersales.flow.mixin",
        "document.part.mixin",
        "aftersales.approval.mixin",
    ]
    _order = "settlement_id desc, sequence, id"
    _check_company_auto = True
    _document = "settlement_id"
    _standing_fields = _SENT
    _signed_fields = _LATER
    _transitions = {
        "waiting": ("accepted", "partly", "rejected"),
        "accepted": ("waiting",),
        "partly": ("waiting",),
        "rejected": ("waiting",),
    }

    settlement_id = fields.Many2one(
        "aftersales.settlement",
        "Settlement Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    share_id = fields.Many2one(
        "aftersales.fee.share",
        readonly=True,
        index=True,
        ondelete="set null",  # of a cancelled one: a new decision may replace the share
        check_company=True,
    )
    term_line_id = fields.Many2one(
        "aftersales.settlement.term.line",
        "Agreed As",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer("No.", readonly=True)
    name = fields.Char("Description", required=True, readonly=True)
    kind = fields.Selection(COST_LABELS, "Cost", required=True, readonly=True)
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    order_name = fields.Char(related="order_id.name", string="Job")
    serial = fields.Char(related="order_id.device_id.serial")
    day = fields.Date("Caused On", required=True, readonly=True)
    claim_until = fields.Date(
        readonly=True, help="Until then it must be sent, by the terms."
    )
    company_id = fields.Many2one(
        related="settlement_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="settlement_id.partner_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="settlement_id.currency_id", store=True, precompute=True
    )
    payer = fields.Selection(related="settlement_id.payer")
    settlement_state = fields.Selection(
        related="settlement_id.state", string="State of the Settlement"
    )
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        precompute=True,
        help="Whether its share waits here for an answer or a document.",
    )
    round = fields.Integer(
        "Claimed for the … Time",
        default=1,
        readonly=True,
        help="2: claimed a second time after a rejection, with the old part as proof.",
    )
    becomes = fields.Selection(BECOMES, required=True, readonly=True)
    tax_ids = fields.Many2many("account.tax", string="Taxes", readonly=True)
    net = fields.Monetary("Claimed", required=True, readonly=True)
    tax = fields.Monetary(compute="_compute_tax", store=True, precompute=True)
    kept_net = fields.Monetary(
        "Borne by Agreement",
        readonly=True,
        help="What the terms leave with us; it is borne when this is settled.",
    )

    state = fields.Selection(
        ANSWERS,
        "Payer's Answer",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
    )
    answer_net = fields.Monetary(
        "Answered Amount", help="How much of it the payer accepts, without tax."
    )
    answer_reason = fields.Char("Reason of the Answer")
    answered_by = fields.Char(readonly=True, copy=False)
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_accepted", store=True, precompute=True
    )
    rest_net = fields.Monetary(
        "Not Accepted", compute="_compute_accepted", store=True, precompute=True
    )

    _one_open = models.UniqueIndex(
        "(share_id) WHERE is_open",
        "This share stands on another open settlement already.",
    )
    _net_positive = models.Constraint(
        "CHECK (net > 0 AND kept_net >= 0 AND accepted_net >= 0 AND accepted_net <= net)",
        "Claimed and accepted amounts lie between nothing and the claim.",
    )

    @api.depends("settlement_id.state")
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.settlement_id.state in OPEN

    @api.depends("net", "tax_ids", "currency_id")
    def _compute_tax(self):
        """Lines of equal amount and taxes are computed once."""
        known = {}
        for line in self:
            key = (line.tax_ids, line.net, line.currency_id)
            if key not in known:
                known[key] = self._sum_tax(*key)
            line.tax = known[key]

    @api.model
    def _sum_tax(self, taxes, net, currency):
        """Tax upon ``net``, also where the taxes are meant to be included in prices."""
        if not taxes:
            return 0.0
        told = taxes.compute_all(net, currency=currency, handle_price_include=False)
        return currency.round(told["total_included"] - told["total_excluded"])

    @api.depends("net", "answer_net", "state")
    def _compute_accepted(self):
        """By the answer, so that many lines are accepted by one write."""
        for line in self:
            told = {"accepted": line.net, "partly": line.answer_net}
            line.accepted_net = told.get(line.state, 0.0)
            rest = line.net - line.accepted_net if line.state != "waiting" else 0.0
            line.rest_net = line.currency_id.round(rest)

    @api.depends("settlement_id.name", "sequence", "name")
    def _compute_display_name(self):
        for line in self:
            number = line.settlement_id.name
            line.display_name = f"{number}/{line.sequence} {line.name or ''}"

    def _is_signed(self):
        return self.state != "waiting" or not self.is_open

    def _is_changed(self, name, value):
        """What becomes of a rest is said after the answer (extends)."""
        if name not in _ANSWER and self.is_open:
            return False
        return super()._is_changed(name, value)

    def _get_signed_text(self, names):
        if self.is_open:
            return self.env._(
                "“%s” is answered already. Take the answer back first.",
                self.display_name,
            )
        return self.settlement_id._get_signed_text(names)

    def _check_covered(self):
        """:raises MoveRefused: when less is open than was claimed"""
        # sudo: amounts of shares are told to whoever settles them
        left = self.sudo().share_id.open_net
        if self.currency_id.compare_amounts(self.net + self.kept_net, left) > 0:
            raise MoveRefused(
                self.env._(
                    "“%(line)s”: only %(open)s of it is open any more. Delete this line and gather again.",
                    line=self.display_name,
                    open=self.currency_id.format(left),
                )
            )

    def action_open_share(self):
        self.ensure_one()
        return self.share_id.get_formview_action()
