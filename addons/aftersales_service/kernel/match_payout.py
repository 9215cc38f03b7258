"""Payouts of channels to the bank: which lines of which days are in them.

The lines of a channel stand in the order of time; a payout takes those that follow the
last one. A sum that was drawn by hand in between is missing in the next.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from .match_book import Proposal, Reason
from .match_receipts import ReceiptAccount

NAMES = {
    "wechat": re.compile(r"财付通|微信支付|腾讯支付|tenpay|wechat ?pay", re.IGNORECASE),
    "alipay": re.compile(r"支付宝|蚂蚁|alipay", re.IGNORECASE),
}
# Without such a word it may as well be a customer who pays through the channel.
SETTLES = re.compile(r"提现|结算|清算|划款|T\+\d|入账|^$", re.IGNORECASE)
_LONGEST = timedelta(days=45)
_MOST_DRAWN = 4  # sums drawn by hand before one payout that closes the account


def find_channel(line):
    """The channel that pays out by a line of the bank, or ''."""
    if line.is_channels or line.amount <= 0:
        return ""
    for channel, pattern in NAMES.items():
        if pattern.search(line.payer or line.memo):
            return channel
    return ""


@dataclass(slots=True)
class Window:
    """Lines from ``start`` to before ``end``; ``drawn`` was taken from them before."""

    start: int
    end: int
    drawn: int = 0


class Account:
    """The lines of one account at a channel, in the order of time, with running sums."""

    def __init__(self, lines):
        zero = lines[0].time.min if lines and lines[0].time else None
        lines = sorted(lines, key=lambda n: (n.date, n.time or zero, n.trade, n.key))
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
        for count in range(min(len(self.waiting), _MOST_DRAWN) + 1):
            drawn = sum(self.waiting[len(self.waiting) - count :])
            ends = self._end_at(self.paid, payout.amount + drawn, payout.date)
            # The next working day pays out whole days.
            ends.sort(key=lambda e: (self.days[e - 1] < payout.date, e), reverse=True)
            found += [Window(self.paid, end, drawn) for end in ends]
        return found or self._search(payout)

    def pay(self, window, sure):
        """What follows begins behind ``window``; where it ends in doubt, in doubt."""
        certain = sure and not (self.in_doubt and window.start == self.paid)
        self.paid, self.waiting, self.in_doubt = window.end, [], not sure
        return certain

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


class PayoutMatcher:
    """Proposes for payouts, from the lines of channels or from receipts."""

    def __init__(self, lines, book):
        self.book, self.receipts = book, {}
        accounts = defaultdict(list)
        for line in lines:
            if line.is_channels:
                accounts[line.channel or line.source, line.account].append(line)
        self.accounts = defaultdict(list)
        for (channel, _account), held in sorted(accounts.items()):
            self.accounts[channel].append(Account(held))

    def match(self, lines):
        """[`Proposal`] for payouts in the order of days; of the rest nothing is known."""
        made = []
        for line in lines:
            channel = find_channel(line)
            if self.accounts[channel]:
                made += self._match_line(line, channel)
            else:
                made += self._match_receipts(line, channel)
        return made

    def _match_receipts(self, line, channel):
        if channel not in self.receipts:
            self.receipts[channel] = ReceiptAccount(self.book, channel)
        proposal = self.receipts[channel].match(line)
        return [proposal] if proposal else []

    def _match_line(self, line, channel):
        found = [(a, a.find(line)) for a in self.accounts[channel]]
        found = [(account, windows) for account, windows in found if windows]
        if not found:
            for account in self.accounts[channel]:
                account.waiting.append(line.amount)
            if _is_round(line) and SETTLES.search(line.memo):
                yield self._draw(line, channel)
            return
        account, windows = min(found, key=_get_rank)
        sure = account.pay(windows[0], len(found) == len(windows) == 1)
        yield self._pay(line, account, windows[0], sure)

    def _pay(self, line, account, window, sure):
        held = account.lines[window.start : window.end]
        code = "payout_rest" if window.drawn else "payout"
        days = (held[0].date, held[-1].date)
        reason = Reason(code, first=days[0], last=days[1], count=len(held))
        return Proposal(
            line.key,
            lines=[one.key for one in held],
            rest=-window.drawn,
            sure=sure,
            reason=reason,
        )

    def _draw(self, line, channel):
        reason = Reason("payout_drawn", channel=channel)
        return Proposal(line.key, rest=line.amount, reason=reason)


def _get_rank(found):
    """An account at which the payout follows the last one, with fewest readings, first."""
    account, windows = found
    return windows[0].start != account.paid, len(windows)


def _is_round(line):
    return line.amount % 10000 == 0
