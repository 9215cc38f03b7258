from odoo import fields, models
from odoo.fields import Domain

OVER = ("signed", "closed", "filed", "cancelled")


class ServiceOrder(models.Model):
    """The warranty stands still while the device is in repair (A6): from the day on which
    somebody works on it, takes it in or waits for its parts, not from the call."""

    _inherit = "aftersales.order"

    _flow_fields = frozenset({"repair_began_on", "repair_ended_on"})

    repair_began_on = fields.Date(
        "In Repair Since",
        readonly=True,
        copy=False,
        help="Work, taking in or waiting for parts began; from here on the warranty stands still.",
    )

    repair_ended_on = fields.Date(
        "Repaired On",
        readonly=True,
        copy=False,
        help="The customer accepted the repair; from here on it must work.",
    )

    def _begin_repair(self, moment=None):
        """The device of these jobs is in repair from now on; a question is no repair."""
        moment = moment or self._now()
        repairs = self._get_current().filtered(
            lambda o: o.device_id
            and not o.repair_began_on
            and o.order_kind != "consultation"
            and o.service_type != "d"
            and o.state not in OVER
        )
        for company, orders in repairs.grouped("company_id").items():
            day = company._aftersales_day(moment)
            # sudo: a technician begins, only the desk writes jobs
            orders.sudo()._in_flow().write({"repair_began_on": day})
        repairs._suspend_coverages()

    def _suspend_coverages(self):
        for order in self.filtered("device_id"):
            order.device_id._suspend_coverages(order.repair_began_on, order.name)

    def _move_to(self, state, **vals):
        """Signing ends the repair: the warranty goes on, and the repair gets its own."""
        repaired = self.filtered("repair_began_on")
        result = super()._move_to(state, **vals)
        if state in ("signed", "closed", "cancelled"):
            self._leave_repair()
        if state == "signed":
            repaired._note_repaired()
            for order in self.filtered("device_id"):
                order.device_id._grant_after_repair(
                    order.company_id._aftersales_today(),
                    order.name,
                    order._get_replaced_parts(),
                )
        return result

    def _note_repaired(self):
        for company, orders in self.grouped("company_id").items():
            # sudo: the customer signs in front of a technician, who writes no jobs
            orders.sudo()._in_flow().write(
                {"repair_ended_on": company._aftersales_today()}
            )

    def _leave_repair(self):
        """The warranty goes on, unless another job still has the device in repair."""
        repairs = self.filtered(lambda o: o.device_id and o.repair_began_on)
        if not repairs:
            return
        # sudo: see `_note_repaired`; and the other job may be another team's
        repairs = repairs.sudo()
        repairs._in_flow().write({"repair_began_on": False})
        others = repairs.search(
            Domain("device_id", "in", repairs.device_id.ids)
            & Domain("repair_began_on", "!=", False)
            & Domain("state", "not in", OVER)
        )
        for order in repairs.filtered(lambda o: o.device_id not in others.device_id):
            today = order.company_id._aftersales_today()
            order.device_id._resume_coverages(today, order.name)

    def write(self, vals):
        """Another device is in repair, since the same day: the wrong one goes on (extends)."""
        if "device_id" not in vals:
            return super().write(vals)
        began = {order: order.repair_began_on for order in self}
        changed = self.filtered(lambda o: o.device_id.id != vals["device_id"])
        changed._leave_repair()
        result = super().write(vals)
        for order in changed.filtered(lambda o: began[o] and o.device_id):
            # sudo: see `_note_repaired`
            order.sudo()._in_flow().write({"repair_began_on": began[order]})
            order._suspend_coverages()
        return result
