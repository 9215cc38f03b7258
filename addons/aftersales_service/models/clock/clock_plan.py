from typing import NamedTuple

from odoo import fields, models

from ...kernel import clock as kernel
from ...kernel import ledger
from .calendar import Schedules

BATCH = 1000


class Plan(NamedTuple):
    """What is counted for a clock; ``moments`` of its warnings, one for each step."""

    due_at: object
    warn_at: object
    next_warning_at: object
    moments: tuple

    def vals(self):
        return {
            "due_at": self.due_at,
            "warn_at": self.warn_at,
            "next_warning_at": self.next_warning_at,
        }


class SlaClock(models.Model):
    """Due dates: counted in the kernel for a batch, with one reading of each calendar."""

    _inherit = "aftersales.sla.clock"

    def _get_plans(self, changed=None):
        """{clock: `Plan`} as rules, calendars, ledger and appointments say now.

        :param changed: {calendar: calendar with proposed days}, for previews
        """
        if not self:
            return {}
        moments = self.mapped("event_at") + self.mapped("started_at")
        schedules = Schedules(min(moments), max(moments))
        ledgers = self._get_ledgers()
        changed = changed or {}
        plans = {}
        for clock in self:
            calendar = changed.get(clock.calendar_id, clock.calendar_id)
            pauses = clock._get_pauses(ledgers.get((clock.res_model, clock.res_id), ()))
            plans[clock] = schedules.run(
                calendar,
                lambda schedule, clock=clock, pauses=pauses: clock._plan(
                    schedule, pauses
                ),
                clock.company_id,
            )
        return plans

    def _plan(self, schedule, pauses):
        """`Plan` of one clock; ``schedule`` None is 24/7."""
        zone = self.company_id._aftersales_zone()
        unit = self.unit
        if unit == "hour" and schedule is not None:
            unit = "working_hour"
        spec = kernel.Spec(self.amount, unit, self.direction, self.due_hour)
        due = self.agreed_due_at
        if due or unit == "agreed":
            spec = None
        else:
            due = kernel.due(spec, self.event_at, zone, schedule, pauses)
        if not due:
            return Plan(False, False, False, ())
        moments = tuple(
            kernel.at_percent(
                spec, self.started_at, due, percent, zone, schedule, pauses
            )
            for percent, _role in self.ladder or ()
        )
        step = self.step
        following = moments[step] if step < len(moments) else False
        warn_at = moments[0] if moments else False
        return Plan(due, warn_at, not self.paused_at and following, moments)

    def _get_pauses(self, changes):
        """Spans until now in which somebody had the job with whom this clock stands still."""
        if not (self.pause_owners and changes):
            return ()
        stop = self.paused_at or max(fields.Datetime.now(), changes[-1][0])
        owners = set(self.pause_owners.split(","))
        return ledger.pauses(changes, owners, self.started_at, stop)

    def _get_ledgers(self):
        """{(model, id): [(moment, owner), …]} of the documents: one search for all."""
        found = {}
        waiting = self.filtered("pause_owners")
        for model, clocks in waiting.grouped("res_model").items():
            # sudo: who waits for whom counts, whoever asks
            entries = (
                self.env["aftersales.time.entry"]
                .sudo()
                .search_fetch(
                    [
                        ("res_model", "=", model),
                        ("res_id", "in", [i for i in clocks.mapped("res_id") if i]),
                    ],
                    ["res_id", "moment", "owner"],
                    order="moment, id",
                )
            )
            for entry in entries:
                changes = found.setdefault((model, entry.res_id), [])
                changes.append((entry.moment, entry.owner))
        return found

    def _replan(self, kind, reason):
        """Count open clocks anew; each moved due date leaves a trace (old, new, why)."""
        changes, moved = [], {}
        for clock, plan in self._get_plans().items():
            if clock.due_at != plan.due_at:
                changes.append(clock._prepare_change(plan.due_at, kind, reason))
            elif clock.next_warning_at == plan.next_warning_at:
                continue
            moved[clock] = plan
        self.browse().union(*moved)._store_plans(list(moved.values()))
        self.env["aftersales.sla.change"].create(changes)
        return len(changes)

    def _store_plans(self, plans):
        """Write `Plan`s, one for each clock: the same as `write` for each of them, but
        what depends on deadlines is told once for all, which a hundred thousand notice."""
        names = list(plans[0].vals()) if plans else []
        self.flush_recordset()
        self._write_multi(
            [
                {name: value or None for name, value in plan.vals().items()}
                for plan in plans
            ]
        )
        self.invalidate_recordset(names, flush=False)
        self.modified(names)

    def _prepare_change(self, due_at, kind, reason):
        return {
            "clock_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "old_due_at": self.due_at,
            "new_due_at": due_at,
            "reason": reason,
            "user_id": self.env.uid,
        }
