"""What somebody who works for us is paid for a visit. Knows nothing of Odoo."""

from collections import namedtuple
from decimal import Decimal

from .hours import round_to

# One line of a reckoning; what is taken off has a price below zero.
Entry = namedtuple("Entry", "kind basis quantity price")
Step = namedtuple("Step", "basis quantity price amount")
Pay = namedtuple("Pay", "net lost steps")


def reckon(entries):
    """{kind of cost: :class:`Pay`}. Nobody owes us for having worked: what cannot be taken
    off is lost, and told.

    >>> hours, late = Decimal("2.5"), Decimal(1)
    >>> work = [Entry("labour", "hour", hours, Decimal(80))]
    >>> reckon([*work, Entry("labour", "missed", late, Decimal(-50))])["labour"].net
    Decimal('150.00')
    >>> pay = reckon([*work, Entry("labour", "missed", late, Decimal(-300))])["labour"]
    >>> pay.net, pay.lost
    (Decimal('0'), Decimal('100.00'))
    """
    steps = {}
    for kind, basis, quantity, price in entries:
        if amount := round_to(quantity * price):
            steps.setdefault(kind, []).append(Step(basis, quantity, price, amount))
    told = {}
    for kind, found in steps.items():
        whole = sum((step.amount for step in found), Decimal(0))
        told[kind] = Pay(max(whole, Decimal(0)), max(-whole, Decimal(0)), found)
    return told


def choose(rates):
    """Of several rates for the same thing the most particular one, each (slot, weight, rate).

    >>> choose([("hour", 0, "all"), ("hour", 2, "pumps"), ("km", 0, "way")])
    ['pumps', 'way']
    """
    best = {}
    for slot, weight, rate in rates:
        if slot not in best or weight > best[slot][0]:
            best[slot] = (weight, rate)
    return [rate for _weight, rate in best.values()]
