"""Selections of the room, named once."""

from ...kernel.decision import COST_KINDS

PAYERS = [
    ("customer", "Customer"),
    ("company", "Our Company"),
    ("agent", "Agent"),
    ("supplier", "Supplier"),
    ("manufacturer", "Manufacturer"),
    ("carrier", "Carrier"),
]
COST_LABELS = [
    ("part", "Parts"),
    ("labour", "Labour"),
    ("travel", "Travel"),
    ("freight", "Freight"),
    ("inspection", "Inspection Fee"),
    ("other", "Other"),
]
assert [code for code, _label in COST_LABELS] == list(COST_KINDS)
