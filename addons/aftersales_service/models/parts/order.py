from odoo import api, models

from ..base.blocker import Blocker


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What requisitions tell (extends the hook)."""
        codes = ("parts_awaited", "parts_there")
        return super()._get_homes() | dict.fromkeys(codes, "parts")


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

    def _get_waits(self):
        """Parts that are not in stock (extends)."""
        short = self.visit_ids.requisition_ids.filtered(lambda r: r._is_short())
        return super()._get_waits() + [("parts", each) for each in short]

    def _on_merged(self, others):
        """It waits for the parts of the visits that it took over (extends)."""
        result = super()._on_merged(others)
        self._follow_parts()
        return result

    def _follow_parts(self):
        """Waiting for parts begins and ends with the requisitions (C1)."""
        self._follow_waits()
        events = self.env["aftersales.sla.event"]
        if not (events._is_used("parts_awaited") or events._is_used("parts_there")):
            return
        for order in self.filtered(lambda o: o._takes_time()):
            short = any(r._is_short() for r in order.visit_ids.requisition_ids)
            waited = "parts_awaited" in (order.clock_events or {})
            if short and not waited:
                order._clock_event("parts_awaited")
            elif waited and not short:
                order._forget_event("parts_awaited")
                order._clock_event("parts_there")

    def _get_replaced_parts(self):
        """What the visits of the job built in (A7)."""
        lines = self.visit_ids.requisition_ids.line_ids.filtered("used_quantity")
        return super()._get_replaced_parts() | lines.product_id
