"""Selections of the room, named once. Conditions have the values of the service order."""

UNITS = [
    ("minute", "Minutes"),
    ("hour", "Hours"),
    ("working_hour", "Working Hours"),
    ("day", "Days"),
    ("working_day", "Working Days"),
    ("month", "Months"),
    ("year", "Years"),
    ("same_day", "Same Day"),
    ("next_day", "Next Day"),
    ("at_once", "At Once"),
    ("agreed", "Time Agreed"),
]
DIRECTIONS = [
    ("after", "After"),
    ("before", "Before"),
    ("within", "Within, First Day Included"),
]
BOUNDS = [("latest", "At the Latest"), ("earliest", "At the Earliest")]
AREAS = [("city", "City"), ("suburb", "Suburb"), ("other", "Other Region")]
SEVERITIES = [
    ("simple", "Simple"),
    ("general", "General"),
    ("complex", "Complex or Special"),
    ("serious", "Serious"),
]
FAULT_AREAS = [
    ("body", "Body"),
    ("chassis", "Chassis and Engine"),
    ("other", "Other Area"),
]
SERVICE_TYPES = [
    ("a", "Paid Service (A)"),
    ("b", "Contract Service (B)"),
    ("c", "Free Service (C)"),
    ("d", "General Administration (D)"),
    ("other", "Other Service"),
]
ORDER_KINDS = [
    ("repair", "Repair"),
    ("consultation", "Consultation"),
    ("complaint", "Complaint"),
    ("return", "Return"),
]
LIFE_STAGES = [
    ("zero_km", "Zero-Kilometre"),
    ("pre_sale", "Pre-Sale"),
    ("after_sale", "After-Sale"),
]
OWNERS = [
    ("us", "Us"),
    ("customer", "Customer"),
    ("parts", "Waiting for Parts"),
    ("supplier", "Supplier"),
    ("agent", "Agent"),
    ("maker", "Manufacturer"),
    ("carrier", "Carrier"),
]
CHANGE_KINDS = [
    ("calendar", "Calendar Changed"),
    ("pause", "Pause"),
    ("appointment", "Appointment"),
    ("extension", "Extension"),
    ("facts", "Facts Corrected"),
]
STATES = [
    ("running", "Time Is Running"),
    ("warned", "Due Soon"),
    ("paused", "Paused"),
    ("overdue", "Overdue"),
    ("met", "Met"),
    ("missed", "Missed"),
    ("excused", "Excused"),
    ("cancelled", "No Longer Needed"),
]
