from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import format_date

from ...exceptions import ProofMissing, RoleRefused
from ...groups import BACK_OFFICE, MANAGER
from ...kernel.clock import UTC

_HALF = 50  # percent


class Duty(models.Model):
    """Something that is due again in every period: the daily report, the monthly
    settlement, the half-yearly reconciliation of spares (T-26, T-33 to T-36, T-40, T-41,
    T-48, T-51).

    A document with a deadline of its own, so warnings, extensions and the list of
    deadlines are the same as for a job. It is opened by `_open_due`, once per rule, unit
    and period.
    """

    _name = "aftersales.duty"
    _description = "Periodic Duty"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.sla.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_at, id"
    _check_company_auto = True

    _transitions = {"open": ("done", "dropped"), "done": (), "dropped": ()}
    _flow_fields = frozenset({"done_by_id", "done_at", "due_at"})

    rule_id = fields.Many2one(
        "aftersales.sla.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Char(related="rule_id.code")
    policy_id = fields.Many2one(
        "aftersales.sla.policy",
        "By Policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    stop_event_id = fields.Many2one(
        "aftersales.sla.event", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    date_from = fields.Date("From", required=True, readonly=True, index=True)
    date_to = fields.Date("Until", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Person in Charge", index="btree_not_null", tracking=True
    )
    clock_id = fields.Many2one(
        "aftersales.sla.clock",
        "Deadline",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    due_at = fields.Datetime(
        "Due On",
        readonly=True,
        index=True,
        help="As its deadline says now; an approved extension moves it.",
    )
    clock_state = fields.Selection(related="clock_id.state", string="Deadline State")
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Not Needed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    result = fields.Text(
        "Result of the Duty", help="Or why it is not needed; attach the report below."
    )
    done_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    done_at = fields.Datetime("Done On", readonly=True, copy=False)

    # The same duty is opened once, however many workers run.
    _period_unique = models.UniqueIndex(
        "(policy_id, stop_event_id, COALESCE(unit_id, 0), date_from)",
        "This duty is open for this period already.",
    )

    @api.depends("rule_id.name", "unit_id.name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for duty in self:
            parts = (duty.rule_id.name, duty._get_period_words(), duty.unit_id.name)
            duty.display_name = " · ".join(filter(None, parts))

    def _get_period_words(self):
        """The day, or from when until when; '' of a duty that is not stored."""
        if not self.date_from:
            return ""
        first = format_date(self.env, self.date_from)
        if self.date_from == self.date_to:
            return first
        return f"{first} – {format_date(self.env, self.date_to)}"

    # --- what the room of deadlines asks

    def _get_sla_start(self):
        """The first moment of the period, in the company's zone."""
        self.ensure_one()
        begin = datetime.combine(
            self.date_from, time(), tzinfo=self.company_id._aftersales_zone()
        )
        return begin.astimezone(UTC).replace(tzinfo=None)

    def _get_sla_end(self):
        return self.done_at

    def _get_clock_user(self):
        return self.user_id

    def _prepare_clocks(self, event, moment, book):
        """Its own rule and no other one that begins with the same period (overrides).

        It stands on somebody's list from the first day, so the warning at half time is
        left out: a half-year would be “due soon” for three months.
        """
        self.ensure_one()
        clock = self.rule_id._prepare_clock()
        clock["ladder"] = [step for step in clock["ladder"] if step[0] > _HALF]
        return [clock | self._begin(self.rule_id, self._prepare_clock(moment))]

    def action_tell(self):
        """A duty is done by its own button (overrides the mixin's window)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "context": {},
        }

    # --- what people do

    def action_done(self):
        """完成: says what was done, or has the report attached.

        :raises ProofMissing: with neither
        :raises RoleRefused: for somebody else's duty
        """
        for duty in self:
            duty._check_mine()
            if not ((duty.result or "").strip() or duty.message_attachment_count):
                raise ProofMissing(
                    self.env._(
                        "%s: please write what was done, or attach the report.",
                        duty.display_name,
                    )
                )
        self._finish()

    def _finish(self):
        """The deadline is met now, and nobody is reminded any more."""
        self._move_to("done", done_by_id=self.env.uid, done_at=self._now())
        for code, duties in self.grouped(lambda d: d.stop_event_id.code).items():
            duties._clock_event(code)
        self._forget_reminders()

    def action_drop(self):
        """Not needed in this period; a service director says so, the note says why.

        :raises ProofMissing: without a reason
        """
        self._require_group(MANAGER)
        for duty in self:
            if not (duty.result or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%s: please write why it is not needed this time.",
                        duty.display_name,
                    )
                )
        self._move_to("dropped", done_by_id=self.env.uid, done_at=self._now())
        self._cancel_clocks()
        self._forget_reminders()

    def _forget_reminders(self):
        # sudo: reminders of the director go as well
        self.sudo().activity_unlink(
            ["mail.mail_activity_data_todo"], only_automated=False
        )

    def _check_mine(self):
        """His own, or anybody's for the desk."""
        mine = self.user_id == self.env.user
        if not mine and not self.env.user.has_group(BACK_OFFICE):
            raise RoleRefused(
                self.env._(
                    "%(duty)s is the duty of %(user)s. The back office can give it to you.",
                    duty=self.display_name,
                    user=self.user_id.name or self.env._("nobody yet"),
                )
            )

    def write(self, vals):
        """What was handed in stands (overrides `write`)."""
        if "result" in vals and any(duty.state != "open" for duty in self):
            raise ProofMissing(
                self.env._(
                    "This duty is finished and its text can no longer be changed. Write a message."
                )
            )
        return super().write(vals)

    @api.model
    def _fulfil(self, event, company, day, unit=None, note=None):
        """For other rooms: their own document proves the duty, e.g. a signed statement.

        :param event: code of the event that the duty waits for
        :param day: a day of the period
        """
        # sudo: whoever signs that document has done the duty
        duties = self.sudo().search(
            [
                ("state", "=", "open"),
                ("stop_event_id.code", "=", event),
                ("company_id", "=", company.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
                ("unit_id", "in", [False, unit.id if unit else False]),
            ]
        )
        if note:
            duties.filtered(lambda d: not d.result).write({"result": note})
        duties._finish()
        return duties


class SlaClock(models.Model):
    _inherit = "aftersales.sla.clock"

    def _store_plans(self, plans):
        """A duty shows the date of its deadline; not a related field, because that would
        search for duties at each of a hundred thousand deadlines (extends the hook)."""
        result = super()._store_plans(plans)
        ours = self.filtered(lambda c: c.res_model == Duty._name)
        for clock, duty in ours._get_documents().items():
            duty._in_flow().write({"due_at": clock.due_at})
        return result
