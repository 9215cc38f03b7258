from odoo import api, fields, models


class Fault(models.Model):
    _inherit = "aftersales.fault"

    parts_text = fields.Char("Parts to Take", compute="_compute_parts_text")

    @api.depends("part_ids.product_id", "part_ids.quantity")
    def _compute_parts_text(self):
        for fault in self:
            fault.parts_text = "、".join(
                f"{part.product_id.display_name} ×{part.quantity:g}"
                for part in fault.part_ids
            )

    def _prepare_suggestion(self):
        return {
            "id": self.id,
            "cause": self.parent_id.name,
            "remedy": self.name,
            "hours": self.hours,
            "parts": [
                {
                    "product_id": part.product_id.id,
                    "name": part.product_id.display_name,
                    "quantity": part.quantity,
                }
                for part in self.part_ids
            ],
        }


class ServiceOrder(models.Model):
    """Pre-diagnosis: the chosen symptom proposes causes, remedies, parts and hours (S-05)."""

    _inherit = "aftersales.order"

    suggested_remedy_ids = fields.Many2many(
        "aftersales.fault",
        string="Likely Remedies",
        compute="_compute_suggested_remedy_ids",
    )
    fault_guidance = fields.Text(
        related="fault_id.guidance", string="Guidance on the Telephone"
    )
    fault_suggestions = fields.Json(compute="_compute_fault_suggestions")

    @api.depends("fault_id")
    def _compute_suggested_remedy_ids(self):
        remedies = self.env["aftersales.fault"]
        symptoms = self.fault_id
        if symptoms:
            remedies = remedies.search(
                [("id", "child_of", symptoms.ids), ("kind", "=", "action")]
            )
        for order in self:
            path = order.fault_id.parent_path
            order.suggested_remedy_ids = remedies.filtered(
                lambda f, path=path: path and f.parent_path.startswith(path)
            )

    @api.depends("suggested_remedy_ids")
    @api.depends_context("lang")
    def _compute_fault_suggestions(self):
        suggestions = self._get_fault_suggestions()
        for order in self:
            order.fault_suggestions = suggestions[order]

    def _get_fault_suggestions(self):
        """{job: [{id, cause, remedy, hours, parts: [{product_id, name, quantity}]}]} in the
        order of the tree, as the service desk and the dispatch window show them."""
        return {
            order: [
                remedy._prepare_suggestion() for remedy in order.suggested_remedy_ids
            ]
            for order in self
        }
