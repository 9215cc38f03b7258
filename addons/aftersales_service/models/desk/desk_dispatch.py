from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import api, models

from ...groups import DISPATCHER

_LOCAL = "%Y-%m-%dT%H:%M"


class ServiceOrder(models.Model):
    """The desk sends somebody with one click, and counts vouchers by visits."""

    _inherit = "aftersales.order"

    @api.model
    def desk_technicians(self, order_id, start=None):
        """Ranked technicians with reasons for a job that was just opened.

        :param start: local time of the company, ``YYYY-MM-DDTHH:MM``; default soon
        :return: ``start`` and ``candidates`` as `_propose_technicians`
        """
        self._require_group(DISPATCHER)
        order = self._desk_browse("aftersales.order", order_id)
        moment = order._read_desk_local(start) or order._get_desk_start()
        return {
            "start": order._write_desk_local(moment),
            "candidates": order._propose_technicians(moment)[order.id],
        }

    @api.model
    def desk_dispatch(self, order_id, technician_id, start, override=None):
        """Plan the visit; a second click on the same technician changes nothing.

        :param override: why he goes in spite of a warning against him
        :return: {visit_id, name, technician, start: words}
        :raises MoveRefused: when the job went to somebody else meanwhile
        """
        self._require_group(DISPATCHER)
        order = self._desk_browse("aftersales.order", order_id)
        technician = self._desk_browse("aftersales.technician", technician_id)
        order._check_going()
        visit = order.visit_ids.filtered(lambda v: v.state != "cancelled")[:1]
        if visit.technician_id != technician:
            order._check_unassigned()
        if not visit:
            moment = order._read_desk_local(start) or order._get_desk_start()
            technician._check_slot(order, moment)
            visit = visit.create(
                {
                    "order_id": order.id,
                    "technician_id": technician.id,
                    "planned_start": moment,
                    "override_reason": override or False,
                }
            )
        return {
            "visit_id": visit.id,
            "name": visit.name,
            "technician": technician.name,
            "start": order._format_desk(visit.planned_start),
        }

    def _read_desk_local(self, text):
        if not text:
            return False
        zone = self.company_id._aftersales_zone()
        local = datetime.strptime(text[:16], _LOCAL).replace(tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _write_desk_local(self, moment):
        zone = self.company_id._aftersales_zone()
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        return local.strftime(_LOCAL)

    def _get_desk_people(self):
        names = self.visit_ids.filtered(lambda v: v.state != "cancelled").technician_id
        return ", ".join(names.mapped("name")) or super()._get_desk_people()

    def _get_vouchered(self):
        """A voucher is a dispatch slip (overrides the room of orders)."""
        return self.filtered(
            lambda o: any(visit.state != "cancelled" for visit in o.visit_ids)
        )
