from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .board import GROUPS, NONE
from .line import STATES

_SUMS = ("fee", "invoiced", "paid", "settled", "open")


class ReconcileBoard(models.AbstractModel):
    """Totals and groups, which read every row of the choice."""

    _inherit = "aftersales.reconcile.board"

    @api.model
    def get_totals(self, filters=None):
        """Sums with tax and rows by state of everything that was chosen."""
        self._require_reader()
        lines = self.env["aftersales.reconcile.line"]
        found = lines._read_group(
            self._get_domain(filters),
            ["currency_id", "state"],
            ["__count", *(f"{name}_amount:sum" for name in _SUMS)],
        )
        totals = {"count": 0, "states": dict.fromkeys(dict(STATES), 0), "sums": []}
        by_currency = {}
        for currency, state, count, *sums in found:
            totals["count"] += count
            totals["states"][state] += count
            known = by_currency.setdefault(currency, [0.0] * len(_SUMS))
            for place, amount in enumerate(sums):
                known[place] += amount
        totals["sums"] = [
            {
                "currency": currency.name,
                **{
                    name: currency.format(amount)
                    for name, amount in zip(_SUMS, sums, strict=True)
                },
            }
            for currency, sums in by_currency.items()
        ]
        return totals

    @api.model
    def get_groups(self, name, filters=None, limit=80):
        """The choice by ``name``, the largest groups first; amounts by currency."""
        self._require_reader()
        name = name if name in GROUPS else "order_id"
        key = "month:month" if name == "month" else name
        lines = self.env["aftersales.reconcile.line"]
        domain = self._get_domain(filters)
        found = lines._read_group(
            domain,
            [key],
            ["__count", "keeps_open:bool_or"],
            order=f"__count desc, {key}",
            limit=min(max(int(limit), 1), 200),
        )
        keys = [getattr(value, "id", value) for value, _count, _red in found]
        sums = self._sum_groups(key, domain & Domain(name, "in", keys))
        labels = dict(lines._fields["state"]._description_selection(self.env))
        return [
            {
                "id": (value.id or NONE)
                if isinstance(value, models.BaseModel)
                else str(value),
                "name": self._name_group(value, labels),
                "count": count,
                "red": bool(red),
                "fee": " + ".join(fee for fee, _left in sums[value]),
                "open": " + ".join(left for _fee, left in sums[value]),
            }
            for value, count, red in found
        ]

    @api.model
    def _sum_groups(self, key, domain):
        """{group: [(fee, open)]} as texts, one for each currency."""
        sums = defaultdict(list)
        for value, currency, fee, left in self.env[
            "aftersales.reconcile.line"
        ]._read_group(
            domain, [key, "currency_id"], ["fee_amount:sum", "open_amount:sum"]
        ):
            sums[value].append((currency.format(fee), currency.format(left)))
        return sums

    @api.model
    def _name_group(self, value, labels):
        if isinstance(value, models.BaseModel):
            return value.display_name or self.env._("None")
        if isinstance(value, str):
            return labels.get(value, value)
        return f"{value:%Y-%m}" if value else self.env._("None")
