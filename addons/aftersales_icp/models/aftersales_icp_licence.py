from datetime import date

from odoo import api, fields, models

from ..const import LICENCE_STATES, LICENCE_TRANSITIONS
from ..exceptions import (
    IcpDatesWrong,
    IcpEvidenceMissing,
    IcpKept,
    IcpNumberMissing,
)
from ..kernel.deadline import due_date

LICENCE_ENDED = {"replaced", "cancelled", "revoked"}
OWED = {"open", "bad_list"}  # annual reports that are still to be sent
# An end that lies further ahead than this is the new one already.
RENEWAL_MONTHS = 24


class IcpLicence(models.Model):
    """A value-added telecom licence: five years, a report every first quarter (§3.6)."""

    _name = "aftersales.icp.licence"
    _description = "ICP Licence"
    _inherit = [
        "aftersales.icp.number.mixin",
        "aftersales.icp.flow.mixin",
        "aftersales.icp.duty.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "valid_to desc, id desc"
    _rec_names_search = ["number", "partner_id"]
    _check_company_auto = True
    _transitions = LICENCE_TRANSITIONS
    _stamps = {"applied": "applied_on", "granted": "valid_from"}

    partner_id = fields.Many2one(
        "res.partner", string="Holder", required=True, index=True, ondelete="restrict"
    )
    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        index="btree_not_null",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    number = fields.Char(string="Licence Number", tracking=True)
    class_ids = fields.Many2many(
        "aftersales.icp.code",
        "aftersales_icp_licence_class_rel",
        string="Classes",
        domain=[("category", "=", "licence_class")],
    )
    province_ids = fields.Many2many(
        "aftersales.icp.province", string="Provinces", help="Empty: the whole country."
    )
    state = fields.Selection(
        LICENCE_STATES,
        string="Status",
        required=True,
        default="preparing",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    applied_on = fields.Date(copy=False)
    valid_from = fields.Date(copy=False, tracking=True)
    valid_to = fields.Date(copy=False, tracking=True, index="btree_not_null")
    is_expired = fields.Boolean(
        compute="_compute_is_expired", search="_search_is_expired"
    )
    registry_changed_on = fields.Date(
        help="Name, address or legal representative changed in the business registry."
    )
    stop_planned_on = fields.Date(
        string="Stop of Business Planned On",
        copy=False,
        tracking=True,
        help="Change of operator or scope, or stop of business: announced 90 days ahead.",
    )
    special_terms = fields.Text()
    refusal = fields.Text(string="Reasons of the Refusal")
    annual_ids = fields.One2many("aftersales.icp.annual", "licence_id")
    branch_ids = fields.One2many("aftersales.icp.branch", "licence_id")

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL AND state = 'granted'",
        "This licence is already in the register.",
    )

    @api.depends("partner_id.display_name", "number")
    def _compute_display_name(self):
        for licence in self:
            parts = (licence.partner_id.display_name, licence.number)
            licence.display_name = " ".join(filter(None, parts))

    def _compute_is_expired(self):
        for licence in self:
            licence.is_expired = bool(
                licence.valid_to and licence.valid_to < licence._today()
            )

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("valid_to", "<" if True in value else ">=", self._today())]

    def _number_kind(self):
        return "licence"

    @api.constrains("state", "number_raw")
    def _check_number_of_state(self):
        for licence in self:
            if licence.state == "granted" and not licence.number:
                raise IcpNumberMissing(
                    self.env._("Enter the licence number before recording it.")
                )

    @api.constrains("state", "refusal")
    def _check_refusal(self):
        """A refusal is in writing, with reasons (article 7)."""
        for licence in self:
            if licence.state == "refused" and not (licence.refusal or "").strip():
                raise IcpEvidenceMissing(
                    self.env._("Write the reasons of the refusal, as the letter says.")
                )

    @api.constrains("valid_from", "valid_to")
    def _check_dates(self):
        for licence in self:
            first, last = licence.valid_from, licence.valid_to
            if first and last and last < first:
                raise IcpDatesWrong(
                    self.env._("The licence ends before it begins: check its dates.")
                )

    def write(self, vals):
        result = super().write(vals)
        dates = {
            "valid_to": "licence_expiry",
            "registry_changed_on": "licence_changed",
            "stop_planned_on": "stop_planned",
        }
        for name, event in dates.items():
            if name in vals:
                self._schedule_duties({event: name})
        return result

    def action_apply(self):
        """Received by the authority: 60 days to decide (I-08)."""
        self._move_to("applied")

    def action_grant(self):
        """Granted for five years unless a shorter end is entered."""
        self._move_to("granted")

    def action_refuse(self):
        """Refused in writing with reasons."""
        self._move_to("refused")

    def action_prepare(self):
        """Back to preparing; another application begins on another day."""
        self._move_to("preparing", applied_on=False)

    def action_replace(self):
        """A renewed or changed licence takes its place."""
        self._move_to("replaced")

    def action_cancel(self):
        """Given back."""
        self._move_to("cancelled")

    def action_revoke(self):
        """Taken away by the authority."""
        self._move_to("revoked")

    def _after_move(self, state):
        if state == "applied":
            self._schedule_duties({"licence_applied": "applied_on"})
        if state == "preparing":
            self._schedule_duties({"licence_applied": False})
        if state == "refused":
            for licence in self:
                licence._fulfil_duties(["licence_applied"], licence.refusal)
        if state == "granted":
            self._begin()
        if state in LICENCE_ENDED:
            self._end_duties(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                self.env._("The licence has ended."),
            )
        return super()._after_move(state)

    def _begin(self):
        for licence in self.filtered(lambda one: not one.valid_to):
            licence.valid_to = due_date(licence.valid_from, 60, "month")
        self._schedule_duties({"licence_expiry": "valid_to"})
        self._fulfil_duties(["licence_applied"], self.env._("Licence granted"))
        self._open_annual(self._today().year - 1)

    def _renew(self):
        """Renewed for five more years, unless the new end was entered already; the duties
        of the old end are done."""
        for licence in self:
            old, today = licence.valid_to, licence._today()
            licence._fulfil_duties(["licence_expiry"], self.env._("Licence renewed"))
            if not old or old < due_date(today, RENEWAL_MONTHS, "month"):
                licence.valid_to = due_date(old or today, 60, "month")
            else:
                licence._schedule_duties({"licence_expiry": "valid_to"})

    def _report_annual(self):
        """The oldest report that is owed was sent; without one, that of the past year."""
        for licence in self:
            owed = licence.annual_ids.filtered(lambda one: one.state in OWED)
            owed = owed or licence._open_annual(licence._today().year - 1)
            owed.sorted("year")[:1].action_report()

    def _open_annual(self, year):
        """The reports of the past year that licences of that year owe."""
        end = date(year, 12, 31)
        due = self.filtered(
            lambda one: one.state == "granted"
            and one.valid_from <= end
            and year not in one.annual_ids.mapped("year")
        )
        return self.env["aftersales.icp.annual"].create(
            [{"licence_id": licence.id, "year": year} for licence in due]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_preparing(self):
        if self.filtered(lambda licence: licence.state != "preparing"):
            raise IcpKept(
                self.env._("A licence that has existed is cancelled, not deleted.")
            )
