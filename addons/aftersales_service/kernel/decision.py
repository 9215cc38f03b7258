"""Who pays which cost of a job, and why: the decision as one pure function.

``decide(facts)`` answers for each cost line with shares, a result (catalogue W-35), the
rule that decided, and every coverage that lost with its reason. Codes only; sentences are
made of them where the user's language is known.
"""

import datetime
from dataclasses import dataclass

from .responsibility import settle, take_signed

COST_KINDS = ("part", "labour", "travel", "freight", "inspection", "other")
# W-14 b: what caused the fault. `unknown` is decided as if it were ours, provisionally.
CAUSES = ("material", "misuse", "transport", "wear", "outside", "unknown")
# W-06, W-08, W-17, W-24, S-41: where the device comes from.
ORIGINS = ("own", "agent", "outsourced", "foreign", "unregistered")
RESULTS = (
    "free",
    "paid_misuse",
    "paid_expired",
    "contract",
    "agent",
    "supplier",
    "not_ours",
    "pending",
)
# W-14 a: what was found on the spot, if somebody looked.
OURS = ("", "yes", "no", "unknown")
# W-20: what the maker answered about a doubtful warranty.
MAKER = ("", "accepted", "declined")
# W-12: what a warranty bears inside its period: only faults of manufacture, assembly and
# material, or normal wear as well.
FREE_CAUSES = ("made", "wear")
# What the kilometres of a limit are: the way to the customer, the mileage of the device,
# or whichever is larger.
DISTANCES = ("any", "way", "mileage")
# Promised whatever the cause and whatever the maker says.
PROMISED = ("contract", "goodwill")
# With equal share the earlier one in this list decides.
PRIORITY = (
    "contract",
    "part",
    "repair",
    "component",
    "standard",
    "extended",
    "goodwill",
)


@dataclass(frozen=True)
class Cover:
    """A coverage as far as the decision needs it."""

    key: int
    kind: str
    start: datetime.date
    end: datetime.date
    cost_kinds: frozenset = frozenset(COST_KINDS)
    part_classes: frozenset = frozenset(("main", "ordinary"))
    percent: float = 100.0
    payer: str = "company"
    voided_on: datetime.date = None
    suspended_on: datetime.date = None
    product: int = None  # warranty on a replaced part: that part only
    distance_limit: float = 0.0
    distance_of: str = "any"
    visits_left: int = None
    free_causes: str = ""  # empty: as the service policy of the job says


@dataclass(frozen=True)
class Line:
    """One cost: its kind, and for parts the class and the product."""

    kind: str
    part_class: str = "ordinary"
    product: int = None


@dataclass(frozen=True)
class Facts:
    """All that the decision looks at. Same facts, same decision."""

    day: datetime.date
    cause: str = "unknown"
    origin: str = "own"
    covers: tuple = ()
    lines: tuple = tuple(Line(kind) for kind in COST_KINDS)
    phone: bool = False
    pending: bool = False
    dismantled: bool = False
    ours: str = ""
    maker: str = ""
    distance: float = 0.0
    mileage: float = 0.0
    responsibility: str = "unknown"  # as the parties of an inspection signed it
    free_causes: str = "wear"  # what the service policy of the job says


@dataclass(frozen=True)
class Answer:
    """Of one line: ``shares`` [(payer, percent)], why, and which covers lost why."""

    line: Line
    shares: tuple
    result: str
    rule: str
    cover: int = None
    lost: tuple = ()
    preferential: bool = False
    provisional: bool = False


def decide(facts):
    """One `Answer` per line of ``facts``, in their order.

    >>> year = Cover(1, "standard", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    >>> answer = decide(Facts(datetime.date(2026, 6, 1), "material", covers=(year,)))[0]
    >>> answer.shares, answer.rule
    ((('company', 100.0),), 'W-04')
    """
    judged = take_signed(facts)
    return tuple(
        settle(facts.responsibility, _decide_line(judged, line)) for line in facts.lines
    )


def _decide_line(facts, line):
    judged = [(cover, _judge(facts, line, cover)) for cover in facts.covers]
    lost = tuple((cover.key, reason) for cover, reason in judged if reason)
    valid = sorted((cover for cover, reason in judged if not reason), key=_rank)
    for rule in _RULES:
        answer = rule(facts, line, valid, lost)
        if answer:
            return answer
    return _expired(facts, line, lost)


def _rank(cover):
    return -cover.percent, PRIORITY.index(cover.kind), -cover.end.toordinal(), cover.key


def _judge(facts, line, cover):
    """Why ``cover`` does not bear this line, or None when it does.

    What the maker accepted is warranty: neither its period nor the cause is asked again.
    """
    if cover.voided_on and facts.day >= cover.voided_on:
        return "voided"
    if facts.maker == "accepted":
        return _judge_terms(facts, line, cover)
    return (
        _judge_period(facts, cover)
        or _judge_terms(facts, line, cover)
        or _judge_cause(facts, line, cover)
    )


def _judge_period(facts, cover):
    if facts.day < cover.start:
        return "not_begun"
    over = facts.day > cover.end and not _stands_still(facts, cover)
    return "expired" if over else None


def _judge_terms(facts, line, cover):
    if line.kind not in cover.cost_kinds:
        return "other_cost"
    if cover.product and cover.product != line.product:
        return "other_part"
    if line.kind == "part" and line.part_class not in cover.part_classes:
        return "part_class"
    if cover.distance_limit and _get_distance(facts, cover) > cover.distance_limit:
        return "distance"
    if cover.visits_left is not None and cover.visits_left <= 0:
        return "used_up"
    return None


def _get_distance(facts, cover):
    """The kilometres that count against the limit of ``cover``; 0 where nobody knows."""
    known = {"way": facts.distance, "mileage": facts.mileage}
    return known.get(cover.distance_of, max(known.values()))


def _stands_still(facts, cover):
    return cover.suspended_on and cover.suspended_on <= min(facts.day, cover.end)


def _judge_cause(facts, line, cover):
    if cover.kind in PROMISED:
        return None
    if facts.ours == "no":
        return "not_ours"
    if facts.maker == "declined":
        return "declined"
    if facts.dismantled:
        return "dismantled"
    if facts.cause == "wear" and not _bears_wear(facts, line, cover):
        return "wear"
    return facts.cause if facts.cause in ("misuse", "outside") else None


def _bears_wear(facts, line, cover):
    """Whether normal wear is free as well (W-12); a wear part wears by its nature."""
    free = cover.free_causes or facts.free_causes
    return free == "wear" and line.part_class != "wear"


def _no_visit(facts, line, valid, lost):
    """Guidance by telephone is free, also outside the period (W-10)."""
    if facts.phone:
        return Answer(line, (("company", 100.0),), "free", "W-10", lost=lost)
    return None


def _not_ours(facts, line, valid, lost):
    """Another maker's product is repaired for money if the customer wishes (W-14, W-17)."""
    if (facts.origin == "foreign" or facts.ours == "no") and not valid:
        return Answer(line, (("customer", 100.0),), "not_ours", "W-17", lost=lost)
    return None


def _pending(facts, line, valid, lost):
    """Doubtful warranty waits for the maker's word; nobody is charged yet (W-20)."""
    if facts.pending:
        return Answer(line, (), "pending", "W-20", lost=lost, provisional=True)
    return None


def _declined(facts, line, valid, lost):
    """The maker said that this is no warranty (W-20)."""
    if facts.maker != "declined" or valid:
        return None
    result = "paid_misuse" if facts.cause in ("misuse", "outside") else "paid_expired"
    return Answer(line, (("customer", 100.0),), result, "W-20", lost=lost)


def _misuse(facts, line, valid, lost):
    """Misuse is paid also inside the period, with parts at the preferential price (W-05)."""
    if (
        valid
        or facts.maker == "accepted"
        or not (facts.cause in ("misuse", "outside") or facts.dismantled)
    ):
        return None
    stopped = {"misuse", "outside", "dismantled"}
    inside = any(reason in stopped for _key, reason in lost)
    return Answer(
        line,
        (("customer", 100.0),),
        "paid_misuse",
        "W-05" if inside else "W-11",
        lost=lost,
        preferential=inside and line.kind == "part",
    )


def _worn(facts, line, valid, lost):
    """Inside the period only faults of manufacture, assembly and material are free where
    contract and technical agreement say so (W-12)."""
    if valid or "wear" not in {reason for _key, reason in lost}:
        return None
    return Answer(line, (("customer", 100.0),), "paid_expired", "W-12", lost=lost)


def _transport(facts, line, valid, lost):
    """Damage in transport is the carrier's, whatever the period says (R-44)."""
    if facts.cause == "transport":
        return Answer(line, (("carrier", 100.0),), "supplier", "R-44", lost=lost)
    return None


def _covered(facts, line, valid, lost):
    """The best valid cover bears its share, the customer the rest (W-04, W-07, W-24)."""
    if not valid:
        return None
    cover = valid[0]
    payer, result, rule = _get_payer(facts, cover)
    shares = [(payer, cover.percent)]
    if cover.percent < 100:
        shares.append(("customer", 100.0 - cover.percent))
    beaten = tuple((other.key, "beaten") for other in valid[1:])
    return Answer(
        line,
        tuple(shares),
        result,
        rule,
        cover=cover.key,
        lost=lost + beaten,
        provisional=facts.cause == "unknown" or facts.ours == "unknown",
    )


def _accepted(facts, line, valid, lost):
    """The maker stands in for what no warranty of ours covers (W-20)."""
    if facts.maker != "accepted":
        return None
    return Answer(line, (("manufacturer", 100.0),), "supplier", "W-20", lost=lost)


def _get_payer(facts, cover):
    if cover.kind == "contract":
        return "company", "contract", "F-02"
    if cover.kind == "goodwill":
        return "company", "free", "goodwill"
    payer, result, rule = _get_warrantor(facts, cover)
    return payer, result, "W-20" if facts.maker == "accepted" else rule


def _get_warrantor(facts, cover):
    if cover.payer != "company":
        result = "agent" if cover.payer == "agent" else "supplier"
        return cover.payer, result, "W-25"
    if facts.origin == "agent":
        return "agent", "agent", "W-07"
    if facts.origin == "outsourced":
        return "supplier", "supplier", "W-24"
    return "company", "free", "W-04"


# The first one that answers decides.
_RULES = (
    _no_visit,
    _not_ours,
    _pending,
    _transport,
    _declined,
    _misuse,
    _worn,
    _covered,
    _accepted,
)


def _expired(facts, line, lost):
    """No cover: parts, labour and travel are the customer's (W-11, W-13)."""
    rule = "W-13" if line.kind in ("part", "travel") else "W-11"
    return Answer(line, (("customer", 100.0),), "paid_expired", rule, lost=lost)


def warnings(facts, has_card=True, has_invoice=True, limited=()):
    """What a person must still do or know before the job begins: codes.

    :param limited: what kilometres matter (`DISTANCES`) for the covers of this device

    >>> warnings(Facts(datetime.date(2026, 1, 1), origin="agent"), has_card=False)
    ('no_card', 'notify_agent', 'inspect')
    """
    codes = []
    if not has_card:
        codes.append("no_card")  # W-01
    if not has_invoice:
        codes.append("no_invoice")  # W-01
    if facts.origin == "agent":
        codes.append("notify_agent")  # W-07
    if facts.origin == "unregistered":
        codes.append("register")  # W-15
    if facts.cause == "unknown":
        codes.append("inspect")  # W-16
    if facts.ours == "unknown":
        codes.append("whose")  # W-14 a
    return (*codes, *_get_unknown_km(facts, limited))


def _get_unknown_km(facts, limited):
    """Kilometres that nobody wrote down although a warranty ends with them (W-34)."""
    known = facts.distance or facts.mileage
    if ("way" in limited and not facts.distance) or ("any" in limited and not known):
        yield "no_distance"
    if "mileage" in limited and not facts.mileage:
        yield "no_mileage"
