from odoo import models


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _get_visits_left(self):
        """Visits of a limited coverage that were not made yet (A10)."""
        made = self.env["aftersales.visit"].search_count(
            [
                ("order_id.device_id", "=", self.device_id.id),
                ("order_id.decision_ids.line_ids.coverage_id", "=", self.id),
                ("signed_at", "!=", False),
            ]
        )
        return self.visit_limit - made
