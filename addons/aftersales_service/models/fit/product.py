from odoo import api, fields, models


class ProductTemplate(models.Model):
    """On the product: what replaces it, what it replaces, which machines it fits, and the
    parts of a machine."""

    _inherit = "product.template"

    aftersales_successor_ids = fields.One2many(
        "aftersales.part.supersession",
        string="Replaced By",
        compute="_compute_aftersales_fit",
    )
    aftersales_predecessor_ids = fields.One2many(
        "aftersales.part.supersession",
        string="Replaces",
        compute="_compute_aftersales_fit",
    )
    aftersales_machine_ids = fields.One2many(
        "aftersales.part.fit",
        string="Fits Serial Numbers",
        compute="_compute_aftersales_fit",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_aftersales_fit(self):
        """What the user may see; whoever has no role of ours reads empty lists."""
        changes = self.env["aftersales.part.supersession"]
        fits = self.env["aftersales.part.fit"]
        self._aftersales_list(changes, "product_tmpl_id", "aftersales_successor_ids")
        self._aftersales_list(
            changes, "successor_tmpl_id", "aftersales_predecessor_ids"
        )
        self._aftersales_list(fits, "product_tmpl_id", "aftersales_machine_ids")

    def _aftersales_list(self, rows, column, name):
        found = {}
        if rows.has_access("read"):
            found = rows.search([(column, "in", self.ids)]).grouped(column)
        for template in self:
            template[name] = found.get(template._origin, rows)

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
