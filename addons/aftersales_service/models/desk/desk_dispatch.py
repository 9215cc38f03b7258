from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import api, models

from ...groups import BACK_OFFICE

_LOCAL = "%Y-%m-%dT%H:%M"


class ServiceDesk(models.AbstractModel):
    """The desk sends somebody with one click."""

    _inherit = "aftersales.service.desk"

    @api.model
    def technicians(self, order_id, start=None):
        """Ranked technicians with reasons for a job that was just opened.

        :param start: local time of the company, ``YYYY-MM-DDTHH:MM``; default soon
        :return: ``start`` and ``candidates`` as `_propose_technicians`
        """
        self.env["aftersales.visit"]._require_group(BACK_OFFICE)
        order = self._find_record("aftersales.order", order_id)
        moment = self._read_local(order, start) or order._get_desk_start()
        return {
            "start": self._write_local(order, moment),
            "candidates": order._propose_technicians(moment)[order.id],
        }

    @api.model
    def dispatch(self, order_id, technician_id, start, override=None):
        """Plan the visit; a second click on the same technician changes nothing.

        :param override: why he goes in spite of a warning against him
        :return: {visit_id, name, technician, start: words}
        :raises MoveRefused: when the job went to somebody else meanwhile
        """
        self.env["aftersales.visit"]._require_group(BACK_OFFICE)
        order = self._find_record("aftersales.order", order_id)
        technician = self._find_record("aftersales.technician", technician_id)
        order._check_going()
        visit = order.visit_ids.filtered(lambda v: v.state != "cancelled")[:1]
        if visit.technician_id != technician:
            order._check_unassigned()
        if not visit:
            moment = self._read_local(order, start) or order._get_desk_start()
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
            "start": self._format(order, visit.planned_start),
        }

    @api.model
    def _read_local(self, order, text):
        if not text:
            return False
        zone = order.company_id._aftersales_zone()
        local = datetime.strptime(text[:16], _LOCAL).replace(tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    @api.model
    def _write_local(self, order, moment):
        zone = order.company_id._aftersales_zone()
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        return local.strftime(_LOCAL)
