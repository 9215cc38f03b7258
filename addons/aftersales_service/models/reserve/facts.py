from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...kernel import triangle
from .queries import DECIDED_AS, FACTS, JOBS, LIVES


class Key(NamedTuple):
    """What is reckoned by itself: a product, or a family where products are too few."""

    product: int
    categ: int
    second_hand: bool

    def get_name(self):
        """The same next month, whatever family the product is in by then."""
        return self.product, None if self.product else self.categ, self.second_hand


class Row(NamedTuple):
    """A row of `queries.FACTS`."""

    kind: str
    product: int
    categ: int
    second_hand: bool
    month: int
    age: int
    count: int
    amount: float
    decision: int
    part: int
    job: int
    call_age: int


@dataclass
class Facts:
    """What happened to one product: {month of sale: units}, {(month, age): jobs, cost}."""

    sold: dict = field(default_factory=lambda: defaultdict(int))
    jobs: dict = field(default_factory=lambda: defaultdict(int))
    costs: dict = field(default_factory=lambda: defaultdict(float))

    def add(self, other):
        for mine, more in (
            (self.sold, other.sold),
            (self.jobs, other.jobs),
            (self.costs, other.costs),
        ):
            for key, value in more.items():
                mine[key] += value

    def lay_out(self, last):
        """The `Triangle` up to the month ``last``; months with jobs only have a row, too."""
        cells = dict.fromkeys(self.jobs, 0.0) | self.costs
        return triangle.lay_out(self.sold, cells, last)


@dataclass
class Gathered:
    """{`Key`: `Facts`}, and the costs that are in no triangle."""

    groups: dict = field(default_factory=lambda: defaultdict(Facts))
    older: float = 0.0
    unknown: float = 0.0

    def take(self, row):
        if row.month is None:
            self.unknown += row.amount
        elif row.month < 0:
            self.older += row.amount
        else:
            self._take_known(row)

    def _take_known(self, row):
        facts = self.groups[Key(row.product, row.categ, bool(row.second_hand))]
        if row.kind == "sold":
            facts.sold[row.month] += row.count
        elif row.kind == "job":
            facts.jobs[row.month, row.age] += row.count
        else:
            facts.costs[row.month, row.age] += row.amount


class Reserve(models.Model):
    _inherit = "aftersales.reserve"

    def _gather(self):
        """`Gathered` until the end of the month: one statement, however many there are."""
        self.env.flush_all()
        found, single = Gathered(), []
        for values in self.env.execute_query(self._get_facts_query()):
            row = Row(*values)
            row = row._replace(amount=float(row.amount))
            if row.kind == "part":
                single.append(row)
            else:
                found.take(row)
        self._take_single_parts(found, single)
        return found

    def _get_facts_query(self):
        last = self._get_last_day()
        return SQL(
            f"WITH RECURSIVE {LIVES}, {JOBS} {FACTS}",
            company=self.company_id.id,
            zone=self.company_id._aftersales_zone().key,
            until=last,
            first=triangle.number(last) - self.history + 1,
            by_product=self.grouping == "product",
            digits=self.currency_id.decimal_places,
            kinds=SQL(", ").join(SQL("%s", pair) for pair in DECIDED_AS.items()),
        )

    def _take_single_parts(self, found, rows):
        """Parts of another class, or with a warranty of their own, are answered for by the
        facts that the job was decided by."""
        # sudo: sums of them are told, as in `_gather`
        decisions = self.env["aftersales.decision"].sudo()
        decisions = decisions.browse({row.decision for row in rows})
        parts = self.env["product.product"].sudo()
        parts = parts.browse({row.part for row in rows if row.part})
        decisions = {decision.id: decision for decision in decisions}
        parts = {part.id: part for part in parts}
        counted = set()
        for row in rows:
            decision = decisions[row.decision]
            percent = decision._get_our_percent("part", parts.get(row.part))
            if not percent:
                continue
            amount = self.currency_id.round(row.amount * percent / 100)
            found.take(row._replace(kind="cost", amount=amount))
            if row.job and row.job not in counted and (row.month or -1) >= 0:
                counted.add(row.job)
                found.take(row._replace(kind="job", age=row.call_age, count=1))

    def _get_longest_warranty(self):
        """In months, of all warranties of the company that were not made void."""
        query = SQL(
            """SELECT max(EXTRACT(YEAR FROM span) * 12 + EXTRACT(MONTH FROM span))::int
                 FROM (SELECT age(end_date + 1, start_date) AS span
                         FROM aftersales_coverage
                        WHERE company_id = %s AND voided_on IS NULL
                          AND kind IN ('standard', 'component', 'extended')) AS covers""",
            self.company_id.id,
        )
        return self.env.execute_query(query)[0][0] or 0


class Decision(models.Model):
    _inherit = "aftersales.decision"

    def _get_our_percent(self, kind, product=None):
        """What a warranty leaves to us of one cost."""
        answer = self._answer(kind, product)
        if answer.result != "free" or answer.rule == "W-10":
            return 0.0
        return sum(percent for payer, percent in answer.shares if payer == "company")
