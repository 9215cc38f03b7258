"""Which open items together make an amount, and whether that is the only way."""

from collections import defaultdict
from functools import cached_property

ALL, MANY = (
    10,
    24,
)  # items of one partner of which all sums, or those of three, are made
WAYS = 4  # ways to one sum that are told apart


class Sums:
    """The sums of the open items of a partner.

    ``whole`` tells whether all are known, ``ample`` whether those of one to three are.
    What is taken later is left out of the answers.

    >>> open_ = {"a": 300, "b": 200, "c": 100}
    >>> sums = Sums(list(open_), open_)
    >>> sums.get(300), sums.get(500), sums.get(7)
    ([('a',), ('b', 'c')], [('a', 'b')], [])
    >>> open_["c"] = 0
    >>> sums.get(300)
    [('a',)]
    >>> many = Sums(list(range(20)), {n: 100 + n for n in range(20)})
    >>> many.whole, many.ample, many.get(201), many.get(303)
    (False, True, [(0, 1)], [(0, 1, 2)])
    """

    def __init__(self, keys, open_):
        """:param keys: of what is open, the oldest first; of many the last count"""
        self.whole, self.ample = len(keys) <= ALL, len(keys) <= MANY
        self.open, self.singles = open_, defaultdict(list)
        for key in keys:
            self.singles[open_[key]].append(key)
        self.amounts = [(key, open_[key]) for key in keys[-MANY:]]

    def get(self, amount):
        """At most `WAYS` ways to ``amount``, one item before several."""
        found = []
        for way in self._iter_ways(amount):
            if all(self.open[key] for key in way):
                found.append(way)
                if len(found) == WAYS:
                    break
        return found

    def _iter_ways(self, amount):
        yield from ((key,) for key in self.singles.get(amount, ()))
        if self.whole:
            yield from sorted(self._all.get(amount, ()), key=len)
            return
        keys = [key for key, _amount in self.amounts]
        for pair in self._pairs.get(amount, ()):
            first, second = divmod(pair, MANY)
            yield keys[first], keys[second]
        for place, (key, least) in enumerate(self.amounts if self.ample else ()):
            for pair in self._pairs.get(amount - least, ()):
                first, second = divmod(pair, MANY)
                if first > place:
                    yield key, keys[first], keys[second]

    @cached_property
    def _pairs(self):
        """{sum: [places of two in one number]}: the garbage collector minds none of it."""
        pairs = {}
        for first, (_key, amount) in enumerate(self.amounts):
            for second in range(first + 1, len(self.amounts)):
                total = amount + self.amounts[second][1]
                pairs[total] = (*pairs.get(total, ()), first * MANY + second)
        return pairs

    @cached_property
    def _all(self):
        several, ways = [(0, ())], defaultdict(list)
        for key, amount in self.amounts:
            several += [(total + amount, (*way, key)) for total, way in several]
        for total, way in several:
            if len(way) > 1:
                ways[total].append(way)
        return ways
