"""Who answers for a fault settles who pays where a warranty would (R-44, W-19).

``settle(responsibility, answer)`` takes an answer of the decision and gives it to whoever
the parties of an inspection found responsible. What was promised whatever the cause, and
what costs nobody anything, stays as it was decided.
"""

from dataclasses import replace

# Decided by a cover that we, an agent or a maker bears.
COVERED = frozenset({"W-04", "W-07", "W-24", "W-25"})
# No cover, so the customer pays.
EXPIRED = frozenset({"W-11", "W-13"})
PROMISED = frozenset({"W-10", "F-02", "goodwill"})
# (payer, result) of what a warranty covers.
BEARERS = {
    "production": ("company", "free"),
    "service": ("company", "free"),
    "supplier": ("supplier", "supplier"),
    "agent": ("agent", "agent"),
}


def settle(responsibility, answer):
    """``answer`` as the signed ``responsibility`` has it.

    Our own bad work is ours to mend also outside the period; a user who spoiled it pays
    as after misuse; damage on the way is the carrier's.
    """
    if answer.rule in PROMISED or not answer.shares:
        return answer
    if responsibility == "carrier":
        return _give(answer, "carrier", "supplier")
    if answer.rule in COVERED:
        return _settle_covered(responsibility, answer)
    if responsibility == "service" and answer.rule in EXPIRED:
        return _give(answer, "company", "free")
    return answer


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
