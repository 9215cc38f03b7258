from odoo import fields, models
from odoo.fields import Domain


class ReturnsPrint(models.TransientModel):
    """Asks for the days of a register of returned goods, and prints it."""

    _name = "aftersales.returns.print"
    _description = "Print a Register of Returns"
    _inherit = "document.window.mixin"

    kind = fields.Selection(
        [
            ("custody", "Register of Customers' Goods In and Out"),
            ("inspection", "Statistics of Non-Conforming Products"),
        ],
        required=True,
        default="custody",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._get_today().replace(day=1)
    )
    date_to = fields.Date(
        "Until", required=True, default=lambda self: self._get_today()
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    def _get_today(self):
        return self.env.company._aftersales_today()

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = f"{wizard.date_from} – {wizard.date_to}"

    def action_print(self):
        self.ensure_one()
        name = {
            "custody": "action_report_custody_register",
            "inspection": "action_report_nonconforming",
        }[self.kind]
        report = self.env.ref(f"aftersales_service.{name}")
        return report.report_action(self.ids, config=False)

    def _get_days(self, name):
        """Domain: the moment ``name`` lies within the days of the company."""
        start = fields.Datetime.to_datetime(self.date_from)
        stop = fields.Datetime.add(fields.Datetime.to_datetime(self.date_to), days=1)
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain(name, ">=", self._to_utc(start))
            & Domain(name, "<", self._to_utc(stop))
        )

    def _to_utc(self, local):
        zone = self.company_id._aftersales_zone()
        offset = local.replace(tzinfo=zone).utcoffset()
        return local - offset

    def _find_custodies(self):
        return self.env["aftersales.custody"].search(
            self._get_days("taken_at"), order="taken_at, id"
        )

    def _find_statistics(self):
        """[(product, cause, step, responsibility, disposition, cases, quantity)]"""
        domain = self._get_days("concluded_at") & Domain("state", "=", "concluded")
        return self.env["aftersales.inspection"]._read_group(
            domain,
            ["product_id", "cause", "step_id", "responsibility", "disposition"],
            ["__count", "quantity:sum"],
            order="product_id, cause",
        )
