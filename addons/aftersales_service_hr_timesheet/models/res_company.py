from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_timesheet_project_id = fields.Many2one(
        "project.project",
        "Project for Visits",
        check_company=True,
        index="btree_not_null",
        domain=[("allow_timesheets", "=", True)],
        help="Hours of finished visits become timesheets of this project; empty: none are written.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_timesheet_project_id = fields.Many2one(
        related="company_id.aftersales_timesheet_project_id", readonly=False
    )
