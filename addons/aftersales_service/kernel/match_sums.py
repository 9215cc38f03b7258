"""Which open items together make an amount, and whether that is the only way."""

from collections import defaultdict
from itertools import combinations

ALL, MANY = (
    12,
    40,
)  # items of one partner of which all sums, or those of three, are made
WAYS = 4  # ways to one sum that are told apart


class Sums:
    """The sums of the open items of a partner.

    ``whole`` tells whether all are known, ``ample`` whether those of one to three are.

    >>> sums = Sums([("a", 300), ("b", 200), ("c", 100)])
    >>> sums.get(300), sums.get(500), sums.get(7)
    ([('a',), ('b', 'c')], [('a', 'b')], [])
    """

    def __init__(self, amounts):
        """:param amounts: [(key, amount)], the oldest first; of many the last count"""
        self.ways = defaultdict(list)
        self.whole, self.ample = len(amounts) <= ALL, len(amounts) <= MANY
        for key, amount in amounts:
            self._add(amount, (key,))
        size = len(amounts) if self.whole else 3 if self.ample else 2
        for count in range(2, size + 1):
            for some in combinations(amounts[-MANY:], count):
                self._add(sum(a for _k, a in some), tuple(k for k, _a in some))

    def _add(self, total, way):
        ways = self.ways[total]
        if len(ways) < WAYS:
            ways.append(way)

    def get(self, amount):
        return self.ways.get(amount, [])
