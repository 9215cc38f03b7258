KINDS = [
    ("digital_general", "Digital General"),
    ("digital_special", "Digital Special"),
    ("paper_general", "Tax Control General"),
    ("paper_special", "Tax Control Special"),
]
SIDES = [("issued", "Issued by Us"), ("received", "Received by Us")]
STATES = [("draft", "Draft"), ("registered", "Registered"), ("void", "Void")]
# How much of an invoice 发票 were issued for.
COVERED = [
    ("none", "Not Issued"),
    ("part", "Issued in Part"),
    ("whole", "Fapiao Issued"),
    ("over", "Issued for Too Much"),
]
RED_STATES = [
    ("asked", "To Be Confirmed"),
    ("confirmed", "Confirmed"),
    ("issued", "Red Letter Issued"),
    ("refused", "Refused"),
    ("expired", "Expired"),
]
RED_REASONS = [
    ("returned", "Goods Returned"),
    ("wrong", "Issued Wrongly"),
    ("ended", "Service Ended"),
    ("discount", "Sales Discount"),
]
