"""How far a quotation lies below the price list (F-28)."""

from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


def shortfall(listed, quoted):
    """Percent by which ``quoted`` lies below ``listed``, two decimals; 0 above it.

    >>> shortfall(200, 180), shortfall(200, "179.98")
    (Decimal('10.00'), Decimal('10.01'))
    >>> shortfall(100, 120), shortfall(0, 0)
    (Decimal('0.00'), Decimal('0.00'))
    """
    listed, quoted = Decimal(str(listed)), Decimal(str(quoted))
    if listed <= 0 or quoted >= listed:
        return Decimal("0.00")
    percent = (listed - quoted) * 100 / listed
    return percent.quantize(_HUNDREDTH, ROUND_HALF_UP)


def exceeds(listed, quoted, tolerance):
    """Whether the deviation needs the general manager: exactly the tolerance is allowed.

    Compared without rounding, so that 10.004 % is above 10 %.

    >>> exceeds(200, 180, 10), exceeds(200, "179.99", 10), exceeds(100, 100, 0)
    (False, True, False)
    """
    listed, quoted = Decimal(str(listed)), Decimal(str(quoted))
    allowed = listed * (100 - Decimal(str(tolerance))) / 100
    return listed > 0 and quoted < allowed
