from datetime import date

from odoo import api, fields, models

from ..const import ANNUAL_STATES, ANNUAL_TRANSITIONS
from ..kernel.deadline import annual_window


class IcpAnnual(models.Model):
    """The annual report (年报) of a licence: January to March, made up in April (D16)."""

    _name = "aftersales.icp.annual"
    _description = "ICP Licence Annual Report"
    _inherit = ["aftersales.icp.flow.mixin", "aftersales.icp.duty.mixin"]
    _order = "year desc, id desc"
    _transitions = ANNUAL_TRANSITIONS
    _stamps = {"done": "reported_on", "makeup": "reported_on"}

    licence_id = fields.Many2one(
        "aftersales.icp.licence", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="licence_id.company_id", store=True, index=True
    )
    subject_id = fields.Many2one(related="licence_id.subject_id")
    year = fields.Integer(required=True, aggregator=None)
    due_on = fields.Date(compute="_compute_due_on", store=True, precompute=True)
    reported_on = fields.Date(copy=False)
    receipt_ids = fields.Many2many("ir.attachment", string="Receipts")
    state = fields.Selection(
        ANNUAL_STATES,
        string="Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )

    _year_unique = models.Constraint(
        "UNIQUE (licence_id, year)", "This year has a report already."
    )

    @api.depends("year")
    def _compute_due_on(self):
        for report in self:
            report.due_on = annual_window(report.year)[1]

    @api.depends("year", "licence_id.display_name")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.licence_id.display_name} {report.year}"

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._schedule_duties({"annual_due": "due_on"})
        return reports

    def action_report(self):
        """Sent in time; from 1 April on it counts as made up."""
        late = self.filtered(lambda one: one._today() > one.due_on)
        for reports, state in ((late, "makeup"), (self - late, "done")):
            if reports:
                reports._move_to(state)
                reports._fulfil_duties(["annual_due"], self.env._("Report sent"))

    def action_bad_list(self):
        """On the list of unreliable holders (不良名单)."""
        self._move_to("bad_list")

    @api.model
    def _cron_open_annual(self):
        """On 1 January every licence of the year before owes a report."""
        year = self.env["aftersales.icp.duty.mixin"]._today().year - 1
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_annual",
            self.env["aftersales.icp.licence"],
            [
                ("state", "=", "granted"),
                ("valid_from", "<=", date(year, 12, 31)),
                ("annual_ids", "not any", [("year", "=", year)]),
            ],
            lambda licences: licences._open_annual(year),
        )
