"""What came in and what was open: proposals for lines of statements.

`propose` takes the lines of all sources and all open items and says for each line at most
once what it may be. The order of both changes nothing. Who confirms sees one sentence
why (`Reason`); what could be two things is never sure.
"""

import gc
from contextlib import contextmanager

from .match_bank import BankMatcher
from .match_book import Book, Item, Proposal
from .match_channel import ChannelMatcher
from .match_payout import NAMES, SETTLES, PayoutMatcher, find_channel
from .match_reasons import REASONS, Reason
from .statement_line import Line

__all__ = ["REASONS", "Item", "Line", "Proposal", "Reason", "propose"]


def propose(lines, items, settled=frozenset(), paid=None):
    """[`Proposal`], at most one per line, in the order of days.

    :param settled: keys of channel lines whose receipts are confirmed already; they are
        only looked at as what a payout consists of
    :param paid: {number of a channel's payment confirmed before: `Item`, whose amount is
        what was not given back of it}

    >>> import datetime
    >>> day = datetime.date(2026, 10, 1)
    >>> line = Line("b", "bank", day, 100, payer="甲(集团)", memo="货款")
    >>> item = Item("i", "invoice", "甲（集团）有限公司", 100, day)
    >>> [(p.items, p.sure, p.reason.code) for p in propose([line], [item])]
    [({'i': 100}, True, 'payer')]
    """
    with _uncollected():
        return _propose(sorted(lines, key=_order), items, settled, paid or {})


@contextmanager
def _uncollected():
    """Nothing made here refers to itself, so looking for cycles only costs time, and more
    for each line the more there are."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _propose(lines, items, settled, paid):
    owed, owing = Book(items), Book(items, sign=-1)
    channels = {*NAMES, *(n.channel or n.source for n in lines if n.is_channels)}
    bank = [line for line in lines if not line.is_channels]
    payouts = [line for line in bank if find_channel(line)]
    made = ChannelMatcher(owed, paid).match(
        [line for line in lines if line.is_channels and line.key not in settled]
    )
    made += PayoutMatcher(lines, owed).match(payouts)
    done = {proposal.line for proposal in made}
    done |= {line.key for line in payouts if SETTLES.search(line.memo)}
    transfers = [line for line in bank if line.key not in done]
    made += BankMatcher(owed, channels).match([n for n in transfers if n.amount > 0])
    made += BankMatcher(owing, channels).match([n for n in transfers if n.amount < 0])
    place = {line.key: index for index, line in enumerate(lines)}
    return sorted(made, key=lambda proposal: place[proposal.line])


def _order(line):
    return line.date, line.time.isoformat() if line.time else "", line.key
