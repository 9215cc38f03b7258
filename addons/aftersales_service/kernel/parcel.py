"""What becomes of the pieces of a parcel.

    sent = arrived + broken + lost + back + on the road

What somebody says is missing is still on the road, until it is decided what became of it.
"""

from collections import namedtuple
from math import isfinite

DIGITS = 6
# What may become of a piece that is on the road.
WAYS = ("arrived", "broken", "lost", "back")


class TooMuch(ValueError):
    """More is told of a line than is still on the road."""


class Content(
    namedtuple(
        "Content",
        "sent arrived broken lost back missing",
        defaults=(0.0, 0.0, 0.0, 0.0, 0.0),
    )
):
    """One line of a parcel.

    >>> box = Content(5).take(arrived=2, missing=1)
    >>> box.road, box.open, box.missing
    (3.0, 2.0, 1.0)
    >>> box.settle("lost", 1).take(arrived=2).road
    0.0
    """

    @property
    def road(self):
        """What is still with the courier, as far as the books know."""
        gone = self.arrived + self.broken + self.lost + self.back
        return round(float(self.sent - gone), DIGITS)

    @property
    def open(self):
        """What nobody has said a word about."""
        return round(self.road - self.missing, DIGITS)

    def take(self, arrived=0.0, broken=0.0, missing=0.0):
        """After a receipt. What was missing may arrive after all.

        :raises TooMuch: for more than is on the road, or less than nothing
        """
        told = (arrived, broken, missing)
        came = arrived + broken
        if not all(map(isfinite, told)) or min(told) < 0 or _more(came, self.road):
            raise TooMuch(came)
        found = max(0.0, came - self.open)
        after = self._replace(
            arrived=self.arrived + arrived,
            broken=self.broken + broken,
            missing=round(self.missing - found, DIGITS),
        )
        if _more(missing, after.open):
            raise TooMuch(missing)
        return after._replace(missing=round(after.missing + missing, DIGITS))

    def settle(self, way, quantity):
        """After it was decided what became of ``quantity`` that was missing.

        :raises TooMuch: for more than is missing
        """
        if way not in WAYS or not quantity >= 0 or _more(quantity, self.missing):
            raise TooMuch(quantity)
        return self._replace(
            **{way: getattr(self, way) + quantity},
            missing=round(self.missing - quantity, DIGITS),
        )


def _more(quantity, than):
    return round(quantity - than, DIGITS) > 0


def stand(contents):
    """Where a parcel that was sent stands: *sent*, *difference*, *done*, *lost* or
    *returned*.

    >>> stand([Content(2, arrived=2), Content(1, lost=1)])
    'done'
    >>> stand([Content(1, lost=1)]), stand([Content(1, back=1)])
    ('lost', 'returned')
    """
    contents = list(contents)
    if any(one.missing > 0 for one in contents):
        return "difference"
    if any(one.road > 0 for one in contents):
        return "sent"
    if any(one.arrived + one.broken > 0 for one in contents):
        return "done"
    if any(one.lost > 0 for one in contents):
        return "lost"
    return "returned"
