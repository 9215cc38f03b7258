import csv
import json
import pathlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools import file_path

from ...kernel import fee, hours, rate
from ...kernel.cost import get_costs
from ...kernel.money import split

DATA = pathlib.Path(file_path("aftersales_service/tests/data"))
CARDS = json.loads((DATA / "fee_cards.json").read_text())
NIGHT = rate.Terms(night=(18 * 60 + 30, 8 * 60))
DECIMALS = ("price", "minimum", "cap", "km_from", "km_to")
CONDITIONS = (
    "area",
    "service",
    "category",
    "step",
    "round_trip",
    "graduated",
    "waived",
)


def get_day_kind(day):
    """The calendar of the table: make-up days are worked, whatever the weekday."""
    text = str(day)
    if text in CARDS["holidays"]:
        return rate.HOLIDAY
    if text in CARDS["rest_days"]:
        return rate.WEEKEND
    if text in CARDS["makeup_days"]:
        return rate.WORK
    return rate.WEEKEND if day.weekday() > 4 else rate.WORK


def make_card(name):
    card = CARDS["cards"][name]
    terms = rate.Terms(
        night=tuple(int(Decimal(card[k]) * 60) for k in ("night_from", "night_to")),
        is_added=card["is_added"],
        waiting_free=card["waiting_free"],
    )
    return [
        rate.Rate(
            row["code"],
            row["kind"],
            row["basis"],
            terms=terms,
            percents={c: Decimal(row[c]) for c in rate.CAUSES if c in row},
            **{name: Decimal(row[name]) for name in DECIMALS if name in row},
            **{name: row[name] for name in CONDITIONS if name in row},
        )
        for row in card["rates"]
    ]


def make_facts(row):
    moments = [
        datetime.strptime(row[name], "%Y-%m-%d %H:%M")
        for name in ("arrived", "started", "ended")
    ]
    first, last = moments[0].date(), moments[2].date()
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    categories, category = [], row["category"]
    while category:
        categories.append(category)
        category = CARDS["parents"][category]
    return rate.Facts(
        *moments,
        days={day: get_day_kind(day) for day in span},
        people=int(row["people"]),
        urgent=row["urgent"] == "1",
        area=row["area"],
        km=Decimal(row["km"]),
        driven=Decimal(row["driven"]),
        service=row["service"],
        categories=tuple(categories),
        parts_value=sum((p * q for p, q in read_pairs(row["parts"])), Decimal(0)),
        items={code: Decimal(q) for code, q in read_items(row["items"])},
        repaired=row["repaired"] == "1",
    )


def read_items(text):
    return [piece.split("*") for piece in text.split("+") if piece]


def read_pairs(text):
    return [(Decimal(a), Decimal(b)) for a, b in read_items(text)]


def tell(code, cause, quantity, price, amount):
    return f"{code}:{cause}:{quantity:.2f}:{price:.2f}:{amount:.2f}"


class TestGoldenFees(BaseCase):
    def read(self):
        with (DATA / "fees.csv").open() as file:
            return list(csv.DictReader(file))

    def test_table_of_jobs(self):
        """Stamps, ways, parts and decisions become the fees that were written down first."""
        rows = self.read()
        self.assertGreaterEqual(len(rows), 150)
        for row in rows:
            with self.subTest(job=row["job"]):
                found = fee.charges(make_card(row["card"]), make_facts(row))
                told = [
                    tell("part", "", q, p, q * p) for p, q in read_pairs(row["parts"])
                ] + [
                    tell(c.rate.key, c.cause, c.quantity, c.price, c.amount)
                    for c in found
                ]
                self.assertEqual(";".join(told), row["fees"])

    def test_shares(self):
        """Who pays sums to the fees, each split by itself."""
        for row in self.read():
            with self.subTest(job=row["job"]):
                sums = {}
                for kind, amount in self.get_amounts(row):
                    payers, percents = zip(*self.get_shares(row, kind), strict=True)
                    parts = split(amount, percents)
                    for payer, part in zip(payers, parts, strict=True):
                        sums[payer] = sums.get(payer, Decimal(0)) + part
                told = ";".join(f"{payer}:{part:.2f}" for payer, part in sums.items())
                self.assertEqual(told, row["shares"])

    def get_amounts(self, row):
        for price, quantity in read_pairs(row["parts"]):
            yield "part", price * quantity
        for charge in fee.charges(make_card(row["card"]), make_facts(row)):
            yield charge.rate.kind, charge.amount

    def get_shares(self, row, kind):
        pieces = [piece.rpartition(">") for piece in row["decision"].split(",")]
        rules = {(name or "*"): shares for name, _sep, shares in pieces}
        shares = rules.get(kind, rules.get("*"))
        return [tuple(share.split("=")) for share in shares.split("+")]

    def test_costs(self):
        """What a job costs us: hours of everybody, kilometres, parts."""
        for row in self.read():
            with self.subTest(job=row["job"]):
                facts = make_facts(row)
                hourly = [Decimal(45)] + [Decimal(38)] * (facts.people - 1)
                found = get_costs(
                    facts, hourly, Decimal("0.80"), read_pairs(row["part_costs"])
                )
                told = ";".join(
                    f"{kind}:{amount:.2f}" for kind, amount in found.items()
                )
                self.assertEqual(told, row["costs"])


minutes = st.integers(0, 60 * 24 * 400).map(
    lambda n: datetime(2026, 1, 1) + timedelta(minutes=n)
)
lengths = st.integers(0, 60 * 40)
percents = st.sampled_from([0, 25, 50, 100, 200]).map(Decimal)
rates = st.builds(
    lambda price, step, night, weekend, holiday, added, begin, end: rate.Rate(
        "work", "labour", "hour", price, step=step,
        percents={"night": night, "weekend": weekend, "holiday": holiday},
        terms=rate.Terms(night=(begin, end), is_added=added),
    ),
    st.decimals(0, 500, places=2), st.sampled_from([0, 15, 30, 60]),
    percents, percents, percents, st.booleans(),
    st.integers(0, 1439), st.integers(0, 1439),
)  # fmt: skip


def make_visit(start, length, **more):
    stop = start + timedelta(minutes=length)
    span = [start.date() + timedelta(days=n) for n in range(length // 1440 + 2)]
    days = {day: get_day_kind(day) for day in span}
    return rate.Facts(start, start, stop, days=days, **more)


class TestRateLaws(BaseCase):
    @settings(deadline=None, max_examples=300)
    @given(rates, minutes, lengths)
    def test_hours_of_day_and_night_are_the_hours(self, work, start, length):
        split_up = fee.split_hours(work, make_visit(start, length))
        self.assertEqual(sum(split_up.values()), hours.bill_hours(length, work.step))
        self.assertTrue(all(part >= 0 for part in split_up.values()))

    @settings(deadline=None, max_examples=300)
    @given(rates, minutes, lengths)
    def test_every_minute_is_told_once(self, work, start, length):
        """Cut at midnight and at the edges of the night, nothing is lost or told twice."""
        stop = start + timedelta(minutes=length)
        pieces = list(hours.cut(((start, stop),), work.terms.night))
        self.assertEqual(pieces[0][0], start)
        self.assertEqual(pieces[-1][1], stop)
        for (_a, end), (begin, _b) in pairwise(pieces):
            self.assertEqual(end, begin)
        for begin, end in pieces:
            last = end - timedelta(minutes=1)
            if last < begin:
                continue
            self.assertEqual(begin.date(), last.date())
            night = work.terms.night
            self.assertEqual(hours.is_night(begin, night), hours.is_night(last, night))

    @settings(deadline=None, max_examples=300)
    @given(rates, minutes, lengths)
    def test_minute_by_minute(self, work, start, length):
        """What is dearer is what the minutes say, counted one by one, to a fen for each."""
        visit = make_visit(start, length)
        found = fee.charges([work], visit)
        whole = sum(c.amount for c in found)
        base = hours.round_to(hours.bill_hours(length, work.step) * work.price)
        slow = Decimal(0)
        for n in range(length):
            moment = start + timedelta(minutes=n)
            marks = []
            if hours.is_night(moment, work.terms.night):
                marks.append(work.percents["night"])
            kind = visit.days[moment.date()]
            if kind != rate.WORK:
                marks.append(work.percents[kind])
            if marks:
                slow += sum(marks) if work.terms.is_added else max(marks)
        expected = base + (base * slow / 100 / length if length else 0)
        self.assertLessEqual(abs(whole - expected), Decimal("0.015"))

    @settings(deadline=None, max_examples=200)
    @given(rates, st.integers(0, 1439), st.integers(1, 600))
    def test_make_up_saturday_costs_like_a_friday(self, work, minute, length):
        length = min(length, 1440 - minute)
        amounts = []
        for day in (date(2026, 10, 9), date(2026, 10, 10)):
            start = datetime.combine(day, datetime.min.time())
            visit = make_visit(start + timedelta(minutes=minute), length)
            amounts.append(sum(c.amount for c in fee.charges([work], visit)))
        self.assertEqual(*amounts)

    @settings(deadline=None, max_examples=200)
    @given(rates, minutes, lengths, lengths)
    def test_more_work_never_costs_less(self, work, start, one, other):
        short, long = sorted((one, other))
        base = [
            fee.charges([work], make_visit(start, length))[:1]
            for length in (short, long)
        ]
        amounts = [charges[0].amount if charges else 0 for charges in base]
        self.assertLessEqual(*amounts)

    @given(
        st.decimals(0, 1000, places=2),
        st.lists(st.integers(0, 500), min_size=1, max_size=5),
    )
    def test_shared_out_whole(self, total, weights):
        parts = hours.share_out(total, weights)
        self.assertEqual(sum(parts), total if sum(weights) else 0)

    @given(st.decimals(0, 3000, places=1), st.decimals(1, 100, places=0))
    def test_a_graduated_table_counts_every_kilometre_once(self, km, edge):
        bands = [
            rate.Rate(1, "travel", "km", Decimal(1), graduated=True, km_to=edge),
            rate.Rate(2, "travel", "km", Decimal(1), graduated=True, km_from=edge),
        ]
        visit = make_visit(datetime(2026, 3, 2, 9), 30, km=km)
        charged = sum(c.quantity for c in fee.charges(bands, visit))
        self.assertEqual(charged, km)

    def test_bands_that_touch_never_overlap(self):
        rows = make_card("bands")
        for tenth in range(1000):
            visit = make_visit(datetime(2026, 3, 2), 30, km=Decimal(tenth) / 10)
            self.assertEqual(len(rate.choose(rows, visit)), 1, tenth)

    def test_the_card_that_stands_first_decides(self):
        plain, better = (
            rate.Rate(key, "labour", "hour", Decimal(price), rank=rank, category=categ)
            for key, price, rank, categ in (("a", 100, 1, "motor"), ("b", 80, 0, None))
        )
        visit = make_visit(datetime(2026, 3, 2), 60, categories=("motor",))
        self.assertEqual([r.key for r in rate.choose([plain, better], visit)], ["b"])
