"""What a violation may cost: brackets of articles, with the switch at exactly 50,000.

Article 19: with an illegal income of 50,000 yuan or more the fine is three to five times
the income, below it (or without any) it is a fixed bracket (catalogue I-50, I-56).

>>> ARTICLE_19 = Bracket(100_000, 1_000_000, threshold=50_000, low_times=3, high_times=5)
>>> exposure(ARTICLE_19, "49999.99")
Exposure(confiscated=Decimal('49999.99'), low=Decimal('100000'), high=Decimal('1000000'))
>>> exposure(ARTICLE_19, 50000)
Exposure(confiscated=Decimal('50000'), low=Decimal('150000'), high=Decimal('250000'))
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Bracket:
    low: float
    high: float
    threshold: float = 0  # 0: the income does not matter
    low_times: float = 0
    high_times: float = 0


@dataclass(frozen=True)
class Exposure:
    confiscated: Decimal
    low: Decimal
    high: Decimal


def exposure(bracket, income=0):
    """What is confiscated and between which sums the fine lies."""
    income = _money(income)
    if income < 0:
        raise ValueError("income")
    if not bracket.threshold:
        return Exposure(Decimal(0), _money(bracket.low), _money(bracket.high))
    if income < _money(bracket.threshold):
        return Exposure(income, _money(bracket.low), _money(bracket.high))
    return Exposure(
        income,
        income * _money(bracket.low_times),
        income * _money(bracket.high_times),
    )


def _money(value):
    # through text: 49999.99 as a float is not the sum that was typed
    return Decimal(str(value))
