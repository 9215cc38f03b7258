from odoo import fields, models
from odoo.fields import Domain

OVER = ("signed", "closed", "filed", "cancelled")


class ServiceOrder(models.Model):
    """The warranty stands still while the device is in repair (A6): from the day on which
    somebody works on it, takes it in or waits for its parts, not from the call."""

    _inherit = "aftersales.order"

    _watched_fields = frozenset({"device_id"})
    _flow_fields = frozenset({"repair_began_on", "repair_ended_on"})

    repair_began_on = fields.Date(
        "In Repair Since",
        readonly=True,
        copy=False,
        help="Work, taking in or waiting for parts began; from here on the warranty is suspended.",
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

    def _move_repair(self, state):
        """Signing ends the repair: the warranty goes on, and the repair gets its own
        (extends)."""
        repaired = self.filtered("repair_began_on")
        if state in ("signed", "closed", "cancelled"):
            self._leave_repair()
        if state == "cancelled":
            self._drop_cause_steps()
        if state == "signed":
            repaired._note_repaired()
            for order in self.filtered("device_id"):
                order.device_id._grant_after_repair(
                    order.company_id._aftersales_today(),
                    order.name,
                    order._get_replaced_parts(),
                )

    def _note_repaired(self):
        for company, orders in self.grouped("company_id").items():
            # sudo: the customer signs in front of a technician, who writes no jobs
            orders.sudo()._in_flow().write(
                {"repair_ended_on": company._aftersales_today()}
            )

    def _leave_repair(self):
        """The warranty goes on, unless another job still has the device in repair."""
        repairs = self.filtered(lambda o: o.device_id and o.repair_began_on)
        if repairs:
            # sudo: see `_note_repaired`
            repairs.sudo()._in_flow().write({"repair_began_on": False})
            repairs._free_devices({order: order.device_id for order in repairs})

    def _free_devices(self, left):
        """:param left: {order: device that is no longer in repair with it}"""
        devices = self.env["aftersales.device"].union(*left.values())
        # sudo: the other job may be another team's
        others = self.sudo().search(
            Domain("device_id", "in", devices.ids)
            & Domain("repair_began_on", "!=", False)
            & Domain("state", "not in", OVER)
        )
        for order, device in left.items():
            if device not in others.device_id:
                today = order.company_id._aftersales_today()
                # sudo: see `_note_repaired`
                device.sudo()._resume_coverages(today, order.name)

    def _follow_device(self, changed):
        """Another device is in repair, since the same day: the wrong one goes on
        (extends)."""
        before = changed.get("device_id", {})
        moved = self._get_changed(changed, "device_id").filtered("repair_began_on")
        left = {order: before[order] for order in moved if before[order]}
        if left:
            self._free_devices(left)
        moved._suspend_coverages()
        # sudo: see `_note_repaired`
        without = moved.filtered(lambda o: not o.device_id).sudo()
        if without:
            without._in_flow().write({"repair_began_on": False})
