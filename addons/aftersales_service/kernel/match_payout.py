"""Payouts of channels to the bank: which lines of which days are in them.

The lines of a channel stand in the order of time; a payout takes those that follow the
last one. A sum that was drawn by hand in between is missing in the next.
"""

import re
from collections import defaultdict

from .match_account import Account
from .match_book import Proposal
from .match_reasons import Reason, say_days
from .match_receipts import ReceiptAccount

NAMES = {
    "wechat": re.compile(r"财付通|微信支付|腾讯支付|tenpay|wechat ?pay", re.IGNORECASE),
    "alipay": re.compile(r"支付宝|蚂蚁|alipay", re.IGNORECASE),
}
# Without such a word it may as well be a customer who pays through the channel.
SETTLES = re.compile(r"提现|结算|清算|划款|T\+\d|入账|^$", re.IGNORECASE)


def find_channel(line):
    """The channel that pays out by a line of the bank, or ''."""
    if line.is_channels or line.amount <= 0:
        return ""
    for channel, pattern in NAMES.items():
        named = pattern.search(line.memo) and SETTLES.search(line.memo)
        if pattern.search(line.payer) or named:
            return channel
    return ""


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
        """[`Proposal`] for payouts in the order of days; of the rest nothing is known.

        Of one day a round sum, drawn by hand, goes before the payout that misses it.
        """
        made = {}
        for line in sorted(lines, key=lambda n: (n.date, not _is_round(n), n.key)):
            channel = find_channel(line)
            match = self._match_line if self.accounts[channel] else self._match_receipts
            for proposal in match(line, channel):
                made.setdefault(proposal.line, proposal)
        return list(made.values())

    def _match_receipts(self, line, channel):
        if channel not in self.receipts:
            self.receipts[channel] = ReceiptAccount(self.book, channel)
        proposal = self.receipts[channel].match(line)
        return [proposal] if proposal else []

    def _match_line(self, line, channel):
        found = [(a, a.find(line)) for a in self.accounts[channel]]
        found = [(account, windows) for account, windows in found if windows]
        if not found and not SETTLES.search(line.memo):
            return
        if not found:
            for account in self.accounts[channel]:
                account.waiting.append(line)
            if _is_round(line):
                reason = Reason("payout_drawn", channel=channel)
                yield Proposal(line.key, rest=line.amount, reason=reason)
            return
        account, windows = min(found, key=_get_rank)
        kept = account.get_kept(windows[0])
        if kept:
            yield _pay(*kept, "payout_kept")
        sure = account.pay(line, windows[0], len(found) == len(windows) == 1)
        held = account.lines[windows[0].start : windows[0].end]
        yield _pay(line, held, "payout_rest" if windows[0].drawn else "payout", sure)


def _pay(line, held, code, sure=False):
    inside = sum(one.net for one in held)
    return Proposal(
        line.key,
        lines=[one.key for one in held],
        rest=line.amount - inside,
        sure=sure,
        reason=Reason(
            code, count=len(held), days=say_days(held[0].date, held[-1].date)
        ),
    )


def _get_rank(found):
    """An account at which the payout follows the last one, with fewest readings, first."""
    account, windows = found
    return windows[0].start != account.paid, len(windows)


def _is_round(line):
    return line.amount % 10000 == 0
