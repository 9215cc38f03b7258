"""Repair or replace: what either costs, who bears it, what to recommend (R-05, V-26)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Of one returned thing. Amounts in the company's currency, shares in percent."""

    repair: float  # parts and labour; 0: not known
    replacement: float  # value of a new one; 0: not known
    customer_share: float = 0.0
    supplier_share: float = 0.0
    days_left: int = 0  # of the warranty
    usable: bool = True  # exchange only when it cannot be used
    either: bool = False  # V-26: whatever is quicker, instead of repair first
    limit: float = 60.0  # a repair above this share of a new one is not worth it


@dataclass(frozen=True)
class Advice:
    """``choice`` is repair, replace or unknown; ``why`` codes in the order of weight."""

    choice: str
    why: tuple
    customer_repair: float
    customer_replacement: float
    supplier_repair: float
    own_repair: float
    own_replacement: float


def advise(facts):
    """The `Advice` for ``facts``.

    >>> advise(Facts(300, 1000)).choice, advise(Facts(300, 1000)).why
    ('repair', ('cheaper', 'repair_first'))
    >>> advise(Facts(700, 1000)).choice, advise(Facts(700, 1000)).why
    ('replace', ('above_limit',))
    >>> advise(Facts(300, 1000, usable=False, days_left=90)).why
    ('unusable', 'in_warranty')
    >>> advise(Facts(500, 1000, customer_share=30, supplier_share=50)).own_repair
    100.0
    """
    choice, why = _choose(facts)
    customer = facts.repair * facts.customer_share / 100
    supplier = facts.repair * facts.supplier_share / 100
    customer_new = facts.replacement * facts.customer_share / 100
    supplier_new = facts.replacement * facts.supplier_share / 100
    return Advice(
        choice,
        why,
        round(customer, 2),
        round(customer_new, 2),
        round(supplier, 2),
        round(facts.repair - customer - supplier, 2),
        round(facts.replacement - customer_new - supplier_new, 2),
    )


def _choose(facts):
    if not facts.repair:
        return "unknown", ("no_repair_cost",)
    if not facts.replacement:
        return "repair", ("no_replacement_value",)
    if facts.repair > facts.replacement * facts.limit / 100:
        return "replace", ("above_limit",)
    if not facts.usable and facts.days_left > 0:
        return "replace", ("unusable", "in_warranty")
    return "repair", ("cheaper",) if facts.either else ("cheaper", "repair_first")
