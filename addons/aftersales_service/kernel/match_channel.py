"""Lines of WeChat Pay and Alipay: the receipts behind them, and what was given back."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import timedelta

from .match_book import Proposal
from .match_reasons import Reason

# A receipt is written on the day of the payment or beside it, seldom further away.
_BESIDE, _DAYS = timedelta(days=1), timedelta(days=3)
_MOST, _LOOKED_AT = 20, 400  # candidates that are kept, that are looked at


class ChannelMatcher:
    """Proposes for lines of channels; ``book`` is changed."""

    def __init__(self, book, paid):
        """:param paid: {number of a payment confirmed before: `Item`, what is left of it}"""
        self.book, self.paid = book, paid
        self.of_amount = defaultdict(list)
        for key, item in book.items.items():
            if item.method:
                self.of_amount[item.method, item.amount].append((item.date, key))

    def match(self, lines):
        """[`Proposal`] for payments, then for refunds of them."""
        payments = [line for line in lines if line.amount > 0]
        made, rest = self._by_number(payments)
        made |= self._by_amount(rest)
        trades = {line.trade: line for line in payments if line.trade}
        back = defaultdict(list)
        for line in lines:
            if line.amount < 0 and line.refund_of:
                back[line.refund_of].append(line)
        for trade, refunds in back.items():
            paid = made.get(trades[trade].key) if trade in trades else None
            for proposal in self._give_back(paid, self.paid.get(trade), refunds):
                made[proposal.line] = proposal
        return list(made.values())

    def _by_number(self, lines):
        """({line: proposal}, lines whose number says nothing)."""
        found, rest, wanted = [], [], defaultdict(int)
        for line in lines:
            keys = [
                k for k in self.book.numbers.get(line.number) if self._is_of(line, k)
            ]
            if len(keys) == 1:
                found.append((line, keys[0]))
                wanted[keys[0]] += line.amount
            elif not keys and not self.book.numbers.are_like(line.number):
                rest.append(line)
        made = {}
        for line, key in found:
            open_ = self.book.open[key]
            exact = line.amount == self.book.items[key].amount
            sure = exact and wanted[key] == line.amount
            share = min(open_, line.amount)
            if share:
                code = "channel_number" if exact else "channel_number_amount"
                made[line.key] = self._take(line, key, share, sure, code)
        return made, rest

    def _is_of(self, line, key):
        return self.book.items[key].method in ("", line.channel)

    def _by_amount(self, lines):
        """Amount, channel and day: sure where line and receipt have only each other."""
        found = [(line, *self._find_near(line)) for line in lines]
        claims = defaultdict(int)
        for _line, beside, _others in found:
            for key in beside:
                claims[key] += 1
        made = {}
        for only in (True, False):
            for line, beside, others in found:
                sure = len(beside) == 1 and claims[beside[0]] == 1
                free = [k for k in beside + others if self.book.open[k] == line.amount]
                if sure is only and free and line.key not in made:
                    made[line.key] = self._take(
                        line, free[0], line.amount, sure, "channel_amount"
                    )
        return made

    def _find_near(self, line):
        """(open receipts of the amount of the days beside, those of further days)."""
        receipts = self.of_amount[line.channel, line.amount]
        first = bisect_left(receipts, (line.date - _DAYS, ""))
        last = bisect_right(receipts, (line.date + _DAYS, chr(0x10FFFF)))
        near = sorted(
            (abs(day - line.date), key)
            for day, key in receipts[first : min(last, first + _LOOKED_AT)]
            if self.book.open[key] == line.amount
        )[:_MOST]
        beside = [key for gap, key in near if gap <= _BESIDE]
        return beside, [key for _gap, key in near[len(beside) :]]

    def _take(self, line, key, share, sure, code):
        self.book.take(key, share)
        item = self.book.items[key]
        reason = Reason(code, number=item.number, partner=item.partner)
        rest = line.amount - share
        return Proposal(line.key, {key: share}, rest=rest, sure=sure, reason=reason)

    def _give_back(self, paid, before, refunds):
        """What was refunded of one payment goes back to what that pays, or paid before."""
        if paid:
            ((key, left),) = paid.items.items()
            item, sure = self.book.items[key], paid.sure
        elif before:
            item, left, sure = before, before.amount, True
        else:
            return
        sure = sure and -sum(line.amount for line in refunds) <= left
        for line in refunds:
            share = min(-line.amount, left)
            left -= share
            if share > 0:
                yield Proposal(
                    line.key,
                    {item.key: -share},
                    rest=line.amount + share,
                    sure=sure,
                    reason=Reason("refund", number=item.number, partner=item.partner),
                )
