from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ...exceptions import MoveRefused
from ...kernel import triangle
from ...kernel.chain_ladder import chain_ladder
from ...kernel.reserve import expect, join
from ..device.bulk import Batch
from .facts import Facts

_SUMS = (
    *("units", "claims", "cost", "rest", "ladder_rest"),
    *("expected_before", "paid_since", "run_off"),
)
_AT_ONCE = 20_000  # rows that are inserted together
_TOLD = (
    *(*_SUMS, "low", "high", "ladder_low", "ladder_high", "older_cost"),
    *("unknown_cost", "longest", "previous_id", "reckoned_at"),
)


class Reserve(models.Model):
    """From what happened to what is still to come. However often it is reckoned, a month
    has one row for each product and month of sale."""

    _inherit = "aftersales.reserve"

    def _reckon(self):
        for reserve in self:
            if reserve.state != "draft":
                raise MoveRefused(reserve._get_signed_text(["month"]))
            reserve._forget()
            reserve._reckon_one()

    def _forget(self):
        """Nothing is reckoned any more."""
        # Two at once meet on this row, and the second begins anew.
        self._in_flow().write(dict.fromkeys(_TOLD, False))
        self.env.flush_all()
        for table in ("aftersales_reserve_line", "aftersales_reserve_cell"):
            # Of hundreds of thousands the ORM would ask each whether it may go.
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE reserve_id = ANY(%s)",
                    SQL.identifier(table),
                    self.ids,
                )
            )
        self.env.invalidate_all(flush=False)

    def _reckon_one(self):
        found = self._gather()
        previous = self._find_previous()
        told = previous._get_told_rests()
        lines, cells, both = [], [], ([], [])
        for key, facts in found.groups.items():
            laid = facts.lay_out(triangle.number(self.month))
            if not laid.months:
                continue  # all that was sold came back
            told_of = told.get(key.get_name(), {})
            estimates = expect(laid.rows, laid.units), chain_ladder(laid.rows)
            for list_, estimate in zip(both, estimates, strict=True):
                list_.append(estimate)
            since = facts, told_of, triangle.number(previous.month or self.month)
            lines += self._prepare_lines(key, laid, estimates, since)
            cells += self._prepare_cells(key, facts)
        self._insert("aftersales.reserve.line", lines)
        self._insert("aftersales.reserve.cell", cells)
        self._in_flow().write(self._prepare_sums(found, lines, both, previous))

    # --- the run before

    def _find_previous(self):
        """The last month before this one that was reckoned in the same way."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("grouping", "=", self.grouping),
                ("month", "<", self.month),
                ("reckoned_at", "!=", False),
            ],
            order="month DESC",
            limit=1,
        )

    def _get_told_rests(self):
        """{name of the key: {month of sale: what was reserved}}"""
        rows = self.env.execute_query(
            SQL(
                """SELECT product_id, CASE WHEN product_id IS NULL THEN categ_id END,
                          second_hand, sale_month, rest
                     FROM aftersales_reserve_line WHERE reserve_id = %s""",
                self.id or 0,
            )
        )
        told = defaultdict(dict)
        for product, categ, second_hand, month, rest in rows:
            name = product, categ, bool(second_hand)
            told[name][triangle.number(month)] = float(rest or 0)
        return told

    # --- values

    def _prepare_key(self, key):
        return {
            "reserve_id": self.id,
            "company_id": self.company_id.id,
            "product_id": key.product or False,
            "categ_id": key.categ or False,
            "second_hand": key.second_hand,
        }

    def _prepare_lines(self, key, laid, estimates, since):
        """:param since: (facts, what was reserved before, at the end of which month)"""
        facts, told, until = since
        common, round_ = self._prepare_key(key), self.currency_id.round
        paid = triangle.get_paid_since(facts.costs, until)
        jobs = defaultdict(int)
        for (month, _age), count in facts.jobs.items():
            jobs[month] += count
        ranges = [estimate.ranges for estimate in estimates]
        for place, month in enumerate(laid.months):
            rest, ladder_rest = (round_(e.rests[place]) for e in estimates)
            (low, high), (ladder_low, ladder_high) = (r[place] for r in ranges)
            line = common | {
                "sale_month": triangle.first_day(month),
                "units": laid.units[place],
                "claims": jobs[month],
                "cost": round_(sum(laid.rows[place])),
                "rest": rest,
                "low": round_(low),
                "high": round_(high),
                "ladder_rest": ladder_rest,
                "ladder_low": round_(ladder_low),
                "ladder_high": round_(ladder_high),
                "expected_before": 0.0,
                "paid_since": 0.0,
                "run_off": 0.0,
            }
            if month in told:
                line |= self._prepare_run_off(told[month], paid.get(month, 0.0), rest)
            yield line

    def _prepare_run_off(self, before, paid, rest):
        round_ = self.currency_id.round
        return {
            "expected_before": round_(before),
            "paid_since": round_(paid),
            "run_off": round_(paid + rest - before),
        }

    def _prepare_cells(self, key, facts):
        common, round_ = self._prepare_key(key), self.currency_id.round
        places = {(month, 0) for month, units in facts.sold.items() if units}
        places |= facts.costs.keys() | facts.jobs.keys()
        for month, age in sorted(places):
            yield common | {
                "sale_month": triangle.first_day(month),
                "age": age,
                "units": 0 if age else facts.sold.get(month, 0),
                "claims": facts.jobs.get((month, age), 0),
                "cost": round_(facts.costs.get((month, age), 0.0)),
            }

    def _prepare_sums(self, found, lines, both, previous):
        """The whole: what strikes all products at once shows in their triangle."""
        total, round_ = Facts(), self.currency_id.round
        for facts in found.groups.values():
            total.add(facts)
        laid = total.lay_out(triangle.number(self.month))
        whole = join(both[0], expect(laid.rows, laid.units))
        ladder = join(both[1], chain_ladder(laid.rows))
        vals = {name: round_(sum(line[name] for line in lines)) for name in _SUMS}
        return vals | {
            "units": int(vals["units"]),
            "claims": int(vals["claims"]),
            "low": round_(whole.low),
            "high": round_(whole.high),
            "ladder_low": round_(ladder.low),
            "ladder_high": round_(ladder.high),
            "older_cost": round_(found.older),
            "unknown_cost": round_(found.unknown),
            "longest": self._get_longest_warranty(),
            "previous_id": previous.id,
            "reckoned_at": fields.Datetime.now(),
        }

    def _insert(self, model, vals_list):
        # sudo: rows come from reckoning only, nobody has the right to make them
        rows = self.env[model].sudo()._in_flow()
        for start in range(0, len(vals_list), _AT_ONCE):
            chunk = vals_list[start : start + _AT_ONCE]
            batch = Batch(rows, chunk)
            if batch.fits():
                batch.reserve()
                batch.insert()
            else:
                rows.create(chunk)
            rows.invalidate_model(flush=False)  # thousands of products are many rows

    # --- every month

    def _cron_reckon(self):
        """Every night: the month that is over, where the company keeps it in its books."""
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_reserve",
            self.env["res.company"],
            [("aftersales_reserve_books", "=", True)],
            self._reckon_last_month,
        )

    def _reckon_last_month(self, companies):
        """A draft for each that has none; what somebody began is left to him."""
        for company in companies:
            month = self.with_company(company)._default_month()
            known = [("company_id", "=", company.id), ("month", "=", month)]
            if not self.search_count(known, limit=1):
                self.create({"company_id": company.id, "month": month})._reckon()
