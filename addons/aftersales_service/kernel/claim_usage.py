"""Parts far above what such a model needs."""

from collections import defaultdict
from statistics import median

from .claim import Finding

# Median of deviations times this is the deviation of a normal distribution.
_SCALE = 1.4826


def parts(case):
    """More of a part in one job than nearly every other job on that model needs, if
    possible with the same fault."""
    for (_model, product), claims in case.groups("usage").items():
        by_fault = defaultdict(list)
        for claim in claims:
            by_fault[claim.fault].append(claim)
        for same in by_fault.values():
            enough = len({c.job for c in same}) >= case.limits.least_jobs
            yield from _judge(case, product, same, same if enough else claims)


def _judge(case, product, claims, compared):
    counts = _count_by_job(compared, product)
    if len(counts) < case.limits.least_jobs:
        return
    usual, most = _usual_and_most(list(counts.values()), case.limits)
    latest = {c.job: c for c in claims if case.is_new(c)}
    for job, claim in latest.items():
        quantity = counts[job]
        price = _price(claim, product)
        if quantity <= most or 0 < price * (quantity - usual) < case.limits.least_value:
            continue
        numbers = (("jobs", len(counts)), ("most", round(most, 2)))
        numbers += (("quantity", quantity), ("usual", usual))
        yield Finding(claim.key, "parts", str(product), job, 2, (), numbers)


def _count_by_job(claims, product):
    jobs = defaultdict(float)
    for claim in claims:
        jobs[claim.job] += sum(p.quantity for p in claim.parts if p.product == product)
    return jobs


def _price(claim, product):
    parts = [p for p in claim.parts if p.product == product and p.quantity]
    return max((p.value / p.quantity for p in parts), default=0.0)


def _usual_and_most(counts, limits):
    """The median, and the quantity above which a job stands out.

    >>> from .claim_limits import Limits
    >>> _usual_and_most([1, 1, 1, 1, 1, 1, 1, 9], Limits())
    (1.0, 1.75)
    >>> _usual_and_most([1, 1, 1, 1, 1, 1, 4, 4], Limits())  # two kinds of repair
    (1.0, 6.0)
    """
    usual = median(counts)
    deviation = _SCALE * median(abs(count - usual) for count in counts)
    spread = max(deviation, usual * limits.least_spread)
    tenth = sorted(counts)[-1 - max(1, len(counts) // 10)]
    most = max(usual + limits.deviations * spread, tenth * limits.tenth_ratio)
    return float(usual), most
