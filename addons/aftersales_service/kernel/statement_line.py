"""A line of a statement, and the key by which it is known again."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. A channel's ``amount`` is gross, a refund's negative.

    ``key`` is the same whenever a file tells of the movement, and no other's. Of a bank's
    line ``trade`` is the bank's reference, of a channel's the channel's number; ``number``
    is what we gave the channel. ``account`` is the payer's, of a channel's line our own.
    """

    key: str
    source: str  # bank, wechat, alipay
    date: datetime.date
    amount: int
    payer: str = ""
    account: str = ""
    memo: str = ""
    channel: str = ""
    number: str = ""
    trade: str = ""
    refund_of: str = ""
    fee: int = 0
    balance: int | None = None
    time: datetime.time | None = None

    @property
    def net(self):
        """What the channel pays out of it."""
        return self.amount - self.fee

    @property
    def is_channels(self):
        """Whether it stands in the file of a channel rather than of a bank."""
        return bool(self.source) and self.source != "bank"


def number_equals(lines):
    """``lines`` whose keys differ: of equal ones the second bears ``#2``.

    Which is the second does not depend on the order of the file.

    >>> day = datetime.date(2026, 10, 1)
    >>> a, b = Line("k", "bank", day, 5, "b"), Line("k", "bank", day, 5, "a")
    >>> [(n.payer, n.key) for n in number_equals([a, b])]
    [('b', 'k#2'), ('a', 'k')]
    """
    equals = defaultdict(list)
    for index, line in enumerate(lines):
        equals[line.key].append(index)
    keys = {}
    for key, places in equals.items():
        places.sort(key=lambda index: (_told(lines[index]), index))
        for count, index in enumerate(places, 1):
            keys[index] = key if count == 1 else f"{key}#{count}"
    return [replace(line, key=keys[index]) for index, line in enumerate(lines)]


def _told(line):
    time = line.time or datetime.time()
    return time, line.payer, line.account, line.memo, line.balance or 0
