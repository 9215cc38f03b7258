from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...kernel import dispatch
from ..technician.technician_authority import SHIFT

_STEP = 15  # minutes
_AHEAD = 30  # days; longer holidays are for the dispatcher to plan around


class ServiceOrder(models.Model):
    """The window of a dispatch, and the time that it and the desk propose."""

    _inherit = "aftersales.order"

    def action_dispatch(self):
        """Open a new dispatch slip (派工单) for this job."""
        self.ensure_one()
        view = self.env.ref("aftersales_service.aftersales_visit_view_form_dispatch")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispatch"),
            "res_model": "aftersales.visit",
            "view_mode": "form",
            "view_id": view.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_planned_start": fields.Datetime.to_string(
                    self._get_desk_start()
                ),
                # What the board forbids, this window forbids as well.
                "aftersales_slot": "checked",
            },
        }

    def _get_desk_start(self, earliest=None):
        """The first quarter of an hour of working time that is half an hour away; another
        time is for the dispatcher to ask for.

        :param earliest: moment (UTC) of the day that he looks at
        """
        soon = fields.Datetime.now() + timedelta(minutes=30)
        soon = max(soon, earliest or soon)
        late = soon.minute % _STEP
        soon = soon.replace(second=0) + timedelta(minutes=_STEP - late if late else 0)
        company = self.company_id or self.env.company
        length = timedelta(hours=company.aftersales_visit_hours)
        days = self._get_work_days(company, soon)
        # A company whose working time is too short for a visit is asked for no time at all.
        return dispatch.first_slot(soon, length, days) or soon

    @api.model
    def _get_work_days(self, company, soon):
        """[[(start, stop), …] of each day], naive UTC, of the company's working schedule;
        without one the hours of a technician who has no others."""
        calendar = company.resource_calendar_id
        if not calendar:
            return [
                [self._get_usual_shift(company, soon + timedelta(days=day))]
                for day in range(_AHEAD)
            ]
        stop = soon + timedelta(days=_AHEAD)
        # sudo: dispatchers need not read working schedules
        work = calendar.sudo()._aftersales_schedule(soon, stop)
        found = {}
        for begin, end in zip(work.starts, work.stops, strict=True):
            found.setdefault(company._aftersales_day(begin), []).append((begin, end))
        return list(found.values())

    @api.model
    def _get_usual_shift(self, company, moment):
        """The hours of a technician on the day of ``moment``, naive UTC."""
        zone = company._aftersales_zone()
        midnight = datetime.combine(company._aftersales_day(moment), time(), zone)
        return tuple(
            (midnight + timedelta(hours=hour))
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for hour in SHIFT
        )
