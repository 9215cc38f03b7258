from odoo import api, fields, models

STATES = [
    ("open", "To Confirm"),
    ("confirmed", "Confirmed"),
    ("later", "Later"),
]


class BankProposal(models.Model):
    """What a line of a statement may be, until somebody confirms it, and what it was
    confirmed to be afterwards. Amounts of a line:
    amount = Σ items - fee - written off + rest; the rest is booked to an account that a
    person chose, or stays in suspense.
    """

    _name = "aftersales.bank.proposal"
    _description = "Proposal for a Bank Line"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id"
    _rec_name = "statement_line_id"
    _check_company_auto = True
    _flow_models = ("aftersales.bank.proposal.item",)
    _transitions = {
        "open": ("confirmed", "later"),
        "later": ("open", "confirmed"),
        "confirmed": ("open",),
    }

    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    # No related field: writing lines of core would look for proposals of each.
    journal_id = fields.Many2one(
        "account.journal", compute="_compute_journal_id", store=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, index=True
    )
    fee = fields.Monetary("Charges", readonly=True)
    fen_off = fields.Monetary("Written Off", readonly=True)
    rest = fields.Monetary(
        "Stays Open",
        readonly=True,
        help="What of the line stays in suspense: paid too much, unknown.",
    )
    account_id = fields.Many2one(
        "account.account",
        "Rest Goes To",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        help="What no item stands for: a charge of the bank, interest, wages, cash paid in. Empty: it stays in suspense.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Rest Is Of", readonly=True, index="btree_not_null"
    )
    sure = fields.Boolean(readonly=True)
    by_hand = fields.Boolean("Chosen by Hand", readonly=True)
    reason_code = fields.Char("Kind of Reason", readonly=True)
    reason_values = fields.Json("What the Reason Names", readonly=True)
    reason = fields.Char(compute="_compute_reason")
    note = fields.Char(readonly=True)
    line_ids = fields.One2many(
        "aftersales.bank.proposal.item", "proposal_id", "Items", readonly=True
    )
    entry_ids = fields.Many2many(
        "account.move",
        "aftersales_bank_proposal_entry_rel",
        string="Entries Made",
        readonly=True,
    )
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null"
    )
    confirmed_at = fields.Datetime("Confirmed On", readonly=True)

    _line_unique = models.UniqueIndex(
        "(statement_line_id)", "A bank line has one proposal."
    )

    @api.depends_context("lang")
    @api.depends("statement_line_id")
    def _compute_journal_id(self):
        for proposal in self:
            proposal.journal_id = proposal.statement_line_id.journal_id

    @api.depends("reason_code", "reason_values", "note")
    def _compute_reason(self):
        sentences = self._get_sentences()
        for proposal in self:
            text = sentences.get(proposal.reason_code, "")
            values = proposal.reason_values or {}
            said = text % values if text else ""
            proposal.reason = " ".join(filter(None, (said, proposal.note)))

    @api.model
    def _get_sentences(self):
        """{code: the sentence in the user's language}; the kernel knows English only."""
        said = {
            "number": self.env._(
                "%(payer)s names %(numbers)s, and the amount is what is open."
            ),
            "number_for_other": self.env._(
                "The memo names %(numbers)s of %(partner)s; %(payer)s pays for it."
            ),
            "number_fen": self.env._(
                "%(numbers)s is named; the payment is a few fen short."
            ),
            "number_charge": self.env._(
                "%(numbers)s is named, and the memo says that a charge was kept."
            ),
            "number_part": self.env._(
                "%(numbers)s is named, and this is a part of it."
            ),
            "number_over": self.env._(
                "%(numbers)s is named, and more was paid than is open."
            ),
            "payer": self.env._(
                "%(partner)s has one open item of this amount: %(numbers)s."
            ),
            "payer_several": self.env._(
                "Together %(numbers)s of %(partner)s make this amount."
            ),
            "payer_twin": self.env._(
                "%(partner)s has several open items that make this amount."
            ),
            "payer_fen": self.env._("%(numbers)s of %(partner)s is a few fen more."),
            "payer_charge": self.env._(
                "%(numbers)s of %(partner)s is a charge more than what came."
            ),
            "payer_part": self.env._("It may be a part of %(numbers)s of %(partner)s."),
            "payer_over": self.env._(
                "%(partner)s owes only %(numbers)s, and paid more."
            ),
            "payer_alike": self.env._(
                "%(payer)s may be several partners; %(partner)s owes this amount."
            ),
            "for_other": self.env._(
                "The memo says that it is paid for %(partner)s, who owes this amount."
            ),
            "amount": self.env._(
                "Only %(numbers)s of %(partner)s has this amount; the payer is unknown."
            ),
        }
        return said | self._get_channel_sentences()

    @api.model
    def _get_channel_sentences(self):
        return {
            "channel_number": self.env._(
                "The order number is that of receipt %(number)s."
            ),
            "channel_number_amount": self.env._(
                "The order number is that of %(number)s, the amount is not."
            ),
            "channel_amount": self.env._(
                "Receipt %(number)s of %(partner)s has this amount and day."
            ),
            "refund": self.env._("It gives back what was paid for %(number)s."),
            "payout": self.env._(
                "It is what came in on %(days)s less charges: %(count)s lines."
            ),
            "payout_rest": self.env._(
                "It is what came in on %(days)s less charges and less what was drawn before: %(count)s lines."
            ),
            "payout_kept": self.env._(
                "It is what came in on %(days)s; a part was kept or added."
            ),
            "payout_receipts": self.env._(
                "Receipts of %(days)s less the usual charge make it."
            ),
            "payout_drawn": self.env._(
                "A round sum was drawn from %(channel)s; the next payout shows of what."
            ),
        }


class BankProposalItem(models.Model):
    """A part of a proposal: so much of an item of the ledger, of a receipt, or a line of a
    channel that a payout holds."""

    _name = "aftersales.bank.proposal.item"
    _description = "Item of a Proposal for a Bank Line"
    _inherit = ["document.guard.mixin"]
    _order = "id"
    _rec_name = "name"

    proposal_id = fields.Many2one(
        "aftersales.bank.proposal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="proposal_id.currency_id", store=True, precompute=True
    )
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", required=True, readonly=True
    )
    name = fields.Char("Number", readonly=True)
    partner = fields.Char(readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    open_amount = fields.Monetary(
        readonly=True,
        help="What was open when it was proposed.",
    )
    payment_id = fields.Many2one(
        "account.payment",
        "Payment Made",
        readonly=True,
        index="btree_not_null",
        help="The receipt was not handed in yet; the hand-in takes this payment over.",
    )

    _document_index = models.Index("(res_model, res_id)")

    def _get_ref(self):
        return self.res_model, self.res_id
