"""Payouts of a channel whose own file is not here: the receipts stand for its lines.

What the channel kept is not told, but it keeps the same share of each payment; the share
with which the receipts of some days make the payout to the fen tells the days.
"""

from bisect import bisect_right
from datetime import timedelta

from .match_book import Proposal
from .match_reasons import Reason, say_days

# What channels keep, of ten thousand.
RATES = (60, 38, 54, 55, 20, 30, 25, 40, 100, 0)
_LONGEST = timedelta(days=31)


class ReceiptAccount:
    """The receipts of one channel, by day."""

    def __init__(self, book, channel):
        self.book = book
        items = [item for item in book.items.values() if item.method == channel]
        self.items = [item for item in items if book.open[item.key]]
        self.days = [item.date for item in self.items]
        self.gross = _running(item.amount for item in self.items)
        self.fees = {
            rate: _running(get_charge(item.amount, rate) for item in self.items)
            for rate in RATES
        }
        self.paid = 0

    def match(self, payout):
        """The `Proposal` for ``payout``, or None."""
        first = bisect_right(self.days, payout.date - _LONGEST)
        last = bisect_right(self.days, payout.date)
        edges = [n for n in range(self.paid, last + 1) if self._is_edge(n)]
        found = [
            (start, end)
            for start in edges
            if start >= first
            for end in edges
            if end > start and self._is_net(start, end, payout.amount)
        ]
        if not found:
            return None
        start, end = min(found, key=lambda window: (window[0], -window[1]))
        return self._take(payout, start, end)

    def _is_edge(self, place):
        inside = 0 < place < len(self.days)
        return not inside or self.days[place - 1] != self.days[place]

    def _is_net(self, start, end, amount):
        fee = self.gross[end] - self.gross[start] - amount
        return fee >= 0 and any(
            held[end] - held[start] == fee for held in self.fees.values()
        )

    def _take(self, payout, start, end):
        self.paid = end
        items = {item.key: item.amount for item in self.items[start:end]}
        for key, amount in items.items():
            self.book.take(key, amount)
        return Proposal(
            payout.key,
            items,
            fee=sum(items.values()) - payout.amount,
            reason=Reason(
                "payout_receipts",
                days=say_days(self.days[start], self.days[end - 1]),
                count=len(items),
            ),
        )


def get_charge(amount, rate):
    """What is kept of an amount, rounded as channels do.

    >>> get_charge(13560, 60), get_charge(12040, 38)
    (81, 46)
    """
    return (amount * rate + 5000) // 10000


def _running(amounts):
    sums = [0]
    for amount in amounts:
        sums.append(sums[-1] + amount)
    return sums
