from collections import defaultdict, namedtuple

from odoo import api, models

from ...exceptions import GroupRefused
from ...groups import AUDITOR, FINANCE, MANAGER

_ITEM = "aftersales.treasury.item"
# What the panel shows in rows and columns: fields of an item.
Panel = namedtuple("Panel", "key kinds row column")
_PANELS = (
    Panel("owed", ("invoiced", "to_invoice"), "kind", "age"),
    Panel("held", ("held",), "technician_id", "age"),
    Panel("unmatched", ("unmatched",), "part", "age"),
    Panel("red", ("red",), "cause", "part"),
    Panel("claim", ("claim",), "part", "age"),
    Panel("chargeback", ("chargeback",), "part", "age"),
    Panel("dealer", ("dealer",), "part", "age"),
    Panel("margin", ("margin",), "service_type", "part"),
    Panel("fapiao", ("fapiao",), "part", "age"),
)
_FIELDS = ("kind", "part", "cause", "age", "technician_id", "service_type")


class Treasury(models.AbstractModel):
    """What the dashboard of finance asks the server; see `static/src/treasury`.

    For finance, the director and the auditor. Every figure is a sum of items
    (`aftersales.treasury.item`) and comes with the domain of those items, so that the list
    behind it makes exactly this sum. One question, a fixed number of queries.
    """

    _name = "aftersales.treasury"
    _description = "Dashboard of Finance"
    _inherit = ["document.window.mixin"]

    @api.model
    def get_treasury(self):
        """Everything the dashboard shows of the current company.

        :return: ``company``, ``currency_id``, ``today``, ``is_foreign`` (whether an amount
            was converted), ``months``, ``may_close``
            (whether the user closes them) and ``panels``: each with ``total``, ``domain``,
            ``columns`` and ``rows`` of ``cells``
        :raises GroupRefused: for whoever sees no money
        """
        self._check_sees_money()
        # sudo: what documents changed is counted first, whoever looks, as on the board
        self.env["aftersales.reconcile.line"].sudo()._refresh()
        company = self.env.company
        today = company._aftersales_today()
        groups = self._read_items(company)
        labels = self._get_labels(groups)
        return {
            "company": company.name,
            "currency_id": company.currency_id.id,
            "today": today.isoformat(),
            "is_foreign": any(group["is_foreign"] for group in groups),
            "months": self._get_months(today),
            "may_close": self.env.user.has_group(FINANCE),
            "panels": [self._prepare_panel(p, groups, labels) for p in _PANELS],
        }

    @api.model
    def _check_sees_money(self):
        if not any(map(self.env.user.has_group, (FINANCE, MANAGER, AUDITOR))):
            raise GroupRefused(
                self.env._(
                    "The dashboard of finance belongs to finance, the service director and the auditor. Ask one of them."
                )
            )

    @api.model
    def _read_items(self, company):
        """Sums of all kinds in one query."""
        groups = self.env[_ITEM]._read_group(
            [("company_id", "=", company.id)],
            _FIELDS,
            ["amount:sum", "__count", "is_foreign:bool_or"],
        )
        names = (*_FIELDS, "amount", "count", "is_foreign")
        return [dict(zip(names, group, strict=True)) for group in groups]

    @api.model
    def _get_labels(self, groups):
        """{field: {value: label}}, in the order in which they are shown."""
        fields = self.env[_ITEM]._fields
        labels = {
            name: dict(fields[name]._description_selection(self.env))
            for name in ("kind", "part", "age", "service_type")
        }
        technicians = self.env["aftersales.technician"].union(
            *(group["technician_id"] for group in groups)
        )
        # sudo: a technician who left is named as well
        people = technicians.sudo().sorted("name")
        return labels | {
            "technician_id": {person.id: person.name for person in people},
            "cause": self._get_causes(),
        }

    # --- what the browser draws

    @api.model
    def _prepare_panel(self, panel, groups, labels):
        mine = [group for group in groups if group["kind"] in panel.kinds]
        sums = self._sum_cells(panel, mine)
        domain = [
            ["company_id", "=", self.env.company.id],
            ["kind", "in", list(panel.kinds)],
        ]
        rows, columns = ({key[place] for key in sums} for place in (0, 1))
        if panel.column == "age":
            columns = set(labels["age"])
        names = [self._arrange(values, labels[name]) for values, name in
                 ((rows, panel.row), (columns, panel.column))]  # fmt: skip
        return {
            "key": panel.key,
            "domain": domain,
            "total": self._add(amount for amount, _count in sums.values()),
            "count": sum(count for _amount, count in sums.values()),
            "columns": [{"key": k, "label": label} for k, label in names[1]],
            "rows": [
                self._prepare_row(panel, domain, row, names[1], sums)
                for row in names[0]
            ],
        }

    @api.model
    def _sum_cells(self, panel, groups):
        """{(row, column): (amount, count)}"""
        sums = defaultdict(lambda: (0.0, 0))
        for group in groups:
            key = tuple(
                getattr(v, "id", v) for v in (group[panel.row], group[panel.column])
            )
            amount, count = sums[key]
            sums[key] = (self._add((amount, group["amount"])), count + group["count"])
        return sums

    @api.model
    def _arrange(self, values, labels):
        """[(value, label)] as labels are ordered; what has none stands at the end."""
        known = [(value, label) for value, label in labels.items() if value in values]
        other = self.env._("Other")
        return known + [(value, value or other) for value in values - labels.keys()]

    @api.model
    def _prepare_row(self, panel, domain, row, columns, sums):
        value, label = row
        mine = [*domain, [panel.row, "=", value]]
        cells = []
        for column, _label in columns:
            amount, count = sums.get((value, column), (0.0, 0))
            cells.append(
                {
                    "key": column,
                    "amount": amount,
                    "count": count,
                    "domain": [*mine, [panel.column, "=", column]],
                }
            )
        return {
            "key": value,
            "label": label,
            "domain": mine,
            "total": self._add(cell["amount"] for cell in cells),
            "count": sum(cell["count"] for cell in cells),
            "cells": cells,
        }

    @api.model
    def _add(self, amounts):
        return self.env.company.currency_id.round(sum(amounts))
