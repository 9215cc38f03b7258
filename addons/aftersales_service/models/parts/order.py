from odoo import models

from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_blockers(self):
        held = self.visit_ids.requisition_ids._get_held_lines()
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "%(part)s of %(requisition)s is still with the technician.",
                    part=line.product_id.display_name,
                    requisition=line.requisition_id.name,
                ),
                line.requisition_id,
                line.requisition_id.technician_id.name,
            )
            for line in held
        ]

    def _get_replaced_parts(self):
        """What the visits of the job built in (A7)."""
        lines = self.visit_ids.requisition_ids.line_ids.filtered("used_quantity")
        return super()._get_replaced_parts() | lines.product_id
