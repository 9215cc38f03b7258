from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...groups import DISPATCHER, MANAGER
from ...kernel.text import serial_key
from .selections import LINE_STATES, WORDS

# What the claimant wrote.
_CLAIMED = frozenset(
    {
        "chargeback_id", "number", "day", "serial", "part_code", "part_name", "quantity",
        "fault", "job_ref", "tag_ref", "net", "part_net", "labour_net", "travel_net", "other_net",
    }
)  # fmt: skip
KNOWN = frozenset({"device_id", "order_id", "product_id", "old_part_id"})
PROPOSAL = frozenset({"proposal", "proposed_net", "proposal_reason"})
DECISION = frozenset({"decision", "decided_net", "decision_reason"})
SEEN = frozenset(
    {"finding", "finding_note", "inspected_on", "inspected_with", "inspection_id"}
)
_OBJECTION = frozenset({"objection", "offered_net"})
# What may still be written in each state of the list; nothing else stands open.
_OPEN = {
    "proposed": KNOWN | DECISION | SEEN,
    "answered": _OBJECTION,
    "settled": _OBJECTION,
}


class ChargebackLine(models.Model):
    """One claim on us: what is claimed, what it is about, what we say to it."""

    _name = "aftersales.chargeback.line"
    _description = "Chargeback"
    _inherit = [
        "aftersales.flow.mixin",
        "document.part.mixin",
        "aftersales.approval.mixin",
    ]
    _order = "chargeback_id desc, sequence, id"
    _rec_name = "number"
    _check_company_auto = True
    _document = "chargeback_id"
    _standing_fields = _CLAIMED
    _signed_fields = KNOWN | PROPOSAL | DECISION | SEEN | _OBJECTION
    _deletable_states = ("open",)
    _transitions = {
        "open": ("accepted", "partly", "rejected"),
        "accepted": (),
        "partly": ("contested",),
        "rejected": ("contested",),
        "contested": ("partly", "rejected", "ruled"),
        "ruled": (),
    }

    chargeback_id = fields.Many2one(
        "aftersales.chargeback",
        "Chargeback List",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer("No.", default=10)
    company_id = fields.Many2one(
        related="chargeback_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="chargeback_id.partner_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="chargeback_id.currency_id", store=True, precompute=True
    )
    life_stage = fields.Selection(
        related="chargeback_id.life_stage", store=True, precompute=True
    )
    list_state = fields.Selection(
        related="chargeback_id.state", string="State of the List"
    )

    # --- what he claims

    number = fields.Char("Claim Number", required=True, index="trigram")
    key = fields.Char(compute="_compute_key", store=True, precompute=True, index=True)
    day = fields.Date("Fault On")
    serial = fields.Char("Serial Number")
    part_code = fields.Char()
    part_name = fields.Char("Part as Named")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    fault = fields.Char("Claimed Fault")
    job_ref = fields.Char("Job as Named")
    tag_ref = fields.Char("Tag as Named")
    part_net = fields.Monetary("Parts")
    labour_net = fields.Monetary("Labour")
    travel_net = fields.Monetary("Travel")
    other_net = fields.Monetary("Other Costs")
    net = fields.Monetary(
        "Amount Claimed",
        compute="_compute_net",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Without tax.",
    )

    # --- what we know about it

    device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", check_company=True
    )
    order_id = fields.Many2one(
        "aftersales.order", "Service Order", index="btree_not_null", check_company=True
    )
    product_id = fields.Many2one(
        "product.product", "Part", index="btree_not_null", check_company=True
    )
    old_part_id = fields.Many2one(
        "aftersales.old.part", index="btree_not_null", check_company=True
    )
    warning = fields.Char("To Look At", compute="_compute_warning")

    state = fields.Selection(
        LINE_STATES,
        "Our Answer",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    proposal = fields.Selection(WORDS, copy=False)
    proposed_net = fields.Monetary(
        "Amount Proposed",
        compute="_compute_proposed_net",
        store=True,
        readonly=False,
        copy=False,
    )
    proposal_reason = fields.Char("Why Proposed", copy=False)
    decision = fields.Selection(
        WORDS,
        "Centre's Decision",
        compute="_compute_decision",
        store=True,
        readonly=False,
        copy=False,
    )
    decided_net = fields.Monetary(
        "Amount Decided",
        compute="_compute_decided_net",
        store=True,
        readonly=False,
        copy=False,
    )
    decision_reason = fields.Char(
        "Why Decided",
        compute="_compute_decision",
        store=True,
        readonly=False,
        copy=False,
        help="The claimant reads it in our answer.",
    )

    _net_positive = models.Constraint(
        "CHECK (net > 0)", "A claim has an amount above zero."
    )

    @api.depends("number", "part_code", "serial")
    def _compute_key(self):
        for line in self:
            line.key = line._make_key(line.number, line.part_code, line.serial)

    @api.model
    def _make_key(self, *parts):
        """What two spellings of one claim have in common."""
        return "|".join(serial_key(part) for part in parts)

    @api.constrains("company_id", "partner_id", "key")
    def _check_known(self):
        """No unique index: core deletes rows of contacts that it merges for one."""
        found = self._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("key", "in", self.mapped("key")),
            ],
            ["company_id", "partner_id", "key"],
            ["__count"],
            having=[("__count", ">", 1)],
        )
        if found:
            raise ValidationError(
                self.env._(
                    "This claim is known already: same number, part and serial number."
                )
            )

    @api.depends("part_net", "labour_net", "travel_net", "other_net")
    def _compute_net(self):
        for line in self:
            parts = (line.part_net, line.labour_net, line.travel_net, line.other_net)
            line.net = sum(parts) or line.net

    @api.depends("proposal", "net")
    def _compute_proposed_net(self):
        for line in self:
            line.proposed_net = line._get_told(line.proposal, line.proposed_net)

    @api.depends("proposal", "proposal_reason")
    def _compute_decision(self):
        """What was proposed, until the service centre says something else."""
        for line in self:
            line.decision = line.proposal
            line.decision_reason = line.proposal_reason

    @api.depends("decision", "proposed_net", "net")
    def _compute_decided_net(self):
        for line in self:
            same = line.decision == line.proposal
            told = line.proposed_net if same else line.decided_net
            line.decided_net = line._get_told(line.decision, told)

    def _get_told(self, word, amount):
        """The amount that belongs to a word; of a part the one that is typed."""
        return {"accept": self.net, "reject": 0.0}.get(word, amount)

    @api.model_create_multi
    def create(self, vals_list):
        """Who proposes and who decides (overrides `create`)."""
        for vals in vals_list:
            self._check_who(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Who proposes and who decides (overrides `write`).

        :raises GroupRefused: the centre's word is not the branch's, nor the other way
        """
        self._check_who(vals)
        return super().write(vals)

    @api.model
    def _check_who(self, vals):
        if self.env.su or self._is_flowing():
            return
        if DECISION & vals.keys():
            self._require_group(MANAGER)
        elif vals:
            self._require_group(DISPATCHER)

    def _is_signed(self):
        return self.chargeback_id.state != "received"

    def _is_changed(self, name, value):
        """What belongs to the step that the list has reached may be written (extends)."""
        if name in _OPEN.get(self.chargeback_id.state, ()):
            return False
        return super()._is_changed(name, value)

    def _get_signed_text(self, names):
        return self.chargeback_id._get_signed_text(names)
