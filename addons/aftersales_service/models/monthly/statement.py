from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("invoiced", "Invoiced"),
    ("cancelled", "Cancelled"),
]
# While a share stands on one of these, it is invoiced by it and nowhere else.
OPEN = ("draft", "sent", "answered")


class MonthlyStatement(models.Model):
    """月结对账单: what a customer who pays monthly owes for the jobs of a month. He confirms
    it line by line, and one invoice follows."""

    _name = "aftersales.monthly.statement"
    _number_code = "aftersales.monthly.statement"
    _description = "Monthly Statement"
    _inherit = ["aftersales.statement.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _overdue_states = ("sent",)
    _portal_path = "/my/monthly"
    _shown_states = ("sent", "answered", "invoiced")
    _printed_fields = ("name", "company_id", "partner_id", "currency_id", "date_to")
    _flow_models = ("aftersales.monthly.line",)
    _transitions = {
        "draft": ("sent", "cancelled"),
        "sent": ("answered", "cancelled"),
        "answered": ("sent", "invoiced", "cancelled"),
        "invoiced": ("answered",),
        "cancelled": (),
    }

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
    agreement_id = fields.Many2one(
        "aftersales.monthly.agreement",
        "By Agreement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date_to = fields.Date("Closing Date", required=True, readonly=True, index=True)
    date_due = fields.Date(
        "Answer Until", readonly=True, copy=False, index="btree_not_null"
    )
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", "Person in Charge", index="btree_not_null", tracking=True
    )
    line_ids = fields.One2many("aftersales.monthly.line", "statement_id", "Lines")
    confirmed_how = fields.Char(
        "Confirmed By and How",
        help="For what the customer confirmed to us and not on his page, e.g. “Ms Wang, stamped copy of 3 June”.",
    )
    note = fields.Text("Internal Note")
    net = fields.Monetary("Without Tax", compute="_compute_amounts", store=True)
    tax = fields.Monetary(compute="_compute_amounts", store=True)
    amount = fields.Monetary("With Tax", compute="_compute_amounts", store=True)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This statement number is already taken."
    )

    @api.depends("line_ids.net", "line_ids.tax")
    def _compute_amounts(self):
        found = self.env["aftersales.monthly.line"]._read_group(
            [("statement_id", "in", self.ids)],
            ["statement_id"],
            ["net:sum", "tax:sum"],
        )
        sums = {statement.id: (net, tax) for statement, net, tax in found}
        for statement in self:
            net, tax = sums.get(statement.id, (0.0, 0.0))
            statement.net, statement.tax = net, tax
            statement.amount = statement.currency_id.round(net + tax)

    # --- what was sent stands

    def _get_signed_text(self, names):
        return self.env._(
            "%s was sent; its lines stand. Cancel it and gather them again.", self.name
        )

    # --- steps

    def action_send(self):
        """发出: the customer is told; from now on the lines stand.

        :raises ProofMissing: without lines; :raises MoveRefused: for lines that changed
        """
        self._require_group(FINANCE)
        for statement in self:
            if not statement.line_ids:
                raise ProofMissing(
                    self.env._("%s has no lines.", statement.display_name)
                )
            statement.line_ids._check_stand()
            statement._in_flow().line_ids.sudo().share_id._check_may_charge()
            statement._move_to(
                "sent", sent_at=self._now(), date_due=statement._get_answer_due()
            )
            statement._seal()
            statement._tell_partner()

    def _get_answer_due(self):
        company, days = self.company_id, self.agreement_id.answer_days
        if not days:
            return False
        return company._aftersales_count(
            days, "working_day", company._aftersales_today()
        )

    def _tell_partner(self):
        """A message with a button to his answers, and a task for who waits for them."""
        statement = self.with_context(lang=self.partner_id.lang)
        body = statement.env._(
            "Your monthly statement %(number)s over %(amount)s is ready to be confirmed.",
            number=self.name,
            amount=self.currency_id.format(self.amount),
        )
        self._send_to_partner(body)
        if self.date_due:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.date_due,
                summary=self.env._("Answer of %s", self.partner_id.display_name),
                user_id=(self.user_id or self.env.user).id,
            )

    def action_confirm_all(self):
        """The customer confirmed it to us; who and how is written down.

        :raises ProofMissing: without that
        """
        self._require_group(FINANCE)
        for statement in self:
            if not (statement.confirmed_how or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%s: please write who confirmed it, and how, and attach what proves it.",
                        statement.name,
                    )
                )
            waiting = statement._get_waiting()
            waiting._take_answers(
                dict.fromkeys(waiting, (True, False)), statement.confirmed_how
            )

    def _check_all_answered(self):
        """The task of waiting ends with the last answer (extends)."""
        result = super()._check_all_answered()
        if self.state == "answered":
            # sudo: the task ends, whoever answered
            self.sudo().activity_ids.action_done()
        return result

    def action_reopen(self):
        """The answers were taken down wrongly, or the customer gives other ones."""
        self._require_group(FINANCE)
        for statement in self:
            statement._check_move("sent")
            statement.line_ids._move_answered_back()
            statement._move_to("sent", date_due=statement._get_answer_due())

    def action_cancel(self):
        """Taken back before it was invoiced: its fees may be gathered again."""
        self._require_group(FINANCE)
        for statement in self:
            statement._check_move("cancelled")
            statement.line_ids._move_answered_back()
            statement._move_to("cancelled", date_due=False)
        self.sudo().activity_ids.unlink()  # sudo: tasks of whoever waited

    def action_open_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_monthly_line_action"
        )
        return action | {"domain": [("statement_id", "=", self.id)], "context": {}}
