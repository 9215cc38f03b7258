from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from ..decision.selections import COST_LABELS
from .statement import OPEN

ANSWERS = [
    ("waiting", "Not Answered"),
    ("confirmed", "Confirmed"),
    ("disputed", "Disputed"),
]


class MonthlyLine(models.Model):
    """A share of a fee on a monthly statement; on one at a time."""

    _name = "aftersales.monthly.line"
    _description = "Line of a Monthly Statement"
    _inherit = ["aftersales.flow.mixin", "document.part.mixin"]
    _order = "statement_id desc, sequence, id"
    _check_company_auto = True
    _document = "statement_id"
    _standing_fields = frozenset(
        {"statement_id", "share_id", "sequence", "name", "net"}
    )
    _transitions = {
        "waiting": ("confirmed", "disputed"),
        "confirmed": ("waiting",),
        "disputed": ("waiting",),
    }

    statement_id = fields.Many2one(
        "aftersales.monthly.statement",
        "Monthly Statement",
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
    sequence = fields.Integer("No.", readonly=True)
    name = fields.Char("Description", required=True, readonly=True)
    kind = fields.Selection(COST_LABELS, "Cost", required=True, readonly=True)
    day = fields.Date("Caused On", required=True, readonly=True)
    company_id = fields.Many2one(
        related="statement_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="statement_id.partner_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="statement_id.currency_id", store=True, precompute=True
    )
    net = fields.Monetary("Without Tax", required=True, readonly=True)
    tax = fields.Monetary(readonly=True)
    statement_state = fields.Selection(
        related="statement_id.state", string="State of the Statement"
    )
    state = fields.Selection(
        ANSWERS,
        "Customer's Answer",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
    )
    answer_reason = fields.Char("Reason of the Answer", readonly=True, copy=False)
    answered_by = fields.Char(readonly=True, copy=False)
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    is_resolved = fields.Boolean(
        "On the Next Statement",
        readonly=True,
        copy=False,
        help="What was disputed was talked about; it goes on the next statement.",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        precompute=True,
        help="Whether its share is settled by this statement and nowhere else.",
    )

    _one_open = models.UniqueIndex(
        "(share_id) WHERE is_open",
        "This fee stands on another monthly statement already.",
    )

    @api.depends("state", "statement_id.state", "statement_id.is_reversed")
    def _compute_is_open(self):
        for line in self:
            statement = line.statement_id
            invoiced = statement.state == "invoiced" and line.state == "confirmed"
            line.is_open = statement.state in OPEN or (
                invoiced and not statement.is_reversed
            )

    @api.depends("statement_id.name", "sequence", "name")
    def _compute_display_name(self):
        for line in self:
            number = line.statement_id.name
            line.display_name = f"{number}/{line.sequence} {line.name or ''}"

    def _check_stand(self):
        """:raises MoveRefused: when its quotation charges something else by now"""
        for line in self:
            # sudo: whoever settles need not read quotations
            sale = line.sudo().share_id.sale_line_id
            # Net and tax of all lines are shared out, so one may differ by a fen.
            fen = 1.5 * line.currency_id.rounding
            same = abs(sale.price_subtotal - line.net) < fen
            if not same or sale.state == "cancel" or line.sudo().share_id._is_billed():
                raise MoveRefused(
                    self.env._(
                        "“%s” was changed, cancelled or invoiced since. Delete this line and gather again.",
                        line.display_name,
                    )
                )

    # --- what the customer answers

    def action_confirm(self):
        """He confirmed these lines to us."""
        self._require_group(FINANCE)
        self._take_answers(dict.fromkeys(self, (True, False)), self.env.user.name)

    def _take_answers(self, answers, who):
        """Write down answers; the statement is answered when no line waits any more.

        :param answers: {line: (confirmed or not, reason)}
        :raises MoveRefused, ProofMissing: naming the line
        """
        for line, (yes, reason) in answers.items():
            line._check_answer(yes, reason)
        for line, (yes, reason) in answers.items():
            line._move_to(
                "confirmed" if yes else "disputed",
                answer_reason=reason,
                answered_by=who,
                answered_at=self._now(),
            )
        for statement in self.statement_id:
            statement._check_all_answered()

    def _check_answer(self, yes, reason):
        if self.statement_state != "sent":
            raise MoveRefused(
                self.env._(
                    "%s is not waiting for answers.", self.statement_id.display_name
                )
            )
        if not yes and not (reason or "").strip():
            raise ProofMissing(
                self.env._("“%s”: please write why it is disputed.", self.display_name)
            )

    def _move_answered_back(self):
        self.filtered(lambda line: line.state != "waiting")._move_to(
            "waiting", answered_by=False, answer_reason=False
        )

    def action_resolve(self):
        """Put it on the next statement: it was talked about, and the price was changed on
        its quotation where the customer was right."""
        self._require_group(FINANCE)
        self.check_access("write")
        for line in self:
            if line.state != "disputed" or line.is_open:
                raise MoveRefused(
                    self.env._(
                        "“%s” is not disputed, or its statement is not invoiced yet.",
                        line.display_name,
                    )
                )
        self._in_flow().write({"is_resolved": True})

    def action_open_share(self):
        self.ensure_one()
        return self.share_id.get_formview_action()
