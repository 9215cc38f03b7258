"""Selections of the room, named once."""

STATES = [
    ("received", "To Examine"),
    ("proposed", "To Be Decided"),
    ("decided", "To Approve"),
    ("answered", "Answered"),
    ("settled", "In the Books"),
    ("cancelled", "Withdrawn"),
]
# Somebody has to answer until the deadline.
WAITING = ("received", "proposed", "decided")
LINE_STATES = [
    ("open", "Not Answered"),
    ("accepted", "Accepted in Full"),
    ("partly", "Accepted in Part"),
    ("rejected", "Rejected"),
    ("contested", "Contested"),
    ("ruled", "Ruled"),
]
WORDS = [("accept", "Accept It"), ("part", "Accept in Part"), ("reject", "Reject")]
BECOMES = [
    ("credit_note", "Price Reduction (Credit Note)"),
    ("bill", "His Service (Vendor Bill)"),
    ("entry", "Compensation (Entry without Tax)"),
]
