"""What was invoiced for the pieces that come back: a ledger of one sale, to the last fen.

Each `Row` is one invoiced line with what of it no credit note has given back yet. Pieces
are in the unit that comes back, amounts before taxes in the currency of the invoice.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .money import split

_DIGITS = Decimal("0.000001")


@dataclass
class Row:
    key: Any
    pieces: Decimal
    amount: Decimal
    unit: Decimal = Decimal("0.01")
    gross: Decimal | None = None

    def __post_init__(self):
        self.pieces, self.amount = Decimal(self.pieces), Decimal(self.amount)
        self.gross = self.pieces if self.gross is None else self.gross


def total(rows):
    """Pieces that are invoiced and not given back."""
    return sum((row.pieces for row in rows), Decimal(0))


def give_back(rows, pieces, amount):
    """Book an earlier credit note on ``rows``, in their order, never below nothing.

    Without pieces it lowered the price only.

    >>> rows = [Row("a", 2, 200), Row("b", 1, 80)]
    >>> give_back(rows, 1, 100)
    >>> give_back(rows, 0, 20)
    >>> [(str(row.pieces), str(row.amount)) for row in rows]
    [('1', '80'), ('1', '80')]
    """
    pieces, amount = Decimal(pieces), Decimal(amount)
    for row in rows:
        if pieces and not row.pieces:
            continue
        some = min(pieces, row.pieces)
        part = amount if some == pieces else amount * some / pieces
        part = min(part, row.amount)
        row.pieces -= some
        row.amount -= part
        pieces -= some
        amount -= part
        if not (pieces or amount):
            break


def take(rows, pieces):
    """Give back ``pieces``, as many as there are: [(key, pieces, amount)].

    The last piece of a row takes what rounding left, so all pieces together are worth
    exactly what was invoiced.

    >>> rows = [Row("a", 3, 100)]
    >>> [str(take(rows, 1)[0][2]) for _turn in range(3)]
    ['33.33', '33.34', '33.33']
    >>> take(rows, 1)
    []
    """
    left, taken = Decimal(pieces), []
    for row in rows:
        some = min(left, row.pieces)
        if some <= 0:
            continue
        amount = row.amount
        if some < row.pieces:
            amount = _round(row.amount * some / row.pieces, row.unit)
        row.pieces -= some
        row.amount -= amount
        left -= some
        taken.append((row.key, some, amount))
    return taken


def begin_at(rows, position):
    """``rows`` beginning with the one that invoiced the piece at ``position``, so that a
    piece is credited at its own price when it was sold at several.

    >>> rows = [Row("a", 1, 100), Row("b", 1, 80)]
    >>> [row.key for row in begin_at(rows, 1)]
    ['b', 'a']
    """
    start = Decimal(0)
    for index, row in enumerate(rows):
        start += row.gross
        if position < start:
            return rows[index:] + rows[:index]
    return rows


def of_component(rows, values, name, per_kit):
    """The part of the kits of ``rows`` that is component ``name``.

    :param values: {component: what it is worth inside one kit}
    :param per_kit: pieces of ``name`` in one kit

    >>> part = of_component([Row("a", 2, 100)], {"pump": 30, "hose": 10}, "hose", 4)
    >>> (str(part[0].pieces), str(part[0].amount))
    ('8', '25.00')
    """
    percents = _get_percents(values)
    index = list(values).index(name)
    return [
        Row(
            row.key,
            row.pieces * Decimal(per_kit),
            split(row.amount, percents, row.unit)[index],
            row.unit,
            row.gross * Decimal(per_kit),
        )
        for row in rows
    ]


def _get_percents(values):
    worth = [Decimal(str(value)) for value in values.values()]
    if not sum(worth):
        worth = [Decimal(1)] * len(worth)
    percents = [(w * 100 / sum(worth)).quantize(_DIGITS) for w in worth]
    percents[-1] += 100 - sum(percents)
    return percents


def _round(amount, unit):
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
