from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from ..order.order_dimensions import LIFE_STAGES
from .selections import DIRECTION_OF, DIRECTIONS, OPEN, STATES


class Settlement(models.Model):
    """One document for everybody who settles afterwards: the claim on a supplier or a
    carrier, the statement of an agent or a manufacturer, what an employee owes.

    Source: F-40 … F-47, W-07, P-20. What differs between them is data: the payer, and
    the terms that were agreed with him.
    """

    _name = "aftersales.settlement"
    _number_code = "aftersales.settlement"
    _description = "Settlement Document"
    _inherit = ["aftersales.statement.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _overdue_states = ("draft", "sent")
    _portal_path = "/my/statements"
    _shown_states = ("sent", "answered", "settled")
    _printed_fields = ("name", "company_id", "partner_id", "currency_id", "period")
    _transitions = {
        "draft": ("sent", "cancelled"),
        "sent": ("answered", "cancelled"),
        "answered": ("sent", "settled", "cancelled"),
        "settled": (),
        "cancelled": (),
    }
    _flow_models = ("aftersales.settlement.line",)

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    payer = fields.Selection(
        lambda self: self.env["aftersales.settlement.policy"]._get_payers(),
        "Who Settles",
        required=True,
        readonly=True,
    )
    direction = fields.Selection(
        DIRECTIONS, compute="_compute_direction", store=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, check_company=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    term_id = fields.Many2one(
        "aftersales.settlement.term",
        "By Terms",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    policy_id = fields.Many2one(related="term_id.policy_id")
    period = fields.Date(
        "Month",
        readonly=True,
        index=True,
        help="The first day of the month that it is about.",
    )
    month = fields.Char("Year and Month", compute="_compute_month")
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        help="The one job that it is about, where each job is settled at once.",
    )
    life_stage = fields.Selection(
        LIFE_STAGES,
        required=True,
        readonly=True,
        default="after_sale",
        help="Each stage has money of its own, so zero-kilometre service is settled apart.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person in Charge",
        index="btree_not_null",
        tracking=True,
        help="Gets the reminders before the deadline.",
    )
    line_ids = fields.One2many("aftersales.settlement.line", "settlement_id", "Lines")
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    date_due = fields.Date(
        "Due",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="A draft must be sent until then, what was sent answered.",
    )
    note = fields.Text("Internal Note")

    claimed_net = fields.Monetary("Claimed", compute="_compute_amounts", store=True)
    claimed_tax = fields.Monetary("Tax", compute="_compute_amounts", store=True)
    claimed_amount = fields.Monetary(
        "Claimed with Tax", compute="_compute_amounts", store=True
    )
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_amounts", store=True
    )
    rest_net = fields.Monetary("Not Accepted", compute="_compute_amounts", store=True)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This settlement number is already taken."
    )

    @api.depends("payer")
    def _compute_direction(self):
        for settlement in self:
            settlement.direction = DIRECTION_OF.get(settlement.payer)

    @api.depends("period")
    def _compute_month(self):
        for record in self:
            record.month = f"{record.period:%Y-%m}" if record.period else False

    @api.depends(
        "line_ids.net", "line_ids.tax", "line_ids.accepted_net", "line_ids.state"
    )
    def _compute_amounts(self):
        sums = {}
        for settlement, net, tax, accepted, rest in self.env[
            "aftersales.settlement.line"
        ]._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id"],
            ["net:sum", "tax:sum", "accepted_net:sum", "rest_net:sum"],
        ):
            sums[settlement.id] = (net, tax, accepted, rest)
        for settlement in self:
            net, tax, accepted, rest = sums.get(settlement.id, (0.0,) * 4)
            settlement.claimed_net, settlement.claimed_tax = net, tax
            settlement.claimed_amount = net + tax
            settlement.accepted_net, settlement.rest_net = accepted, rest

    def _get_number_company(self, vals):
        return vals["company_id"]

    # --- what was sent stands

    def _get_signed_text(self, names):
        return self.env._(
            "%s was sent; its lines stand. Answer them, or cancel it and gather them again.",
            self.name,
        )

    # --- steps

    def action_send(self):
        """发出: the payer is told, his days begin; from now on the lines stand.

        :raises ProofMissing: without lines, for a held share, for one without a partner
        """
        self._require_group(FINANCE)
        for settlement in self:
            settlement._check_may_send()
            settlement._move_to(
                "sent", sent_at=self._now(), date_due=settlement._get_answer_due()
            )
            settlement._seal()
            if settlement.direction == "claim":
                settlement._attach_evidence()
            settlement._tell_partner()

    def _check_may_send(self):
        if not self.line_ids:
            raise ProofMissing(self.env._("%s has no lines.", self.display_name))
        # sudo: what holds a share back lies with other departments
        shares = self.sudo().line_ids.share_id
        shares._check_named()
        shares._check_may_charge()
        for line in self.line_ids:
            line._check_covered()

    def _tell_partner(self):
        """A message to the partner; its button leads him to his answers."""
        settlement = self.with_context(lang=self.partner_id.lang)
        body = settlement.env._(
            "%(number)s over %(amount)s is ready for your answer.",
            number=self.name,
            amount=self.currency_id.format(self.claimed_amount),
        )
        self._send_to_partner(body)

    def action_cancel(self):
        """Taken back before it was booked: its shares may be gathered again."""
        self._require_group(FINANCE)
        for settlement in self:
            settlement.line_ids._take_back_answers()
        self._move_to("cancelled", date_due=False)

    def action_open_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_settlement_line_action"
        )
        return action | {
            "domain": [("settlement_id", "=", self.id)],
            "context": {"search_default_settlement_id": self.id},
        }

    def action_print(self):
        """The claim notice, or the statement (one kind at a time)."""
        kind = "statement" if self[:1].direction == "statement" else "claim"
        report = self.env.ref(f"aftersales_service.action_report_{kind}")
        return report.report_action(self, config=False)

    def _is_open(self):
        return self.state in OPEN
