from odoo import api, fields, models

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

    requisition_ids = fields.One2many(
        "aftersales.requisition", "order_id", "Requisitions"
    )
    requisition_count = fields.Integer(compute="_compute_requisition_count")

    def _compute_requisition_count(self):
        counts = dict(
            self.env["aftersales.requisition"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.requisition_count = counts.get(order._origin, 0)

    def action_view_requisitions(self):
        """Parts that were asked for, whoever takes them along."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_requisition_action"
        )
        context = {"default_order_id": self.id}
        return action | {"domain": [("order_id", "=", self.id)], "context": context}

    def _get_blockers(self):
        held = self.requisition_ids._get_held_lines()
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
        short = self.requisition_ids.filtered(lambda r: r._is_short())
        return super()._get_waits() + [("parts", each) for each in short]

    def _on_merged(self, others):
        """Parts that nobody took along yet follow; it waits for those of the visits that it
        took over as well (extends)."""
        result = super()._on_merged(others)
        # sudo: what was submitted stands, whoever joins the jobs
        own = others.sudo().requisition_ids
        own._in_flow().write({"order_id": self.id})
        own._take_over()
        self._follow_parts()
        return result

    def _follow_parts(self):
        """Waiting for parts begins and ends with the requisitions (C1)."""
        self._follow_waits()
        events = self.env["aftersales.sla.event"]
        if not (events._is_used("parts_awaited") or events._is_used("parts_there")):
            return
        for order in self.filtered(lambda o: o._takes_time()):
            short = any(r._is_short() for r in order.requisition_ids)
            waited = "parts_awaited" in (order.clock_events or {})
            if short and not waited:
                order._clock_event("parts_awaited")
            elif waited and not short:
                order._forget_event("parts_awaited")
                order._clock_event("parts_there")

    def _get_replaced_parts(self):
        """What the visits of the job built in (A7)."""
        lines = self.requisition_ids.line_ids.filtered("used_quantity")
        return super()._get_replaced_parts() | lines.product_id

    def _move_goods(self, state):
        """A job that is over asks for no parts any more: what is reserved for it is free
        for others (extends)."""
        result = super()._move_goods(state)
        if state in ("closed", "cancelled"):
            # sudo: whoever ends the job, the store keeps nothing for it
            asked = self.sudo().requisition_ids.filtered(lambda r: r._is_asked())
            asked.action_cancel()
        return result
