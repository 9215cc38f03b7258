from odoo import api, fields, models

from ...kernel.dates import last_day


class Coverage(models.Model):
    """A warranty on a device: from a day to a day, both inclusive (W-03, W-34).

    Whether it is running depends on today and is never stored.
    """

    _name = "aftersales.coverage"
    _description = "Warranty Coverage"
    _order = "end_date desc, id desc"
    _rec_name = "kind"
    _check_company_auto = True

    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("standard", "Standard Warranty"),
            ("extended", "Extended Warranty"),
            ("goodwill", "Goodwill"),
        ],
        required=True,
        default="standard",
    )
    months = fields.Integer("Period (Months)", required=True)
    start_date = fields.Date(required=True)
    end_date = fields.Date(
        "Last Covered Day", compute="_compute_end_date", store=True, index=True
    )
    origin = fields.Char("Granted By", help="The document or register this comes from.")

    _months_positive = models.Constraint(
        "CHECK (months > 0)", "A warranty period has at least one month."
    )

    @api.depends("start_date", "months")
    def _compute_end_date(self):
        for coverage in self:
            known = coverage.start_date and coverage.months > 0
            coverage.end_date = known and last_day(coverage.start_date, coverage.months)
