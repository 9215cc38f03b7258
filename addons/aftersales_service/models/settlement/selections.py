"""Selections of the room, named once."""

# Who settles afterwards, and by which kind of document. The customer pays by quotation
# and invoice, what our company bears is borne at once.
DIRECTION_OF = {
    "supplier": "claim",
    "carrier": "claim",
    "agent": "statement",
    "manufacturer": "statement",
    "salesperson": "receivable",
    "technician": "receivable",
}
DIRECTIONS = [
    ("claim", "Claim"),
    ("statement", "Periodic Statement"),
    ("receivable", "Receivable"),
]
STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("settled", "Settled"),
    ("cancelled", "Cancelled"),
]
# While a share stands on one of these, no other document takes it.
OPEN = ("draft", "sent", "answered")
ANSWERS = [
    ("waiting", "Not Answered"),
    ("accepted", "Accepted in Full"),
    ("partly", "Accepted in Part"),
    ("rejected", "Rejected"),
]
BECOMES = [
    ("price_cut", "Price Reduction (Vendor Credit Note)"),
    ("service", "Service Sold (Invoice)"),
    ("compensation", "Compensation (Entry without Tax)"),
]
REMAINDERS = [
    ("again", "Claim Again"),
    ("elsewhere", "Charge Elsewhere"),
    ("bear", "Bear It"),
]
RHYTHMS = [
    ("at_once", "At Once, per Job"),
    ("judged", "When the Old Part Is Judged"),
    ("monthly", "Monthly"),
]
SINCE = [
    ("caused", "the Service"),
    ("judged", "the Judgement of the Old Part"),
    ("month_end", "the End of the Month"),
]
UNITS = [
    ("working_day", "Working Days"),
    ("day", "Days"),
    ("month", "Months"),
]
# Jobs whose work is done, so that what they caused stands.
DONE = ("signed", "closed", "filed")
