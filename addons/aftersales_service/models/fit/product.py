from odoo import models


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
