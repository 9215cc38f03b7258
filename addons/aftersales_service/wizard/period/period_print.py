from odoo import api, fields, models


class PeriodPrint(models.TransientModel):
    """Asks for the day of a daily report of fees (服务费日报)."""

    _name = "aftersales.period.print"
    _description = "Daily Report of Fees"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    day = fields.Date(
        required=True, default=lambda self: self.env.company._aftersales_today()
    )

    @api.depends("day")
    def _compute_display_name(self):
        for window in self:
            window.display_name = str(window.day or "")

    def action_print(self):
        report = self.env.ref("aftersales_service.action_report_fee_day")
        return report.report_action(self, config=False)
