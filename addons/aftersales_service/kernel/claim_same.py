"""What is shown or claimed a second time: pictures, signatures, numbers, repairs."""

from .claim import Finding

_MOST_OTHERS = 10


def _finding(claim, code, severity, others, subject="", **numbers):
    jobs = sorted({other.job for other in others})
    return Finding(
        claim.key,
        code,
        subject,
        claim.job,
        severity,
        tuple(jobs[:_MOST_OTHERS]),
        (("jobs", len(jobs)), *sorted(numbers.items())),
    )


def pictures(case):
    """A picture of another job. Of the same device only the very file counts: its type
    plate looks the same every time."""
    for claim in case.new:
        for picture in {p.digest: p for p in claim.pictures}.values():
            same = case.alike("picture", [picture.digest])
            near = _near_pictures(case, claim, picture)
            found = {c.key: c for c in (*same, *near)}.values()
            if len({c.technician for c in found}) >= case.limits.common_people:
                continue
            found = [c for c in found if case.is_before(c, claim)]
            if found:
                strange = any(c.device != claim.device for c in found)
                severity = 3 if strange and set(found) & set(same) else 2
                yield _finding(claim, "picture", severity, found, picture.digest)


def _near_pictures(case, claim, picture):
    """Claims for other devices with a picture like this one."""
    if not picture.shape:
        return []
    shape, limit = picture.shape, case.limits.picture_bits
    return [
        other
        for other in case.alike("shape", picture.asked)
        if (other.device is None or other.device != claim.device)
        and any(p.shape and p.shape.distance(shape) <= limit for p in other.pictures)
    ]


def signatures(case):
    """A signature that stands under the paper of another customer, or of another day:
    nobody writes his name twice alike."""
    for claim in case.new:
        if not claim.signature:
            continue
        same = case.alike("signature", [claim.signature.digest])
        same = [c for c in same if (c.customer, c.day) != (claim.customer, claim.day)]
        near = [c for c in _near_ink(case, claim) if c.customer != claim.customer]
        found = {c.key: c for c in (*same, *near) if case.is_before(c, claim)}.values()
        if found:
            strange = any(c.customer != claim.customer for c in found)
            severity = 3 if strange and set(found) & set(same) else 2
            yield _finding(claim, "signature", severity, found)


def _near_ink(case, claim):
    shape, limit = claim.signature.shape, case.limits.signature_bits
    if not shape:
        return []
    candidates = case.alike("ink", claim.signature.asked)
    return [
        c
        for c in candidates
        if (c.signature.shape.whole ^ shape.whole).bit_count() <= limit
    ]


def serials(case):
    """The serial of one device on the claim for another."""
    return _numbers(case, "serial", 3, lambda c, o: c.device != o.device)


def invoices(case):
    """One invoice of purchase as the proof of several customers. One customer may have
    bought many machines on it."""
    return _numbers(case, "invoice", 3, lambda c, o: c.customer != o.customer)


def built_in(case):
    """One part built in twice; one that was repaired in between may be."""
    return _numbers(case, "built_in", 2, lambda c, o: True)


def _numbers(case, kind, severity, differs):
    for key, claims in case.groups(kind).items():
        for claim in filter(case.is_new, claims):
            found = [
                o for o in claims if case.is_before(o, claim) and differs(claim, o)
            ]
            if found:
                yield _finding(claim, kind, severity, found, key)


def paid_once(case):
    """What is paid once for a device, paid again."""
    for claim in case.new:
        if claim.kind not in case.limits.once or claim.device is None:
            continue
        found = [
            other
            for other in case.alike("device", [claim.device])
            if other.kind == claim.kind and case.is_before(other, claim)
        ]
        if found:
            yield _finding(claim, "paid_once", 3, found)


def repeated(case):
    """The same fault or the same dear part within a month: the repair did not hold, or
    was paid twice. Two jobs within days: one that was told as two, perhaps."""
    for claims in case.groups("device").values():
        first = {claim.job: claim for claim in reversed(claims)}
        dear = {job: set() for job in first}
        for claim in claims:
            dear[claim.job] |= _dear_parts(claim, case.limits)
        for claim in filter(case.is_new, first.values()):
            others = [o for o in first.values() if o.kind == claim.kind]
            others = [o for o in others if case.is_before(o, claim)]
            yield from _judge_repeat(claim, others, dear, case.limits)


def _dear_parts(claim, limits):
    return {p.product for p in claim.parts if p.value >= limits.again_value}


def _judge_repeat(claim, others, dear, limits):
    near = [(abs((claim.day - other.day).days), other) for other in others]
    again = [
        (days, other)
        for days, other in near
        if days <= limits.again_days
        and (_is_same_fault(claim, other) or dear[claim.job] & dear[other.job])
    ]
    found = again or [pair for pair in near if pair[0] <= limits.split_days]
    if found:
        days = min(days for days, _ in found)
        code = "again" if again else "split"
        yield _finding(claim, code, 1, [other for _, other in found], days=days)


def _is_same_fault(claim, other):
    return claim.fault is not None and claim.fault == other.fault
