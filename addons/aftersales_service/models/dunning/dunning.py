from odoo import api, fields, models
from odoo.tools import format_date

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from ...kernel.money import share_out

STATES = [
    ("draft", "Waiting to Go Out"),
    ("postponed", "Payment Promised"),
    ("skipped", "Skipped"),
    ("sent", "Sent"),
    ("lapsed", "Lapsed"),
]
_FORM = "dunning"


class Dunning(models.Model):
    """催款函: what a partner is reminded of at one level. A job proposes it; somebody of
    finance sends it, skips it with a reason, or waits for what was promised."""

    _name = "aftersales.dunning"
    _number_code = "aftersales.dunning"
    _description = "Payment Reminder"
    _inherit = ["aftersales.flow.mixin", "aftersales.letter.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "draft": ("sent", "postponed", "skipped", "lapsed"),
        "postponed": ("draft", "skipped", "lapsed"),
        "skipped": ("draft",),
        "sent": (),
        "lapsed": (),
    }
    _deletable_states = ()
    _flow_models = ("aftersales.dunning.line",)
    _signed_fields = frozenset({"reason", "promised_until"})

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
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, check_company=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    level_id = fields.Many2one(
        "aftersales.dunning.level",
        "Reminder Level",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_ids = fields.One2many("aftersales.dunning.line", "dunning_id", "Invoices")
    date = fields.Date("Reminder Proposed On", required=True, readonly=True)
    amount = fields.Monetary(
        "Owed with Tax", compute="_compute_amount", store=True, readonly=True
    )
    since = fields.Date(
        "Due Since", compute="_compute_amount", store=True, readonly=True
    )
    credit = fields.Monetary(
        "Credits Taken Off", compute="_compute_amount", store=True, readonly=True
    )
    reason = fields.Char(tracking=True, help="Why it is skipped, or what was promised.")
    promised_until = fields.Date(tracking=True)
    sent_letter_id = fields.Many2one(
        "aftersales.letter",
        "Letter",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number of a reminder is already taken."
    )

    @api.depends("line_ids.amount", "line_ids.credit", "line_ids.since")
    def _compute_amount(self):
        for dunning in self:
            lines = dunning.line_ids
            dunning.amount = dunning.currency_id.round(sum(lines.mapped("amount")))
            dunning.credit = dunning.currency_id.round(sum(lines.mapped("credit")))
            dunning.since = min(lines.mapped("since"), default=False)

    def _is_signed(self):
        return self.state in ("sent", "lapsed")

    # --- steps

    def action_send(self):
        """Send these by mail; what was paid meanwhile lapses instead.

        :raises ProofMissing: naming everybody who cannot get one
        """
        self._check_may_send_paper()
        self._check_move("sent")
        self._refresh()
        going = self.filtered(lambda dunning: dunning.state == "draft")
        going._check_addressees()
        form = self._find_aftersales_form(_FORM)
        letters = self.env["aftersales.letter"]
        for dunning in going:
            # sudo: jobs and devices on the paper, which finance need not read
            letter = letters._write_letter(
                dunning.sudo(), form, dunning._get_addressee(), "mail"
            )
            letter._mail_out()

    def action_skip(self):
        """This level goes to nobody; the next one may.

        :raises ProofMissing: without a reason
        """
        self._check_may_send_paper()
        for dunning in self:
            if not (dunning.reason or "").strip():
                raise ProofMissing(
                    self.env._("%s: please write why it is skipped.", dunning.name)
                )
        self._move_to("skipped")

    def action_postpone(self):
        """The partner promised to pay until a day; nothing goes out before.

        :raises ProofMissing: without a day to come
        """
        self._check_may_send_paper()
        for dunning in self:
            today = dunning.company_id._aftersales_today()
            if not dunning.promised_until or dunning.promised_until < today:
                raise ProofMissing(
                    self.env._(
                        "%s: please write until which day payment was promised.",
                        dunning.name,
                    )
                )
        self._move_to("postponed")

    def action_reopen(self):
        """Skipped or promised by mistake, or the promise was broken."""
        self._check_may_send_paper()
        self._move_to("draft")
        self._refresh()

    def action_open_letter(self):
        self.ensure_one()
        self.check_access("read")
        if not self.sent_letter_id:
            raise MoveRefused(self.env._("%s was not sent.", self.name))
        return self.sent_letter_id.get_formview_action()

    # --- counted anew

    def _refresh(self):
        """Take off what was paid or may not be reminded of; what has nothing left lapses."""
        for company, mine in self.grouped("company_id").items():
            due = self._find_due(company, mine.partner_id)
            held = self.env["account.move"].union(*due)._aftersales_get_undunnable()
            for dunning in mine:
                dunning._take_off(due, held)

    def _take_off(self, due, held):
        # sudo: lines are written by the flow only
        lines = self.sudo().line_ids._in_flow()
        gone = lines.filtered(lambda ln: ln.move_id not in due or ln.move_id in held)
        gone.unlink()
        for line in lines - gone:
            told = due[line.move_id]._asdict()
            if any(line[name] != value for name, value in told.items()):
                line.write(told)
        if gone == lines:
            self.sudo()._move_to("lapsed")  # sudo: as for the lines

    # --- goes out (room `papers`)

    def _check_may_send_paper(self):
        """Reminders are finance's (overrides the mixin's)."""
        self._require_group(FINANCE)
        self.check_access("write")

    def _check_addressees(self):
        """:raises ProofMissing: naming all, each with what is missing"""
        faults = [text for dunning in self if (text := dunning._get_fault())]
        if faults:
            raise ProofMissing("\n".join(faults))

    def _get_fault(self):
        partner = self._get_addressee()
        if not self.partner_id.active:
            return self.env._(
                "%(number)s: %(partner)s is archived. Skip it, or restore the contact.",
                number=self.name,
                partner=self.partner_id.name,
            )
        if not partner.email:
            return self.env._(
                "%(number)s: %(partner)s has no e-mail address. Write one on the contact, or send the text.",
                number=self.name,
                partner=partner.name,
            )
        return None

    def _get_addressee(self):
        found = self.partner_id.address_get(["invoice"])["invoice"]
        return self.partner_id.browse(found) or self.partner_id

    def _get_aftersales_papers(self):
        if self.state == "draft":
            return self._find_aftersales_form(_FORM)
        return super()._get_aftersales_papers()

    def _get_aftersales_addressee(self, _form):
        return self._get_addressee()

    def _get_aftersales_paper_words(self, _form):
        return self.env._(
            "%(count)s invoices, %(amount)s with tax, due since %(since)s.",
            count=len(self.line_ids),
            amount=self.currency_id.format(self.amount),
            since=format_date(self.env, self.since),
        )

    def _check_aftersales_paper(self, form):
        """Paid meanwhile is never sent, by whichever way (extends the hook)."""
        self._check_move("sent")
        if not self.partner_id.active:
            raise ProofMissing(self._get_fault())
        self._refresh()
        if self.state != "draft":
            raise MoveRefused(
                self.env._(
                    "Nothing is left to remind %s of: paid, disputed or complained about meanwhile.",
                    self.partner_id.name,
                )
            )
        return super()._check_aftersales_paper(form)

    def _on_aftersales_letter(self, letter):
        """It is out (extends the hook)."""
        self._move_to("sent", sent_letter_id=letter.id, sent_at=self._now())
        return super()._on_aftersales_letter(letter)

    def _get_rows(self):
        """[dict] for the paper: what is owed for each job, to the fen what the lines say."""
        rows = []
        for line in self.line_ids.sorted(lambda ln: (ln.since, ln.id)):
            # sudo: jobs and invoices that are printed for their customer
            move = line.sudo().move_id
            jobs = move._aftersales_get_jobs()
            weights = [job._get_part(move) for job in jobs]
            rest = max(1.0 - sum(weights), 0.0)
            if not jobs or rest > 0.0005:
                jobs, weights = [*jobs, None], [*weights, rest or 1.0]
            unit = self.currency_id.rounding
            for job, amount in zip(
                jobs, share_out(line.amount, weights, unit), strict=True
            ):
                rows.append(line._prepare_row(move, job, float(amount)))
        return rows
