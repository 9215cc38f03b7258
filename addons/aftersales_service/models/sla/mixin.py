from odoo import fields, models


class SlaMixin(models.AbstractModel):
    """Documents under a service policy: a service order, a ticket of a helpdesk."""

    _name = "aftersales.sla.mixin"
    _inherit = ["document.right.mixin"]
    _description = "Document with Deadlines"

    sla_version_id = fields.Many2one(
        "aftersales.sla.version",
        "Service Policy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="As it was when the job came in; a later version does not change it.",
    )

    # --- hooks of the document

    def _get_sla_levels(self):
        """{level of a policy: value of this document}"""
        product = self._get_sla_product()
        return {
            "company_id": self.company_id,
            "contract_id": self._get_sla_contract(),
            "partner_id": self._get_sla_partner().commercial_partner_id,
            "product_tmpl_id": product.product_tmpl_id,
            "categ_id": product.categ_id,
            "unit_id": self._get_sla_unit(),
        }

    def _get_sla_contract(self):
        """The contract (sale.order) whose policy comes first."""
        return self.env["sale.order"]

    def _get_sla_partner(self):
        """The customer whose policy is asked for."""
        return self.partner_id if "partner_id" in self else self.env["res.partner"]

    def _get_sla_product(self):
        """The product whose policy is asked for."""
        return self.product_id if "product_id" in self else self.env["product.product"]

    def _get_sla_unit(self):
        """The service unit whose policy is asked for."""
        return self.unit_id if "unit_id" in self else self.env["aftersales.unit"]

    def _get_sla_facts(self):
        """What the conditions of rules look at, of one document.

        :return: dict with ``area``, ``distance_km``, ``severity``, ``fault_area``,
            ``service_type``, ``order_kind``, ``supplier_needed``, ``categ_id``,
            ``partner_id``, ``contract_id``
        """
        self.ensure_one()
        return {}

    def _get_sla_start(self):
        """Moment (UTC) at which the document began."""
        self.ensure_one()
        return self.create_date or fields.Datetime.now()

    # --- the policy that holds

    def _get_policy(self):
        """The switches that hold for this document, with their defaults without policy."""
        self.ensure_one()
        return self.sla_version_id or self.env["aftersales.sla.version"].new({})

    def _take_sla_version(self):
        """Keep the version in force on the day the document began."""
        fresh = self.filtered(lambda d: not d.sla_version_id)
        for document, version in fresh._find_sla_versions().items():
            if version:
                document._in_flow().sla_version_id = version

    def _get_sla_versions(self):
        """{document: the version it runs under, or would; empty without one}"""
        known = {document: document.sla_version_id for document in self}
        fresh = self.filtered(lambda d: not known[d])
        return known | (fresh._find_sla_versions() if fresh else {})

    def _get_sla_day(self):
        """The day whose policy it follows."""
        return self.company_id._aftersales_day(self._get_sla_start())

    def _find_sla_versions(self):
        days = {document: document._get_sla_day() for document in self}
        return self.env["aftersales.sla.policy"]._get_versions(self, days)
