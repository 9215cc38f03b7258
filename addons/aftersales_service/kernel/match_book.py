"""What statements are matched with: open items, and how much of each is still open."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from .match_names import core
from .match_numbers import Numbers


@dataclass(frozen=True, slots=True)
class Item:
    """Something open: an invoice, a receipt, a hand-in, a settlement, a deposit.

    ``amount`` is what is open of it, in fen, negative where we owe; ``method`` is how it
    was paid where that is known, for a channel its name.
    """

    key: str
    kind: str
    partner: str
    amount: int
    date: datetime.date
    number: str = ""
    method: str = ""


@dataclass(slots=True)
class Proposal:
    """What a line may be: parts of items, lines of a channel, a charge, a rest.

    Of a line it holds: amount = Σ items + Σ (amount - fee of lines) - fee + rest.
    """

    line: str
    items: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    fee: int = 0
    rest: int = 0
    sure: bool = False
    reason: str = ""


class Book:
    """Open items of one direction; amounts in it are positive."""

    def __init__(self, items, sign=1):
        self.sign = sign
        items = [item for item in items if item.amount * sign > 0]
        items.sort(key=lambda item: (item.date, item.key))
        self.items = {item.key: item for item in items}
        self.open = {item.key: abs(item.amount) for item in items}
        self.numbers = Numbers(items)
        self.of_partner = defaultdict(list)
        for item in items:
            self.of_partner[core(item.partner)].append(item.key)

    def take(self, key, amount):
        self.open[key] -= amount

    def fits(self, shares):
        """Whether so much of each item is still open."""
        return all(self.open[key] >= amount for key, amount in shares.items())

    def get_open(self, partner):
        """Keys of what a partner still has open, oldest first."""
        return [key for key in self.of_partner[partner] if self.open[key]]
