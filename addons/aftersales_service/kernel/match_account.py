"""The lines of one account at a channel, and where among them a payout begins and ends."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

_DAWN = datetime.time.min
_LONGEST = datetime.timedelta(days=45)
_MOST_DRAWN = 4  # sums drawn by hand before one payout that closes the account


@dataclass(slots=True)
class Window:
    """Lines from ``start`` to before ``end``; ``drawn`` was taken from them before."""

    start: int
    end: int
    drawn: int = 0


class Account:
    """The lines of one account at a channel, in the order of time, with running sums."""

    def __init__(self, lines):
        lines = sorted(lines, key=lambda n: (n.date, n.time or _DAWN, n.trade, n.key))
        self.lines, self.days = lines, [line.date for line in lines]
        self.running, self.at = [0], defaultdict(list)
        for line in lines:
            self.running.append(self.running[-1] + line.net)
        for place, total in enumerate(self.running):
            self.at[total].append(place)
        self.timed = all(line.time for line in lines)
        self.paid, self.waiting, self.in_doubt = 0, [], False

    def is_edge(self, place):
        """Whether a day ends before ``place``."""
        inside = 0 < place < len(self.days)
        return not inside or self.days[place - 1] != self.days[place]

    def find(self, payout):
        """The `Window` that ``payout`` may be, the likeliest first."""
        found = []
        for drawn in self._iter_drawn():
            ends = self._end_at(self.paid, payout.amount + drawn, payout.date)
            # The next working day pays out whole days.
            ends.sort(key=lambda e: (self.days[e - 1] < payout.date, e), reverse=True)
            found += [Window(self.paid, end, drawn) for end in ends]
        return found or self._search(payout)

    def _iter_drawn(self):
        """Nothing, then the sums of what was drawn since the last payout."""
        amounts = [line.amount for line in self.waiting[-_MOST_DRAWN:]]
        for count in range(len(amounts) + 1):
            yield from sorted({sum(some) for some in combinations(amounts, count)})

    def pay(self, payout, window, sure):
        """What follows begins behind ``window``; where that ends in doubt, in doubt."""
        certain = sure and not (self.in_doubt and window.start == self.paid)
        same_day = [line for line in self.waiting if line.date == payout.date]
        # What was drawn on the day itself may be of what came in later.
        self.waiting = [] if window.drawn else same_day
        self.paid, self.in_doubt = window.end, not sure
        return certain

    def get_kept(self, window):
        """(the one payout before ``window`` that nothing explained, its lines) or None."""
        if window.start > self.paid and len(self.waiting) == 1:
            return self.waiting[0], self.lines[self.paid : window.start]
        return None

    def _end_at(self, start, amount, day):
        """Where a payout of ``day`` may end: with a day, or in its own; else in another.

        Payment and refund of one day are nothing together, so there may be several.
        """
        ends = self.at.get(self.running[start] + amount, ())
        ends = [e for e in ends if e > start and self.days[e - 1] <= day]
        likely = [
            end
            for end in ends
            if self.is_edge(end) or (self.timed and self.days[end - 1] == day)
        ]
        return likely or (ends if self.timed else [])

    def _search(self, payout):
        """Windows of whole days anywhere behind the last payout."""
        first = bisect_right(self.days, payout.date - _LONGEST)
        last = bisect_right(self.days, payout.date)
        return [
            Window(start, end)
            for start in range(max(first, self.paid), last)
            if self.is_edge(start)
            for end in self._end_at(start, payout.amount, payout.date)
            if self.is_edge(end)
        ]
