from datetime import datetime, time

from odoo import models
from odoo.fields import Domain

from ..clock.clock_plan import BATCH


class MakeupTable(models.Model):
    """What a proposed year would move is shown before it is written (C6, ★3)."""

    _inherit = "resource.makeup.table"

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
                    "name": f"{documents[clock].display_name} · {clock.name}",
                    "old": clock.due_at,
                    "new": plans[clock].due_at,
                }
                for clock in moved
            ]
        return rows

    def _get_open_clocks(self, dates, companies):
        """Batches of clocks that a change of ``dates`` may move."""
        # sudo: calendars of other companies may follow the same table
        calendars = self.sudo().with_context(active_test=False).calendar_ids
        if not (dates and calendars):
            return
        # sudo: a deadline is counted by the calendar whoever changes it
        clock = self.env["aftersales.sla.clock"].sudo()
        domain = Domain("company_id", "in", companies.ids)
        domain &= self.env["aftersales.sla.recount"]._get_domain(
            calendars,
            first=datetime.combine(min(dates), time.min),
            last=datetime.combine(max(dates), time.max),
        )
        last = 0
        while found := clock.search(
            domain & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = found[-1].id
            yield found
