from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import MoveRefused


class DayBoard(models.AbstractModel):
    """What the dispatcher does on the board: he drops calls and visits on rows and hours.

    Whether a place is free says the server once more: the board may be minutes old.
    """

    _inherit = "aftersales.day.board"

    @api.model
    def assign(self, order_id, technician_id, day, minute):
        """Drop of a call on a technician's row: the visit is planned.

        :return: ID of the visit
        """
        self._require_board()
        order, technician, start = self._read_drop(order_id, technician_id, day, minute)
        visit = self.env["aftersales.visit"].create(
            {
                "order_id": order.id,
                "technician_id": technician.id,
                "planned_start": start,
            }
        )
        return visit.id

    @api.model
    def ask(self, order_id, technician_id, day, minute):
        """The window of a dispatch with row and hour of the drop, for its reason."""
        self._require_board()
        order, technician, start = self._read_drop(order_id, technician_id, day, minute)
        return self._open_dispatch(order, start, default_technician_id=technician.id)

    @api.model
    def dispatch(self, order_id, day):
        """The window of a dispatch for a call, on the day that the board shows."""
        self._require_board()
        order = self._find("aftersales.order", order_id)
        order._check_unassigned()
        morning = self._get_moment(order.company_id, day, 0)
        return self._open_dispatch(order, order._get_desk_start(morning))

    @api.model
    def move(self, visit_id, technician_id, day, minute):
        """Drop of a visit on another row or hour.

        :return: False when it was moved, or the window that asks for the reason because
            somebody had agreed already, or because of a warning against who is to go
        """
        self._require_board()
        visit = self._find("aftersales.visit", visit_id)
        start = self._get_moment(visit.company_id, day, minute)
        other = self._find("aftersales.technician", technician_id)
        moved = start != visit.planned_start
        if moved or other != visit.technician_id:
            visit.order_id._check_going()
            other._check_slot(visit.order_id, start, visit.duration, visit)
            other._check_shift(visit.order_id, start, visit.duration)
        if visit.refusal_open:
            visit._check_director()
        if moved and visit.state != "planned":
            return visit._ask_step("reschedule", default_start=start)
        if other != visit.technician_id and visit._needs_word_to_go(other):
            if moved:
                visit.write({"planned_start": start})
            return visit._ask_step("reassign", default_technician_id=other.id)
        visit.write({"technician_id": other.id, "planned_start": start})
        return False

    @api.model
    def _read_drop(self, order_id, technician_id, day, minute):
        """(order, technician, moment) of a call that is dropped, the board being fresh.

        :raises MoveRefused: when the call is gone, the place is not free, or off his shift
        """
        order = self._find("aftersales.order", order_id)
        order._check_unassigned()
        technician = self._find("aftersales.technician", technician_id)
        start = self._get_moment(order.company_id, day, minute)
        technician._check_slot(order, start)
        technician._check_shift(order, start)
        return order, technician, start

    @api.model
    def _open_dispatch(self, order, start, **defaults):
        action = order.action_dispatch()
        action["context"] |= {
            "aftersales_slot": "call",
            "default_planned_start": fields.Datetime.to_string(start),
            **defaults,
        }
        return action

    @api.model
    def _get_moment(self, company, day, minute):
        start, _stop = company._aftersales_bounds(fields.Date.to_date(day))
        return start + timedelta(minutes=int(minute))

    @api.model
    def _find(self, model, record_id):
        """:raises MoveRefused: when it is gone"""
        record = self.env[model].browse(record_id).exists()
        if len(record) != 1:
            raise MoveRefused(
                self.env._("What was dropped no longer exists. Reload the page.")
            )
        record.check_access("read")
        return record
