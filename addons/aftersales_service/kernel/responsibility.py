"""Who answers for a fault settles who pays where a warranty would, and what must be done
next (R-44, W-19).

The parties of an inspection may sign who is responsible; else it follows from the decided
cause (`find`). What was promised whatever the cause, and what costs nobody anything, stays
as it was decided. Of two words that contradict each other the better one for the customer
counts: the maker's “yes” beats a signed “the user”, a signed “not the user” beats the
maker's “no”.
"""

from dataclasses import replace

RESPONSIBLE = (
    "production",
    "service",
    "carrier",
    "supplier",
    "agent",
    "user",
    "unknown",
)
# Somebody else than the user signed for it.
BLAMED = frozenset({"production", "service", "carrier", "supplier", "agent"})
# Decided by a cover that we, an agent or a maker bears.
COVERED = frozenset({"W-04", "W-07", "W-24", "W-25"})
# Promised whatever the cause, whoever answers for it.
PROMISED = frozenset({"W-10", "F-02", "goodwill"})
# (payer, result) of what a warranty covers.
BEARERS = {
    "production": ("company", "free"),
    "supplier": ("supplier", "supplier"),
    "agent": ("agent", "agent"),
}
# W-19: who answers for it is told and agrees, we take a measure at once, the user is told
# why.
STEPS = {
    "production": "agree",
    "supplier": "agree",
    "agent": "agree",
    "carrier": "agree",
    "service": "measure",
    "user": "explain",
}
USERS = frozenset({"misuse", "outside"})


def take_signed(facts):
    """``facts`` as they are judged when somebody signed who is responsible: a cause that
    would be the user's is none of his if another answers for it."""
    if facts.responsibility in BLAMED:
        maker = "" if facts.maker == "declined" else facts.maker
        return replace(facts, cause="material", dismantled=False, maker=maker)
    if facts.responsibility == "user" and facts.cause == "transport":
        return replace(facts, cause="misuse")
    return facts


def settle(responsibility, answer):
    """``answer`` as the signed ``responsibility`` has it.

    Our own bad work is ours to mend also outside the period; a user who spoiled it pays
    as after misuse; damage on the way is the carrier's. A promise of a part of the cost
    does not stand between the customer and who answers for all of it.
    """
    if not answer.shares or (answer.rule in PROMISED and not _left_to_customer(answer)):
        return answer
    if responsibility == "carrier":
        return _give(answer, "carrier", "supplier")
    if responsibility == "service":
        return _give(answer, "company", "free")
    if answer.rule in COVERED:
        return _settle_covered(responsibility, answer)
    return answer


def _left_to_customer(answer):
    return any(who == "customer" and percent for who, percent in answer.shares)


def find(facts, answers):
    """Who answers for the fault by these ``facts`` and what was decided of them (W-19).

    >>> from .decision import Facts, decide
    >>> import datetime
    >>> facts = Facts(datetime.date(2026, 1, 1), "misuse")
    >>> find(facts, decide(facts)), STEPS[find(facts, decide(facts))]
    ('user', 'explain')
    """
    if facts.responsibility in ("carrier", "service"):
        return facts.responsibility
    rules = {answer.rule for answer in answers}
    if facts.pending and not rules <= PROMISED:
        return facts.responsibility
    if facts.maker == "accepted" and _is_for_maker(facts):
        foreign = _is_only_foreign(facts, rules)
        return "unknown" if foreign else _get_maker(facts, answers)
    if facts.responsibility != "unknown":
        return "unknown" if _is_only_foreign(facts, rules) else facts.responsibility
    return _find_by_cause(facts, answers, rules)


def _find_by_cause(facts, answers, rules):
    if facts.cause == "transport":
        return "carrier"
    if facts.cause in USERS or facts.dismantled or facts.maker == "declined":
        return "user"
    if facts.cause == "wear":
        # Nobody's fault; where no warranty bears it the customer must be told.
        return "user" if "W-12" in rules and not rules & COVERED else "unknown"
    if facts.cause == "material" and not _is_only_foreign(facts, rules):
        return _get_maker(facts, answers)
    return "unknown"


def _is_for_maker(facts):
    """His word does not reach what was damaged on the way, unless somebody else signed."""
    return facts.cause != "transport" or facts.responsibility != "unknown"


def _get_maker(facts, answers):
    """We, or the outside maker: by the origin, or as he gave the commitment (W-24, W-25)."""
    bears = {who for a in answers if a.rule == "W-25" for who, _percent in a.shares}
    outside = facts.origin == "outsourced" or "supplier" in bears
    return "supplier" if outside else "production"


def _is_only_foreign(facts, rules):
    """Another maker's product: neither our production nor its suppliers answer for it."""
    return facts.responsibility != "user" and "W-17" in rules and not rules & COVERED


def _settle_covered(responsibility, answer):
    if responsibility == "user":
        part = answer.line.kind == "part"
        paid = _give(answer, "customer", "paid_misuse")
        return replace(paid, rule="W-05", preferential=part, provisional=False)
    if responsibility not in BEARERS:
        return answer
    payer, result = BEARERS[responsibility]
    shares = tuple(
        (who if who == "customer" else payer, percent) for who, percent in answer.shares
    )
    return replace(answer, shares=shares, result=result, rule="R-44", provisional=False)


def _give(answer, payer, result):
    return replace(
        answer,
        shares=((payer, 100.0),),
        result=result,
        rule="R-44",
        cover=None,
        provisional=False,
    )
