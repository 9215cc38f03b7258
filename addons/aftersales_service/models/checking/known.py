from ...kernel.claim_index import stored_keys
from .claim_key import KINDS

# Of a model and a part: so many repairs tell what is usual.
_MOST_USES = 400


class KnownClaims:
    """Checked visits of a company as an index of claims: one query for each kind."""

    def __init__(self, company, new):
        # sudo: whoever has a visit checked need not read those it is compared with
        self.visits = new.sudo()
        self.base = [
            ("company_id", "=", company.id),
            ("claims_checked_at", "!=", False),
            ("id", "not in", new.ids),
        ]
        self._claims = {}

    def lookup(self, kind, keys):
        """{key: [claims]}; see :func:`..kernel.claim_check.examine`."""
        if not keys:
            return {}
        find = self._find_by_key if kind in KINDS else getattr(self, f"_find_{kind}")
        found = {}
        for claim in self._prepare(find(kind, keys)):
            for key in stored_keys(kind, claim) & keys:
                found.setdefault(key, []).append(claim)
        return found

    def _prepare(self, visits):
        fresh = visits.filtered(lambda visit: visit.id not in self._claims)
        self._claims.update((claim.key, claim) for claim in fresh._prepare_claims())
        return [self._claims[visit.id] for visit in visits]

    def _find_by_key(self, kind, keys):
        rows = self.visits.env["aftersales.claim.key"].search(
            [
                ("kind", "=", kind),
                ("key", "in", sorted(map(str, keys))),
                ("visit_id", "any", self.base),
            ]
        )
        return rows.visit_id

    def _find_device(self, _kind, keys):
        return self.visits.search(
            [*self.base, ("order_id.device_id", "in", sorted(keys))]
        )

    def _find_round(self, _kind, keys):
        technicians, days = ({key[place] for key in keys} for place in (0, 1))
        return self.visits.search(
            [
                *self.base,
                ("technician_id", "in", sorted(technicians)),
                ("claim_day", "in", sorted(days)),
            ]
        )

    def _find_usage(self, _kind, keys):
        """The latest that used such a part; of which model is seen afterwards."""
        fees = self.visits.env["aftersales.fee"].search(
            [
                ("visit_id", "any", self.base),
                ("kind", "=", "part"),
                ("product_id", "in", sorted({product for _model, product in keys})),
                ("quantity", ">", 0),
            ],
            order="id desc",
            limit=_MOST_USES * len(keys),
        )
        return fees.visit_id
