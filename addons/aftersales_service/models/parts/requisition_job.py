from odoo import api, models

from ...exceptions import MoveRefused, PartRefused

ASKED_FOR = ("draft", "submitted", "approved")
# States of a visit that can still use parts.
GOING = ("planned", "confirmed", "under_way", "arrived", "in_work")


class Requisition(models.Model):
    """Parts before dispatch: a job asks for parts before anybody is sent. Until then they
    are reserved; the visit that is planned takes them over, and they go to its van."""

    _inherit = "aftersales.requisition"

    @api.constrains("order_id", "visit_id")
    def _check_same_job(self):
        for requisition in self:
            visit = requisition.visit_id
            if visit and visit.order_id != requisition.order_id:
                raise PartRefused(
                    self.env._(
                        "%(visit)s belongs to %(order)s. Choose a visit of the same job.",
                        visit=visit.name,
                        order=visit.order_id.name,
                    )
                )

    def _is_asked(self):
        return self.state in ASKED_FOR

    def _is_with_store(self):
        """Hook: whether all of it is still with the store; couriers have some of it."""
        return self._is_asked()

    def _get_destination(self):
        """The van of whoever goes; as long as nobody does, no van in particular."""
        issues = self.warehouse_id.aftersales_issue_type_id
        return self.technician_id.location_id or issues.default_location_dest_id

    def _get_site(self):
        order = self.order_id
        return self.visit_id.site_id or order.site_id or order.partner_id

    def _check_sent(self):
        """:raises MoveRefused: as long as nobody takes the parts along"""
        if not self.visit_id:
            raise MoveRefused(
                self.env._(
                    "%(requisition)s is prepared for %(order)s, and nobody is sent there yet. The parts stay reserved; issue them once somebody is dispatched.",
                    requisition=self.name,
                    order=self.order_id.name,
                )
            )

    # --- who takes them along

    def _take_over(self):
        """What waits for somebody goes with the first visit of its job that is under way."""
        waiting = self.filtered(lambda r: r._is_with_store() and not r._has_carrier())
        for order, requisitions in waiting.grouped("order_id").items():
            going = order.visit_ids.filtered(lambda v: v.state in GOING)
            if going:
                requisitions._go_with(going.sorted("id")[0])

    def _has_carrier(self):
        return self.visit_id and self.visit_id.state != "cancelled"

    def _give_back(self):
        """Nobody goes: what the store still has waits for the next visit of the job."""
        waiting = self.filtered(lambda r: r._is_with_store())
        waiting._go_with(self.env["aftersales.visit"])
        waiting._take_over()

    def _go_with(self, visit):
        """Go with ``visit``, or with nobody yet."""
        self._in_flow().write({"visit_id": visit.id})
        self._redirect()
        self._on_carrier_changed()

    def _on_carrier_changed(self):
        """Hook: what is estimated for the parts belongs to the visit that takes them."""

    def _redirect(self):
        """Waiting transfers lead to the van of whoever goes."""
        for requisition in self:
            waiting = requisition._get_waiting("issue")
            place = requisition._get_destination()
            if waiting.filtered(lambda p, place=place: p.location_dest_id != place):
                waiting.location_dest_id = place
