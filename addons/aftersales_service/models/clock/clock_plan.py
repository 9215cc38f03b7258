from typing import NamedTuple

from odoo import api, fields, models

from ...kernel import clock as kernel
from ...kernel import ledger
from .calendar import Schedules

BATCH = 1000


class Wanted(NamedTuple):
    """All that a due date depends on; of equal ones one is counted."""

    calendar: models.BaseModel
    company: models.BaseModel
    unit: str
    amount: float
    direction: str
    due_hour: float
    event_at: object
    started_at: object
    agreed_due_at: object
    percents: tuple
    step: int
    is_paused: bool
    pauses: tuple


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
        ledgers = self._get_ledgers(self)
        changed = changed or {}
        wanted = {
            clock: _prepare(
                clock,
                changed.get(clock.calendar_id, clock.calendar_id),
                clock.company_id,
                ledgers.get((clock.res_model, clock.res_id), ()),
            )
            for clock in self
        }
        plans = _count(wanted.values())
        return {clock: plans[each] for clock, each in wanted.items()}

    @api.model
    def _plan_values(self, planned):
        """The same for the values of clocks that nobody stored: `Plan`s in their order."""
        ledgers = self._get_ledgers(planned)
        calendar, company = self.env["resource.calendar"], self.env["res.company"]
        wanted = [
            _prepare(
                vals,
                calendar.browse(vals["calendar_id"] or ()),
                company.browse(vals["company_id"]),
                ledgers.get((vals["res_model"], vals["res_id"]), ()),
            )
            for vals in planned
        ]
        plans = _count(wanted)
        return [plans[each] for each in wanted]

    @api.model
    def _get_ledgers(self, clocks):
        """{(model, id): [(moment, owner), …]} of the documents of ``clocks``, records or
        values: one search for each model."""
        waiting = {}
        for clock in clocks:
            if clock["pause_owners"] and clock["res_id"]:
                waiting.setdefault(clock["res_model"], set()).add(clock["res_id"])
        found = {}
        for model, ids in waiting.items():
            # sudo: who waits for whom counts, whoever asks
            entries = (
                self.env["aftersales.time.entry"]
                .sudo()
                .search_fetch(
                    [("res_model", "=", model), ("res_id", "in", list(ids))],
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


def _prepare(clock, calendar, company, changes):
    """`Wanted` of a clock, a record or its values."""
    return Wanted(
        calendar,
        company,
        clock["unit"],
        clock["amount"],
        clock["direction"],
        clock["due_hour"],
        clock["event_at"],
        clock["started_at"],
        clock["agreed_due_at"],
        tuple(percent for percent, _role in clock["ladder"] or ()),
        clock["step"],
        bool(clock["paused_at"]),
        _get_pauses(clock, changes),
    )


def _get_pauses(clock, changes):
    """Spans until now in which somebody had the job with whom this clock stands still."""
    if not (clock["pause_owners"] and changes):
        return ()
    stop = clock["paused_at"] or max(fields.Datetime.now(), changes[-1][0])
    owners = set(clock["pause_owners"].split(","))
    return tuple(ledger.pauses(changes, owners, clock["started_at"], stop))


def _count(wanted):
    """{`Wanted`: `Plan`}"""
    wanted = dict.fromkeys(wanted)
    if not wanted:
        return {}
    moments = [each.event_at for each in wanted] + [each.started_at for each in wanted]
    schedules = Schedules(min(moments), max(moments))
    companies = dict.fromkeys(each.company for each in wanted)
    zones = {company: company._aftersales_zone() for company in companies}
    return {
        each: schedules.run(
            each.calendar,
            lambda schedule, each=each: _plan(each, schedule, zones[each.company]),
            each.company,
        )
        for each in wanted
    }


def _plan(wanted, schedule, zone):
    """`Plan` of one clock; ``schedule`` None is 24/7."""
    unit = wanted.unit
    if unit == "hour" and schedule is not None:
        unit = "working_hour"
    spec = kernel.Spec(wanted.amount, unit, wanted.direction, wanted.due_hour)
    due = wanted.agreed_due_at
    if due or unit == "agreed":
        spec = None
    else:
        due = kernel.due(spec, wanted.event_at, zone, schedule, wanted.pauses)
    if not due:
        return Plan(False, False, False, ())
    begin, pauses = wanted.started_at, wanted.pauses
    moments = tuple(
        kernel.at_percent(spec, begin, due, percent, zone, schedule, pauses)
        for percent in wanted.percents
    )
    following = moments[wanted.step] if wanted.step < len(moments) else False
    warn_at = moments[0] if moments else False
    return Plan(due, warn_at, not wanted.is_paused and following, moments)
