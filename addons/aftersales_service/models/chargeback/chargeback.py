from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...groups import MANAGER
from ..order.order_dimensions import LIFE_STAGES
from .selections import STATES, WAITING

# A time as short as this is told every day.
_SHORT_DAYS = 7


class Chargeback(models.Model):
    """A list of claims on us: a vehicle maker charges the maker of a component with what the
    three guarantees cost him (F-42, R-42, O-59).

    The branch looks at every claim and proposes, the service centre decides, the
    responsible manager approves; then the claimant is answered line by line.
    """

    _name = "aftersales.chargeback"
    _number_code = "aftersales.chargeback"
    _description = "Chargeback List"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.overdue.mixin",
        "aftersales.alarm.mixin",
        "aftersales.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _overdue_states = WAITING
    _alarm_cron = "aftersales_service.cron_chargeback_alarm"
    _alarm_switch = "settlement"
    _flow_models = ("aftersales.chargeback.line",)
    _signed_fields = frozenset(
        {"company_id", "partner_id", "currency_id", "life_stage", "received_on"}
    )
    _transitions = {
        "received": ("proposed", "cancelled"),
        "proposed": ("decided", "received", "cancelled"),
        "decided": ("answered", "proposed"),
        "answered": ("settled",),
        "settled": (),
        "cancelled": (),
    }

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="received",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Claimant", required=True, index=True, check_company=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    reference = fields.Char(
        "His Reference", help="The number of the list, where it has one."
    )
    received_on = fields.Date(
        "List Received On",
        required=True,
        default=lambda self: self.env.company._aftersales_today(),
    )
    period = fields.Date("Month", help="The month that it is about.")
    month = fields.Char("Year and Month", compute="_compute_month")
    life_stage = fields.Selection(
        LIFE_STAGES,
        required=True,
        default="after_sale",
        help="Each stage has money of its own, so zero-kilometre claims have lists of their own.",
    )
    agreement_id = fields.Many2one(
        "aftersales.chargeback.agreement",
        compute="_compute_agreement_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What was agreed about claims on us.",
    )
    date_due = fields.Date(
        "Answer Until",
        compute="_compute_date_due",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person in Charge",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self.env.user,
        help="Gets the reminders before the deadline.",
    )
    import_id = fields.Many2one(
        "aftersales.import",
        "Read From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    line_ids = fields.One2many(
        "aftersales.chargeback.line", "chargeback_id", "Claims on Us"
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    note = fields.Text("Internal Note")

    claimed_net = fields.Monetary(
        "Amount Claimed", compute="_compute_amounts", store=True
    )
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_amounts", store=True
    )
    rest_net = fields.Monetary("Not Accepted", compute="_compute_amounts", store=True)
    disputed_net = fields.Monetary("Disputed", compute="_compute_amounts", store=True)
    line_count = fields.Integer("Cases", compute="_compute_line_count")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number is already taken."
    )

    @api.depends("period")
    def _compute_month(self):
        for record in self:
            record.month = f"{record.period:%Y-%m}" if record.period else False

    @api.depends("partner_id", "company_id")
    def _compute_agreement_id(self):
        agreements = self.env["aftersales.chargeback.agreement"]
        for company, records in self.grouped("company_id").items():
            found = agreements._find(records.partner_id, company) if company else {}
            for record in records:
                record.agreement_id = found.get(record.partner_id)

    def _take_agreement(self):
        """One that was written after the list came counts as well; its deadline does not."""
        late = self.filtered(lambda record: not record.agreement_id)
        # sudo: what was agreed, whoever goes on with the list
        late.sudo()._in_flow()._compute_agreement_id()

    @api.depends("received_on", "partner_id")
    def _compute_date_due(self):
        for record in self:
            # sudo: the deadline is the same whoever registers the list
            agreed = record.agreement_id.sudo()
            number = agreed.answer_number if agreed else 5
            record.date_due = number and record.company_id._aftersales_count(
                number, agreed.answer_unit or "day", record.received_on
            )

    @api.depends(
        "line_ids.net",
        "line_ids.accepted_net",
        "line_ids.rest_net",
        "line_ids.is_disputed",
    )
    def _compute_amounts(self):
        for record in self:
            lines = record.line_ids
            record.claimed_net = sum(lines.mapped("net"))
            record.accepted_net = sum(lines.mapped("accepted_net"))
            record.rest_net = sum(lines.mapped("rest_net"))
            disputed = lines.filtered("is_disputed")
            record.disputed_net = sum(disputed.mapped("rest_net"))

    def _compute_line_count(self):
        counts = dict(
            self.env["aftersales.chargeback.line"]._read_group(
                [("chargeback_id", "in", self.ids)], ["chargeback_id"], ["__count"]
            )
        )
        for record in self:
            record.line_count = counts.get(record, 0)

    @api.constrains("partner_id")
    def _check_claimant(self):
        for record in self:
            if record.partner_id != record.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%s is a contact. Choose the firm that claims.",
                        record.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Somebody is reminded of its deadline from the first day (overrides `create`)."""
        records = super().create(vals_list)
        for record in records:
            record._plan_alarm()
        return records

    def write(self, vals):
        """Another deadline has other reminders (overrides `write`)."""
        result = super().write(vals)
        if {"date_due", "received_on", "partner_id"} & vals.keys():
            for record in self:
                record._plan_alarm()
        return result

    def _after_move(self, state):
        """A new state has another deadline, or none (extends)."""
        result = super()._after_move(state)
        for document in self:
            document._plan_alarm()
        return result

    def _is_signed(self):
        return self.state != "received"

    def _get_signed_text(self, names):
        return self.env._(
            "%s is being answered; what is claimed stands. Send it back first.",
            self.name,
        )

    def _is_short(self):
        """The five days of a list are told one by one (extends the hook)."""
        return (self.date_due - self.received_on).days <= _SHORT_DAYS

    def _get_alarm_words(self):
        return self.env._(
            "Answer %(number)s of %(partner)s until %(day)s",
            number=self.name,
            partner=self.partner_id.display_name,
            day=self.date_due,
        )

    def _get_alarmed(self):
        """Whoever is in charge, else the service director (overrides)."""
        role = self.env["aftersales.role"]
        mine = self.user_id.filtered("active")
        return (mine or role._get_last_resort(self.company_id))[:1]

    # --- steps that need no answer

    def action_send_back(self):
        """The service centre has questions: the branch looks at it again."""
        self._require_group(MANAGER)
        self.check_access("write")
        self._move_to("received")

    def action_cancel(self):
        """The claimant takes the whole list back."""
        self._require_group(MANAGER)
        self.check_access("write")
        self._move_to("cancelled")

    def action_open_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_chargeback_line_action"
        )
        return action | {
            "domain": [("chargeback_id", "=", self.id)],
            "context": {"default_chargeback_id": self.id},
        }

    def action_print(self):
        """索赔回复单: what we answer, claim by claim."""
        report = self.env.ref("aftersales_service.action_report_chargeback")
        return report.report_action(self, config=False)
