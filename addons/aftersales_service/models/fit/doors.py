from odoo import api, fields, models

from .fitting import Fitting


class RequisitionLine(models.Model):
    """At the issue counter and on the phone it is told as well, before it is too late."""

    _inherit = "aftersales.requisition.line"

    def _prepare_board_row(self, waiting, scanned, lots):
        return super()._prepare_board_row(waiting, scanned, lots) | {
            "fit_state": self.fit_state or "",
            "fit": self.fit_text or "",
            "fit_reason": self.fit_reason or "",
        }

    @api.model
    def _get_asked_fields(self):
        return super()._get_asked_fields() | {"fit_reason"}


class TechnicianDay(models.AbstractModel):
    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_day(self, visits, products):
        """Each card knows what of the catalogue does not belong into its machine, so the
        phone can say it without network (extends)."""
        day = super()._prepare_day(visits, products)
        parts = products.browse([row["id"] for row in day["catalog"]])
        # sudo: of his own jobs a technician sees the machine
        jobs = visits.sudo().order_id
        devices = jobs.device_id.with_env(self.env)
        machines = [jobs.product_id]
        fitting = Fitting(devices, parts, self.env.company, machines=machines)
        told = {job: fitting.tell(job.device_id, job.product_id, parts) for job in jobs}
        by_visit = {visit.id: told[visit.order_id] for visit in visits.sudo()}
        for card in day["visits"]:
            card["unfit"] = by_visit[card["id"]]
        return day


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    fit_hints = fields.Text(
        "Parts for This Serial",
        compute="_compute_fit_hints",
        help="What is to be known of the parts that the remedies need, for this machine.",
    )

    @api.depends("fault_id", "device_id", "product_id")
    @api.depends_context("lang")
    def _compute_fit_hints(self):
        for order in self:
            order.fit_hints = "\n".join(order._get_fit_hints())

    def _get_fit_hints(self):
        """Sentences about the parts that the remedies of the reported fault need."""
        remedies = self._get_fault_suggestions()
        rows = [row for remedy in remedies for row in remedy["parts"]]
        texts = [row["fit"]["text"] for row in rows if "fit" in row]
        return list(dict.fromkeys(texts))

    def _get_fault_suggestions(self):
        """A part that a remedy needs and that does not fit carries ``fit`` (extends)."""
        remedies = super()._get_fault_suggestions()
        rows = [row for remedy in remedies for row in remedy["parts"]]
        products = self.env["product.product"].browse(
            dict.fromkeys(row["product_id"] for row in rows)
        )
        device, machine = self.device_id._origin, self.product_id._origin
        if not (products and (device or machine)):
            return remedies
        company = self.company_id or self.env.company
        fitting = Fitting(device, products, company, machines=[machine])
        told = fitting.tell(device, machine, products)
        for row in rows:
            if row["product_id"] in told:
                row["fit"] = told[row["product_id"]]
        return remedies


class ServiceDesk(models.AbstractModel):
    _inherit = "aftersales.service.desk"

    @api.model
    def _prepare_preview(self, new):
        """What the clerk should know of the parts that the fault usually needs (extends)."""
        return super()._prepare_preview(new) | {"unfit": new._get_fit_hints()}
