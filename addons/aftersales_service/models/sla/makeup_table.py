from datetime import datetime, timedelta

from odoo import models
from odoo.fields import Domain

from .clock_plan import BATCH
from .clock_state import OPEN


class MakeupTable(models.Model):
    """Open deadlines follow the holiday table (C6, ★3): previewed, then counted anew."""

    _inherit = "resource.makeup.table"

    def _days_changed(self, dates):
        """Count anew every open clock that a changed day may move."""
        result = super()._days_changed(dates)
        reason = self.env._(
            "%(table)s: %(days)s",
            table=self.name,
            days=", ".join(str(day) for day in sorted(dates)[:10]),
        )
        for clocks in self._get_open_clocks(dates):
            clocks._replan("calendar", reason)
            clocks.env.flush_all()
            clocks.invalidate_recordset()
        return result

    def _get_deadline_previews(self, changes):
        """Rows of the deadlines that would move; nothing is written."""
        rows = super()._get_deadline_previews(changes)
        dates = {change.date for change in changes}
        for clocks in self._get_open_clocks(dates, self.env.companies):
            changed = {
                calendar: calendar._with_makeup_changes(self, changes)
                for calendar in clocks.calendar_id
            }
            plans = clocks._get_plans(changed)
            moved = clocks.filtered(lambda c, p=plans: p[c].due_at != c.due_at)
            documents = moved._get_documents()
            rows += [
                {
                    "model": clock.res_model,
                    "res_id": clock.res_id,
                    "name": f"{documents[clock].display_name} · {clock.code}",
                    "old": clock.due_at,
                    "new": plans[clock].due_at,
                }
                for clock in moved
            ]
        return rows

    def _get_open_clocks(self, dates, companies=None):
        """Batches of clocks that a change of ``dates`` may move."""
        if not dates:
            return
        # sudo: a deadline is counted by the calendar whoever changes it
        clock = self.env["aftersales.sla.clock"].sudo()
        domain = self._get_open_clocks_domain(dates)
        if companies is not None:
            domain &= Domain("company_id", "in", companies.ids)
        last = 0
        while found := clock.search(
            domain & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = found[-1].id
            yield found

    def _get_open_clocks_domain(self, dates):
        """Open, counted on a calendar of this table, and running at one of the days."""
        margin = timedelta(days=1)
        first = datetime.combine(min(dates), datetime.min.time()) - margin
        final = datetime.combine(max(dates), datetime.max.time()) + margin
        # sudo: calendars of other companies may follow the same table
        calendars = self.sudo().with_context(active_test=False).calendar_ids
        after = Domain("direction", "=", "after") & Domain("event_at", "<=", final)
        after &= Domain("due_at", ">=", first)
        before = Domain("direction", "=", "before") & Domain("event_at", ">=", first)
        before &= Domain("due_at", "<=", final)
        return (
            OPEN
            & Domain("calendar_id", "in", calendars.ids)
            & Domain("agreed_due_at", "=", False)
            & (after | before)
        )
