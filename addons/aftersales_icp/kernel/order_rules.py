"""Which filing orders may stand beside an open one, and where an order may move.

One order at a time per organiser and authority; the pairs that exclude each other have
reasons of their own, so that a person reads why.

>>> conflict("new_service", ["change_subject"])
'change_blocks_service'
>>> conflict("new_access", ["change_service"], parallel_access=True) is None
True
>>> conflict("psb_first", ["first"]) is None
True
"""

TRACKS = {
    "filing": (
        "first",
        "new_service",
        "new_access",
        "change_subject",
        "change_service",
        "change_all",
        "change_access",
        "cancel_service",
        "cancel_access",
        "cancel_subject",
        "migrate",
        "transfer",
        "claim",
        "renew_info",
    ),
    "psb": ("psb_first", "psb_change", "psb_cancel"),
    "licence": (
        "licence_apply",
        "licence_change",
        "licence_renew",
        "licence_annual",
        "licence_cancel",
    ),
}
TRACK_OF = {kind: track for track, kinds in TRACKS.items() for kind in kinds}
TYPES = tuple(TRACK_OF)
CHANGES = {"change_subject", "change_service", "change_all", "change_access"}
NEEDS_FILED = set(TRACKS["filing"]) - {"first", "claim", "new_service"}
WITHOUT_SMS = {"cancel_access"}  # every other filing order is verified by SMS
SMS_TRIES = 5
SMS_HOURS = 24
BUREAU_DAYS = 20

_PAIRS = (
    ({"new_service"}, {"change_subject", "change_all"}, "change_blocks_service"),
    ({"new_access"}, CHANGES, "change_blocks_access"),
    ({"cancel_service"}, {"cancel_subject"}, "cancel_twice"),
)


def conflict(kind, open_kinds, *, parallel_access=False):
    """Why ``kind`` may not be opened beside ``open_kinds``, or None."""
    for other in open_kinds:
        if TRACK_OF[other] != TRACK_OF[kind]:
            continue
        reason = _pair(kind, other) or "one_open"
        if not (parallel_access and reason == "change_blocks_access"):
            return reason
    return None


def _pair(kind, other):
    for left, right, reason in _PAIRS:
        if (kind in left and other in right) or (other in left and kind in right):
            return reason
    return None


def after_wrong_code(tries):
    """Whether the order is returned: the sixth wrong code sends it back.

    >>> [after_wrong_code(n) for n in (1, 5, 6)]
    [False, False, True]
    """
    return tries > SMS_TRIES


# States that an answer of a platform may skip: ends and returns are never passed through.
PASSED = frozenset(
    {"provider_review", "provider_review2", "sms_pending", "bureau_review"}
)


def path_to(current, wanted, transitions, passed=PASSED):
    """The fewest moves from ``current`` to ``wanted``; only ``wanted`` when there is none.

    A platform answers where an order stands and not which steps it took; the steps that
    a person would have recorded on the way are recorded, too.

    >>> moves = {"a": {"b", "x"}, "b": {"c"}, "x": {"c"}, "c": set()}
    >>> path_to("a", "c", moves, {"b"}), path_to("c", "a", moves), path_to("a", "a", moves)
    (['b', 'c'], ['a'], [])
    """
    paths = {current: []}
    row = [current]
    for state in row:
        for after in sorted(transitions[state]):
            if after not in paths and (after == wanted or after in passed):
                paths[after] = [*paths[state], after]
                row.append(after)
    return paths.get(wanted, [wanted])
