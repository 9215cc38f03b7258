"""A warranty as a ledger: what happened to it, and the period that follows from it.

The projection (start, end, suspended, void) is what every list and search reads; it is
written together with each event. Replaying all events from nothing must give the same
projection: that is the verifier.
"""

import datetime
from dataclasses import dataclass, replace

from .dates import add_months, last_day

DAY = datetime.timedelta(days=1)
UNITS = ("day", "month", "year")


class CoverageError(ValueError):
    """An event that the ledger cannot take; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Event:
    """What happened on a day. ``amount`` and ``unit`` for granted and extended."""

    kind: str
    day: datetime.date
    amount: int = 0
    unit: str = "month"


@dataclass(frozen=True)
class Projection:
    """Where the coverage stands; ``start`` and ``end`` are both covered days."""

    start: datetime.date = None
    end: datetime.date = None
    amount: int = 0
    unit: str = "month"
    suspended_on: datetime.date = None
    voided_on: datetime.date = None
    suspended_days: int = 0

    def covers(self, day):
        """Whether ``day`` is covered; while suspended the end is not reached.

        >>> year = replay([Event("granted", datetime.date(2025, 3, 10), 12)])
        >>> year.covers(datetime.date(2026, 3, 9)), year.covers(datetime.date(2026, 3, 10))
        (True, False)
        """
        if not self.start or day < self.start:
            return False
        if self.voided_on and day >= self.voided_on:
            return False
        return bool(self.suspended_on and day >= self.suspended_on) or day <= self.end


def period_end(start, amount, unit):
    """Last covered day of ``amount`` ``unit`` from ``start``.

    >>> str(period_end(datetime.date(2024, 2, 29), 1, "year"))
    '2025-02-27'
    >>> str(period_end(datetime.date(2025, 1, 1), 30, "day"))
    '2025-01-30'
    """
    if unit == "day":
        return start + (amount - 1) * DAY
    return last_day(start, amount * (12 if unit == "year" else 1))


def move_end(end, amount, unit):
    """``end`` later by ``amount`` ``unit``.

    >>> str(move_end(datetime.date(2025, 12, 31), 2, "month"))
    '2026-02-28'
    """
    if unit == "day":
        return end + amount * DAY
    return add_months(end + DAY, amount * (12 if unit == "year" else 1)) - DAY


def apply(state, event):
    """The projection after ``event``.

    :raises CoverageError: `twice`, `nothing`, `void`, `suspended`, `running`, `early`,
        `over`, `amount`
    """
    if event.kind == "granted":
        return _grant(state, event)
    if state.start is None:
        raise CoverageError("nothing")
    if state.voided_on and event.kind != "transferred":
        raise CoverageError("void")
    return _MOVES[event.kind](state, event)


def replay(events):
    """The projection of a whole history, in the order in which it was written."""
    state = Projection()
    for event in events:
        state = apply(state, event)
    return state


def _grant(state, event):
    if state.start is not None:
        raise CoverageError("twice")
    if event.amount <= 0 or event.unit not in UNITS:
        raise CoverageError("amount")
    end = period_end(event.day, event.amount, event.unit)
    return Projection(event.day, end, event.amount, event.unit)


def _suspend(state, event):
    if state.suspended_on:
        raise CoverageError("suspended")
    if event.day < state.start:
        raise CoverageError("early")
    if event.day > state.end:
        raise CoverageError("over")
    return replace(state, suspended_on=event.day)


def _resume(state, event):
    """The days without use are added at the end."""
    if not state.suspended_on:
        raise CoverageError("running")
    if event.day < state.suspended_on:
        raise CoverageError("early")
    days = (event.day - state.suspended_on).days
    return replace(
        state,
        suspended_on=None,
        end=state.end + days * DAY,
        suspended_days=state.suspended_days + days,
    )


def _extend(state, event):
    if event.amount <= 0:
        raise CoverageError("amount")
    return replace(state, end=move_end(state.end, event.amount, event.unit))


def _restart(state, event):
    """After an exchange the full period runs again; never to an earlier end."""
    if event.day < state.start:
        raise CoverageError("early")
    end = max(state.end, period_end(event.day, state.amount, state.unit))
    return replace(state, start=event.day, end=end, suspended_on=None)


def _transfer(state, _event):
    return state


def _void(state, event):
    return replace(state, voided_on=event.day, suspended_on=None)


_MOVES = {
    "suspended": _suspend,
    "resumed": _resume,
    "extended": _extend,
    "restarted": _restart,
    "transferred": _transfer,
    "voided": _void,
}
KINDS = ("granted", *_MOVES)
