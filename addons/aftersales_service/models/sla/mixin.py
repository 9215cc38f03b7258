from odoo import models


class SlaMixin(models.AbstractModel):
    """A document that follows a service policy: whose policy is asked for.

    The room of deadlines adds what runs under it.
    """

    _name = "aftersales.sla.mixin"
    _inherit = ["document.right.mixin"]
    _description = "Document with Deadlines"

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
