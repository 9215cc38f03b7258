from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ...groups import FINANCE, MANAGER

_ROLE = "finance_manager"
_ONE = relativedelta(months=1)


class Period(models.Model):
    """A month of a company: open, being closed, closed. Months nobody looked at are open."""

    _name = "aftersales.period"
    _description = "Month"
    _inherit = ["aftersales.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "month desc, company_id"
    _rec_name = "month"
    _deletable_states = ("open",)
    _transitions = {
        "open": ("closing",),
        "closing": ("open", "closed"),
        "closed": ("open",),
    }
    _birth_fields = frozenset({"month", "company_id"})

    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._get_next_month(),
        help="Any day of it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ("open", "Still Open"),
            ("closing", "Being Closed"),
            ("closed", "Month Closed"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    last_day = fields.Date(compute="_compute_last_day")
    fingerprint = fields.Char(
        readonly=True, copy=False, help="SHA-256 of everything in the month."
    )
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    closed_at = fields.Datetime("Month Closed On", readonly=True, copy=False)
    touches = fields.Integer(
        readonly=True,
        copy=False,
        help="Facts that were entered while it was being closed.",
    )
    exception_ids = fields.One2many(
        "aftersales.period.exception", "period_id", "What Keeps It Open"
    )
    event_ids = fields.One2many(
        "aftersales.period.event", "period_id", "History", readonly=True
    )
    open_count = fields.Integer("Without Reason", compute="_compute_open_count")

    _month_unique = models.Constraint(
        "UNIQUE (company_id, month)", "This month is on the list already."
    )

    @api.depends("month")
    def _compute_last_day(self):
        for period in self:
            month = period.month
            period.last_day = month and month + _ONE - relativedelta(days=1)

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for period in self:
            period.display_name = period._get_month_words(period.month)

    @api.model
    def _get_month_words(self, day):
        return day and format_date(self.env, day, date_format="yyyy-MM")

    @api.depends("exception_ids.is_settled", "exception_ids.reason")
    def _compute_open_count(self):
        for period in self:
            rows = period.exception_ids
            period.open_count = len(rows.filtered(lambda row: row._keeps_open()))

    @api.model_create_multi
    def create(self, vals_list):
        """A month is known by its first day (extends the ORM's)."""
        for vals in vals_list:
            if day := fields.Date.to_date(vals.get("month")):
                vals["month"] = day.replace(day=1)
        return super().create(vals_list)

    @api.model
    def _get_next_month(self):
        """The month after those that are on the list already; the last one at first."""
        company = self.env.company
        known = self.search([("company_id", "=", company.id)], limit=1)
        last = company._aftersales_today().replace(day=1) - _ONE
        return known.month + _ONE if known else last

    # --- steps

    def action_begin(self):
        """开始月结: gather what keeps the month open.

        :raises MoveRefused: before the month is over
        """
        self._require_group(FINANCE)
        for period in self:
            if period.last_day >= period.company_id._aftersales_today():
                raise MoveRefused(
                    self.env._("%s is not over yet.", period.display_name)
                )
        self._move_to("closing")
        self._log("begun")
        self.action_gather()

    def action_stop(self):
        """Back to work in the month, before it is closed."""
        self._require_group(FINANCE)
        for period in self:
            if period.state != "closing":
                raise period._get_move_refusal("open")
        self._move_to("open")
        self._log("stopped")

    def action_close(self):
        """结账: nothing is left without a reason; what is in it is fingerprinted and filed.

        Of two who close it at once, the second meets a closed month.
        """
        self._require_group(FINANCE)
        for period in self:
            period._check_move("closed")
            period.action_gather()
            period._check_reasoned()
            period._move_to(
                "closed",
                closed_by_id=self.env.uid,
                closed_at=self._now(),
                **period._prepare_filing(),
            )
            period._log("closed", period._compare_with_last())

    def action_reopen(self, reason=None):
        """反结账: the director or the finance manager, never silently.

        :raises GroupRefused, ProofMissing: who may, and without a reason
        """
        for period in self:
            period._check_may_reopen()
            if not (reason or "").strip():
                raise ProofMissing(
                    self.env._(
                        "Please write why %s is opened again.", period.display_name
                    )
                )
            if period.state != "closed":
                raise period._get_move_refusal("open")
        self._keep_workbook()
        # sudo: the director writes months by this button only
        self.sudo()._move_to("open", fingerprint=False, difference=False)
        self._log("reopened", reason)

    def action_ask_reopen(self):
        """Open the window that asks for the reason."""
        self.ensure_one()
        self._check_may_reopen()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen the Month"),
            "res_model": "aftersales.period.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    def _check_may_reopen(self):
        self.check_access("read")
        user = self.env.user
        for period in self:
            if user.has_group(MANAGER):
                continue
            role = self.env["aftersales.role"].with_company(period.company_id)
            role = role.with_context(allowed_company_ids=period.company_id.ids)
            if not (user.has_group(FINANCE) and role._held_by(_ROLE, user)):
                raise GroupRefused(
                    self.env._(
                        "%s is opened again by the director or the finance manager only.",
                        period.display_name,
                    )
                )
