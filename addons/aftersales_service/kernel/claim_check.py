"""What of a claim a person must look at before it is paid (R11). Knows nothing of Odoo.

>>> import datetime
>>> from .claim import Claim
>>> day = datetime.date(2026, 3, 2)
>>> first = Claim(1, job=1, day=day, customer=7, invoice="0310 2261")
>>> then = Claim(2, job=2, day=day, customer=8, invoice="03102261")
>>> [(found.job, found.code, found.others) for found in examine([then, first])]
[(2, 'invoice', (1,))]
>>> examine([first], Index([then]))[0].job
1
"""

from . import claim_hours, claim_road, claim_same, claim_usage
from .claim_index import Case, Index
from .claim_limits import Limits

RULES = [
    *(claim_same.pictures, claim_same.signatures, claim_same.serials),
    *(claim_same.invoices, claim_same.built_in, claim_same.paid_once),
    claim_same.repeated,
    *(claim_road.kilometres, claim_road.stamps, claim_road.places),
    *(claim_hours.night, claim_hours.hours),
    claim_usage.parts,
]


def examine(new, known=None, limits=None):
    """Findings on the ``new`` claims among themselves and against the ``known`` ones.

    ``known.lookup(kind, keys)`` gives {key: [claims]} for each kind of
    :data:`claim_index.STORED`, once per kind. The order of rows does not matter.
    """
    case = Case(new, Index() if known is None else known, limits or Limits())
    found = sorted({finding for rule in RULES for finding in rule(case)})
    return _once(found)


def _once(findings):
    """Without what was said before: about another visit of the same job, or about the
    same jobs the other way round."""
    kept, told = [], set()
    for finding in findings:
        fact = (finding.code, finding.subject)
        pairs = {(*fact, frozenset((finding.job, other))) for other in finding.others}
        own = (*fact, finding.job)
        if own not in told and not (pairs and pairs <= told):
            kept.append(finding)
        told |= pairs | {own}
    return kept
