"""Selections of the room, named once."""

# Whom we owe: partners whose people we send, and our own people.
WORKERS = [
    ("contractor", "Contractor or Agent Who Works for Us"),
    ("employee", "Technician's Piece Rate"),
]
CODES = tuple(code for code, _label in WORKERS)
BASES = [
    ("visit", "Per Visit"),
    ("hour", "Per Hour of Work"),
    ("km", "Per Kilometre"),
    ("missed", "Deduction per Missed Deadline"),
]
DEDUCTIONS = ("missed",)
OWED_BECOMES = [
    ("bill", "Vendor Bill (Draft)"),
    ("accrual", "Payroll Entry"),
    ("payroll", "Workbook for Payroll, No Entry"),
]
OWED_WAYS = tuple(code for code, _label in OWED_BECOMES)
# Visits that the customer has signed.
SIGNED = ("accepted", "closed")
