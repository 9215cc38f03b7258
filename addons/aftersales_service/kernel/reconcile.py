"""What stands against a share of a fee: from request to payment, without Odoo.

Money is an integer of hundredths, a quantity an integer of thousandths. A rule names a
condition; each condition says how much is at stake and from which day on the rule counts
its days.
"""

from collections import namedtuple
from datetime import date, timedelta  # noqa: F401 - date: doctests

Rule = namedtuple("Rule", "code tolerance days")
Fault = namedtuple("Fault", "code stake on")

CELLS = (
    "request",
    "issue",
    "use",
    "unused",
    "old_part",
    "fee",
    "told",
    "quote",
    "invoice",
    "fapiao",
    "payment",
    "claim",
)
# Whose share is settled by a quotation and an invoice, and whose by nobody.
CUSTOMER, OURS = "customer", "company"


# A claim that is under way: a draft is none yet, and one that was settled says nothing
# about what is still open.
CLAIMED = ("sent", "answered")


def _past(deadline):
    """The first day on which a deadline is missed; on its day it is kept."""
    return deadline and deadline + timedelta(days=1)


def _more_issued(facts):
    out = facts["issued"] - facts["returned"]
    return out - facts["requested"], facts["issued_on"]


def _still_held(facts):
    gone = facts["used"] + facts["returned"] + facts["lost"]
    return facts["issued"] - gone, facts["issued_on"]


def _other_quantity(facts):
    """Charged is what was used, neither more nor less, once the work is done."""
    if not facts["requested"]:
        return 0, None
    return abs(facts["quantity"] - facts["used"]), facts["done_on"]


def _old_part_out(facts):
    return facts["old_open"], _past(facts["old_due"])


def _nobody(facts):
    missing = facts["payer"] != OURS and not facts["partner_id"]
    return (facts["fee"] if missing else 0), facts["begun_on"]


def _told_otherwise(facts):
    """What the customer was told and what he is quoted."""
    if not (facts["told"] and facts["quoted"]):
        return 0, None
    return abs(facts["told"] - facts["quoted"]), facts["begun_on"]


def _signed_for(facts):
    """What he signed for and is not asked for any more, whoever made it smaller."""
    return facts["dropped"], facts["done_on"] or facts["begun_on"]


def _not_quoted(facts):
    if facts["payer"] != CUSTOMER or facts["quoted"]:
        return 0, None
    return facts["open"], facts["done_on"]


def _not_invoiced(facts):
    """Agreed by the customer's quotation, or by the answer to a claim."""
    if facts["claim_state"] == "answered":
        return facts["open"], facts["answered_on"]
    if facts["payer"] != CUSTOMER or not facts["quoted"]:
        return 0, None
    return facts["open"], facts["done_on"]


def _too_much(facts):
    return -facts["open"], facts["begun_on"]


def _no_fapiao(facts):
    if facts["payer"] != CUSTOMER:
        return 0, None
    return abs(facts["invoiced"] - facts["fapiao"]), facts["invoiced_on"]


def _not_paid(facts):
    due = facts["due_on"] or facts["invoiced_on"]
    return facts["invoiced"] - facts["paid"], _past(due)


def _not_claimed(facts):
    """On no settlement that was sent; what was refused and not claimed again, too."""
    if facts["payer"] in (CUSTOMER, OURS) or facts["claim_state"] in CLAIMED:
        return 0, None
    return facts["open"], facts["done_on"]


def _not_answered(facts):
    if facts["claim_state"] != "sent":
        return 0, None
    return facts["claimed"], _past(facts["claim_due"])


CONDITIONS = {
    "more_issued": (_more_issued, "issue"),
    "still_held": (_still_held, "unused"),
    "other_quantity": (_other_quantity, "use"),
    "old_part_out": (_old_part_out, "old_part"),
    "nobody": (_nobody, "fee"),
    "told_otherwise": (_told_otherwise, "told"),
    "signed_for": (_signed_for, "fee"),
    "not_quoted": (_not_quoted, "quote"),
    "not_invoiced": (_not_invoiced, "invoice"),
    "too_much": (_too_much, "invoice"),
    "no_fapiao": (_no_fapiao, "fapiao"),
    "not_paid": (_not_paid, "payment"),
    "not_claimed": (_not_claimed, "claim"),
    "not_answered": (_not_answered, "claim"),
}
# Conditions that measure pieces; the others measure money.
COUNTED = frozenset({"more_issued", "still_held", "other_quantity", "old_part_out"})


def find_faults(facts, rules):
    """:class:`Fault` of every rule that is or will be broken, in the order of the rules.

    >>> facts = dict.fromkeys(FACTS, 0) | {"payer": "customer", "partner_id": 7,
    ...     "fee": 10000, "open": 10000, "done_on": date(2026, 10, 1)}
    >>> find_faults(facts, [Rule("not_quoted", 0, 3), Rule("not_paid", 0, 0)])
    [Fault(code='not_quoted', stake=10000, on=datetime.date(2026, 10, 4))]
    """
    found = []
    for rule in rules:
        stake, since = CONDITIONS[rule.code][0](facts)
        if since and stake > rule.tolerance:
            found.append(Fault(rule.code, stake, since + timedelta(days=rule.days)))
    return found


def judge(faults, today, is_complete):
    """(state, faults that are due, day on which the state turns next).

    >>> judge([Fault("not_paid", 5, date(2026, 10, 4))], date(2026, 10, 3), False)
    ('amber', [], datetime.date(2026, 10, 4))
    """
    due = [fault for fault in faults if fault.on <= today]
    coming = [fault.on for fault in faults if fault.on > today]
    state = "red" if due else "amber" if coming or not is_complete else "green"
    return state, due, min(coming, default=None)


def is_complete(facts):
    """Whether nothing is left to do about this share."""
    return not (
        facts["open"]
        or facts["invoiced"] != facts["paid"]
        or facts["old_open"]
        or _still_held(facts)[0]
    )


def get_key(faults):
    """What was wrong, as one word: a reason holds as long as it is the same.

    >>> get_key([Fault("not_paid", 5, None), Fault("nobody", 7, None)])
    'nobody:7 not_paid:5'
    """
    return " ".join(sorted(f"{fault.code}:{fault.stake}" for fault in faults))


def get_cells(facts, faults, today):
    """{cell: red, amber or green}; a cell that this share does not need is left out."""
    cells = {}
    if facts["requested"]:
        cells = dict.fromkeys(("request", "issue", "use", "unused"), "green")
        if facts["issued"] < facts["requested"]:
            cells["issue"] = "amber"
    if facts["old_count"]:
        cells["old_part"] = "amber" if facts["old_open"] else "green"
    cells["fee"] = "green"
    cells |= _get_money_cells(facts)
    for fault in reversed(faults):
        colour = "red" if fault.on <= today else "amber"
        if cells.get(CONDITIONS[fault.code][1]) != "red":
            cells[CONDITIONS[fault.code][1]] = colour
    return cells


def _get_money_cells(facts):
    cells = {}
    if facts["payer"] == CUSTOMER:
        cells["told"] = "green" if facts["told"] else "amber"
        cells["quote"] = "green" if facts["quoted"] else "amber"
        cells["invoice"] = "amber" if facts["open"] else "green"
        cells["fapiao"] = "green" if facts["fapiao"] == facts["invoiced"] else "amber"
    elif facts["payer"] != OURS:
        cells["claim"] = "amber" if facts["open"] else "green"
    if facts["payer"] != OURS:
        whole = facts["paid"] == facts["invoiced"] and not facts["open"]
        cells["payment"] = "green" if whole else "amber"
    return cells


# Names of all facts; quantities, money, days and the rest.
QUANTITIES = ("requested", "issued", "used", "returned", "lost", "quantity")
COUNTS = ("old_count", "old_open")
MONEY = (
    "fee",
    "told",
    "quoted",
    "invoiced",
    "fapiao",
    "paid",
    "claimed",
    "settled",
    "open",
    "dropped",
)
DAYS = (
    "begun_on",
    "done_on",
    "issued_on",
    "invoiced_on",
    "due_on",
    "old_due",
    "claim_due",
    "answered_on",
)
FACTS = (*QUANTITIES, *COUNTS, *MONEY, *DAYS, "payer", "partner_id", "claim_state")
