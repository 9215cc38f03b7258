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
        hints = self._get_fit_hints()
        for order in self:
            order.fit_hints = "\n".join(hints[order])

    def _get_fit_hints(self):
        """{job: sentences about the parts that the remedies of its reported fault need}."""
        return {
            order: list(
                dict.fromkeys(
                    row["fit"]["text"]
                    for remedy in remedies
                    for row in remedy["parts"]
                    if "fit" in row
                )
            )
            for order, remedies in self._get_fault_suggestions().items()
        }

    def _get_fault_suggestions(self):
        """A part that a remedy needs and that does not fit carries ``fit`` (extends)."""
        remedies = super()._get_fault_suggestions()
        known = self.filtered(lambda order: order.device_id or order.product_id)
        here = self.env.company
        for company, orders in known.grouped(lambda o: o.company_id or here).items():
            rows = {
                order: [row for remedy in remedies[order] for row in remedy["parts"]]
                for order in orders
            }
            orders._tell_fits(rows, company)
        return remedies

    def _tell_fits(self, rows, company):
        """:param rows: {job: rows of parts}, all of one ``company``"""
        products = self.env["product.product"].browse(
            dict.fromkeys(row["product_id"] for parts in rows.values() for row in parts)
        )
        if not products:
            return
        machines = [self.product_id._origin]
        fitting = Fitting(self.device_id._origin, products, company, machines=machines)
        for order, parts in rows.items():
            wanted = {row["product_id"] for row in parts}
            told = fitting.tell(
                order.device_id._origin,
                order.product_id._origin,
                products.filtered(lambda product, wanted=wanted: product.id in wanted),
            )
            for row in parts:
                if row["product_id"] in told:
                    row["fit"] = told[row["product_id"]]


class ServiceDesk(models.AbstractModel):
    _inherit = "aftersales.service.desk"

    @api.model
    def _prepare_preview(self, new):
        """What the clerk should know of the parts that the fault usually needs (extends)."""
        return super()._prepare_preview(new) | {"unfit": new._get_fit_hints()[new]}


class ProductTemplate(models.Model):
    """On the product: what replaces it, what it replaces, which machines it fits, and the
    parts of a machine."""

    _inherit = "product.template"

    def action_aftersales_supersessions(self):
        """Both directions, to be changed by who may."""
        self.ensure_one()
        parts = self.product_variant_ids.ids
        domain = ["|", ("product_id", "in", parts), ("successor_id", "in", parts)]
        return self._aftersales_open("aftersales_part_supersession_action", domain)

    def action_aftersales_machines(self):
        """The machines of a part, or the parts of a machine."""
        self.ensure_one()
        parts = self.product_variant_ids.ids
        domain = ["|", ("product_id", "in", parts), ("machine_tmpl_id", "=", self.id)]
        return self._aftersales_open("aftersales_part_fit_action", domain)

    def _aftersales_open(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"aftersales_service.{name}"
        )
        context = {}
        if self.aftersales_is_part:
            context["default_product_id"] = self.product_variant_id.id
        elif name == "aftersales_part_fit_action":
            context["default_machine_tmpl_id"] = self.id
        return action | {"domain": domain, "context": context}
