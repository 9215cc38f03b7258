from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...groups import FINANCE
from ...kernel.dates import add_months


class MonthlyAgreement(models.Model):
    """A customer who pays once a month: from when, on which day, and in how many days."""

    _name = "aftersales.monthly.agreement"
    _description = "Agreement on Monthly Payment"
    _inherit = [
        "document.guard.mixin",
        "mail.thread",
        "aftersales.remembered.mixin",
    ]
    _order = "partner_id, valid_from desc, id desc"
    _check_company_auto = True
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        domain=[("parent_id", "=", False)],
        tracking=True,
        help="Jobs of his contacts and addresses go on the same statement.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    day = fields.Integer(
        "Closing Day",
        default=31,
        required=True,
        tracking=True,
        help="What was done until this day of the month goes on its statement; in shorter months the last day.",
    )
    valid_from = fields.Date(
        required=True, default=fields.Date.context_today, tracking=True
    )
    valid_to = fields.Date("Valid Until", tracking=True)
    answer_days = fields.Integer(
        "Answer Within (Working Days)", default=5, help="0: no deadline."
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        "Payment Terms",
        index="btree_not_null",
        check_company=True,
        help="Of the one invoice; empty: those of the customer.",
    )
    user_id = fields.Many2one(
        "res.users", "Person in Charge", index="btree_not_null", tracking=True
    )
    note = fields.Text("Internal Note")
    next_on = fields.Date(
        "Next Closing",
        readonly=True,
        copy=False,
        index="btree_not_null",
        compute="_compute_next_on",
        store=True,
    )
    closed_on = fields.Date("Last Closing", readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _day_of_month = models.Constraint(
        "CHECK (day >= 1 AND day <= 31 AND answer_days >= 0)",
        "The closing day is one from 1 to 31, and a deadline is not below zero.",
    )
    _dates = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "The agreement ends before it begins.",
    )

    @api.constrains("company_id", "partner_id", "active", "valid_to")
    def _check_one_open(self):
        """No unique index: core deletes rows of contacts that it merges for one."""
        opens = [("active", "=", True), ("valid_to", "=", False)]
        mine = self.filtered_domain(opens)
        found = self._read_group(
            [*opens, ("partner_id", "in", mine.partner_id.ids)],
            ["company_id", "partner_id"],
            ["__count"],
            having=[("__count", ">", 1)],
        )
        if found:
            raise ValidationError(
                self.env._(
                    "%s has an agreement without an end already.", found[0][1].name
                )
            )

    @api.depends("day", "valid_from", "closed_on")
    def _compute_next_on(self):
        for agreement in self.filtered(lambda a: a.valid_from and 1 <= a.day <= 31):
            after = agreement.closed_on or agreement.valid_from - timedelta(days=1)
            found = agreement._get_closing(after)
            if found <= after:
                found = agreement._get_closing(add_months(after.replace(day=1), 1))
            agreement.next_on = found

    def _get_closing(self, day):
        """The closing day of the month in which ``day`` lies."""
        first = day.replace(day=1)
        last = add_months(first, 1) - timedelta(days=1)
        return min(first + timedelta(days=self.day - 1), last)

    # --- remembered, because desk and phone ask it of each job

    @api.model
    @ormcache("company_id")
    def _get_partner_ids(self, company_id):
        """Who of a company has an agreement at all."""
        # sudo: that he pays monthly is known to whoever sees the job
        found = self.sudo().search([("company_id", "=", company_id)])
        return frozenset(found.partner_id.ids)

    def _find_for(self, keys):
        """{(company, partner, day): agreement}, in one search."""
        if not keys:
            return {}
        partners = {partner.id for _company, partner, _day in keys}
        found = self.with_context(active_test=False).search(
            [
                ("partner_id", "in", list(partners)),
                ("company_id", "in", [company.id for company, _p, _d in keys]),
                ("active", "=", True),
            ]
        )
        return {
            key: found.filtered(lambda agreement, key=key: agreement._covers(*key))[:1]
            for key in keys
        }

    def _covers(self, company, partner, day):
        return (
            self.company_id == company
            and self.partner_id == partner
            and self.valid_from <= day <= (self.valid_to or day)
        )

    def action_gather(self):
        """Put what is ready on a statement now, up to today, and show it.

        :raises MoveRefused: when nothing is, with the reasons
        """
        drafts = self.env["aftersales.monthly.statement"]
        drafts._require_group(FINANCE)
        self.check_access("write")
        # sudo: statements are made by this action, of shares across jobs
        for agreement in self.sudo():
            drafts |= agreement._gather(agreement.company_id._aftersales_today())
        if not drafts:
            self._refuse_empty()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_monthly_statement_action"
        )
        return action | {"domain": [("id", "in", drafts.ids)], "context": {}}

    @api.model
    def _cron_gather(self):
        """Every night: customers whose closing day is over."""
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_monthly_gather",
            self,
            self.env["res.company"]._aftersales_reached("next_on", "<"),
            lambda agreements: agreements._close(),
            size=20,
        )

    def _close(self):
        """Up to the last closing day, however long nobody looked."""
        for agreement in self:
            today = agreement.company_id._aftersales_today()
            closing = agreement._get_closing(today)
            if closing >= today:
                closing = agreement._get_closing(
                    today.replace(day=1) - timedelta(days=1)
                )
            agreement._gather(closing)
            agreement._in_flow().closed_on = closing
