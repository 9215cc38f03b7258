from odoo import api, fields, models
from odoo.fields import Domain

from ...kernel import triangle
from ...kernel.reserve import expect

_MOST_GROUPS = 200  # in the list above the triangle; the others are under “Results”
_MOST_MONTHS = 12  # earlier months that are compared


class Reserve(models.Model):
    """What is shown: the triangle, what a unit costs, and whether reserves were enough."""

    _inherit = "aftersales.reserve"

    panel = fields.Json("Overview", compute="_compute_panel")

    @api.depends("reckoned_at")
    @api.depends_context("lang")
    def _compute_panel(self):
        for reserve in self:
            known = reserve.reckoned_at and reserve._origin
            reserve.panel = reserve._origin._get_panel() if known else False

    def get_panel(self, key=""):
        """The same for one product or family.

        :param key: as in ``groups`` of the panel
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_panel(key)

    def _get_panel(self, key=""):
        of = self._get_key_domain(key)
        domain = of & Domain("reserve_id", "=", self.id)
        rows = self._get_panel_rows(domain)
        return {
            "currency": self.currency_id.id,
            "month": f"{self.month:%Y-%m}",
            "key": key,
            "groups": self._get_panel_groups(),
            "ages": max((len(row["cells"]) for row in rows), default=0),
            "rows": rows,
            "total": self._get_panel_total(rows, whole=not key),
            "run_off": self._get_panel_run_off(of, rows),
            "cautions": self._get_cautions(),
        }

    # --- one product or all

    def _get_key_domain(self, key):
        """:param key: kind, id and condition: ``product_id,12,0``"""
        name, _comma, rest = (key or "").partition(",")
        if name not in ("product_id", "categ_id"):
            return Domain.TRUE
        number, _comma, second_hand = rest.partition(",")
        number = int(number) if number.isdecimal() else False
        return Domain(name, "=", number) & Domain(
            "second_hand", "=", second_hand == "1"
        )

    def _get_panel_groups(self):
        """[(key, label)], those of which most is expected first."""
        name = "product_id" if self.grouping == "product" else "categ_id"
        groups = self.env["aftersales.reserve.line"]._read_group(
            [("reserve_id", "=", self.id)],
            [name, "second_hand"],
            order="rest:sum DESC",
            limit=_MOST_GROUPS,
        )
        used = self.env._("second-hand")
        return [
            (
                f"{name},{record.id},{int(second_hand)}",
                f"{record.display_name} ({used})"
                if second_hand
                else record.display_name,
            )
            for record, second_hand in groups
        ]

    # --- rows

    def _get_panel_rows(self, domain):
        sums = self.env["aftersales.reserve.line"]._read_group(
            domain,
            ["sale_month:month"],
            ["units:sum", "claims:sum", "cost:sum", "rest:sum", "ladder_rest:sum"],
        )
        names = ("units", "claims", "cost", "rest", "ladder_rest")
        told = {
            triangle.number(month): dict(zip(names, values, strict=True))
            for month, *values in sums
        }
        laid = self._lay_out_cells(domain, {m: row["units"] for m, row in told.items()})
        estimate = expect(laid.rows, laid.units)
        return [
            self._prepare_panel_row(month, told[month], cells, known)
            for month, cells, known in zip(
                laid.months,
                laid.rows,
                zip(estimate.rests, estimate.ranges, strict=True),
                strict=True,
            )
            if month in told
        ]

    def _lay_out_cells(self, domain, sold):
        cells = self.env["aftersales.reserve.cell"]._read_group(
            domain, ["sale_month:month", "age"], ["cost:sum"]
        )
        costs = dict.fromkeys(((month, 0) for month in sold), 0.0)
        costs |= {(triangle.number(day), age): cost for day, age, cost in cells}
        return triangle.lay_out(sold, costs, triangle.number(self.month))

    def _prepare_panel_row(self, month, row, cells, known):
        """The range of several products is as wide as that of their sum, around what is
        expected of each."""
        (whole, (low, high)), units = known, row["units"]
        scale = row["rest"] / whole if whole > 0 else 0.0
        per = 1 / units if units else 0.0
        return row | {
            "month": f"{triangle.first_day(month):%Y-%m}",
            "low": low * scale,
            "high": high * scale,
            "rate": 100 * row["claims"] * per,
            "unit_cost": row["cost"] * per,
            "unit_rest": row["rest"] * per,
            "unit_low": (row["cost"] + low * scale) * per,
            "unit_high": (row["cost"] + high * scale) * per,
            "cells": cells,
        }

    def _get_panel_total(self, rows, whole):
        """:param whole: whether it is all that was reckoned, whose range is stored"""
        names = ("units", "claims", "cost", "rest", "ladder_rest")
        total = {name: sum(row[name] for row in rows) for name in names}
        if whole:
            return total | {"low": self.low, "high": self.high}
        laid = [row["cells"] for row in rows], [row["units"] for row in rows]
        estimate = expect(*laid)
        return total | {"low": estimate.low, "high": estimate.high}

    # --- actual against reserve

    def _get_panel_run_off(self, of, rows):
        """[{month, reserved, paid, expected}] of the months before, the last one first."""
        if not rows:
            return []
        earlier = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("grouping", "=", self.grouping),
                ("month", "<", self.month),
                ("reckoned_at", "!=", False),
            ],
            limit=_MOST_MONTHS,
        )
        months = [fields.Date.to_date(row["month"] + "-01") for row in rows]
        sums = self.env["aftersales.reserve.line"]._read_group(
            of
            & Domain("reserve_id", "in", earlier.ids)
            & Domain("sale_month", ">=", months[0]),
            ["reserve_id"],
            ["rest:sum"],
        )
        laid = triangle.Triangle(
            [triangle.number(month) for month in months],
            [row["cells"] for row in rows],
            [row["units"] for row in rows],
        )
        told = {triangle.number(reserve.month): rest for reserve, rest in sums}
        found = triangle.get_run_off(laid, [row["rest"] for row in rows], told)
        return [
            {
                "month": f"{triangle.first_day(month):%Y-%m}",
                "reserved": reserved,
                "paid": paid,
                "expected": expected,
            }
            for month, reserved, paid, expected in reversed(found)
        ]

    # --- what to know

    def _get_cautions(self):
        """Sentences about what the estimate cannot see."""
        money, told = self.currency_id.format, []
        sums = self.env["aftersales.reserve.line"]._read_group(
            [("reserve_id", "=", self.id)], [], ["sale_month:min"]
        )
        first = sums[0][0] or self.month
        months = triangle.number(self.month) - triangle.number(first) + 1
        if self.longest > months:
            told.append(
                self.env._(
                    "The longest warranty runs %(longest)s months, but the oldest sale looked at is %(months)s months ago: what comes later than that is not in the estimate.",
                    longest=self.longest,
                    months=months,
                )
            )
        if self.unknown_cost:
            told.append(
                self.env._(
                    "%s were spent on jobs of which nobody knows when the machine was sold. Enter the date of sale on the devices.",
                    money(self.unknown_cost),
                )
            )
        if self.older_cost:
            told.append(
                self.env._(
                    "%s were spent on what was sold before the months looked at.",
                    money(self.older_cost),
                )
            )
        return told

    def action_workbook(self):
        """The triangle and the results as a workbook."""
        self.ensure_one()
        self.check_access("read")
        window = self.env["aftersales.reserve.workbook"].create({"reserve_id": self.id})
        return window._make()
