import csv
import datetime
import pathlib

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools import file_path

from ...kernel.decision import (
    CAUSES,
    COST_KINDS,
    DISTANCES,
    MAKER,
    ORIGINS,
    OURS,
    RESULTS,
    Cover,
    Facts,
    Line,
    decide,
    warnings,
)

DAY = datetime.date(2026, 6, 1)
YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
PAST = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
ALL = frozenset(COST_KINDS)
EVERY_PART = frozenset(("main", "ordinary", "wear"))


def year(**vals):
    return Cover(
        **{"key": 1, "kind": "standard", "start": YEAR[0], "end": YEAR[1]} | vals
    )


def past(**vals):
    return year(start=PAST[0], end=PAST[1], **vals)


# What each situation of the table is made of: facts beside day and cause.
SITUATIONS = {
    "in": {"covers": (year(),)},
    "last_day": {"covers": (year(end=DAY),)},
    "day_after": {"covers": (year(end=DAY - datetime.timedelta(1)),)},
    "not_begun": {"covers": (year(start=DAY + datetime.timedelta(1)),)},
    "voided": {"covers": (year(voided_on=DAY),)},
    "voided_later": {"covers": (year(voided_on=DAY + datetime.timedelta(1)),)},
    "suspended": {
        "covers": (
            year(
                end=DAY - datetime.timedelta(5),
                suspended_on=DAY - datetime.timedelta(9),
            ),
        )
    },
    "suspended_too_late": {
        "covers": (
            year(
                end=DAY - datetime.timedelta(9),
                suspended_on=DAY - datetime.timedelta(5),
            ),
        )
    },
    "none": {},
    "labour_free": {"covers": (year(cost_kinds=frozenset(["labour"])),)},
    "half_parts": {
        "covers": (
            year(percent=50.0, cost_kinds=frozenset(["part"])),
            year(key=2, cost_kinds=ALL - {"part"}),
        )
    },
    "main_part_after_machine": {
        "covers": (
            past(),
            year(
                key=2,
                kind="component",
                cost_kinds=frozenset(["part"]),
                part_classes=frozenset(["main"]),
            ),
        ),
        "part_class": "main",
    },
    "ordinary_part_after_machine": {
        "covers": (
            past(),
            year(
                key=2,
                kind="component",
                cost_kinds=frozenset(["part"]),
                part_classes=frozenset(["main"]),
            ),
        )
    },
    "wear_part": {"covers": (year(),), "part_class": "wear"},
    "wear_part_covered": {
        "covers": (year(part_classes=EVERY_PART),),
        "part_class": "wear",
    },
    "agent_in": {"covers": (year(),), "origin": "agent"},
    "agent_out": {"covers": (past(),), "origin": "agent"},
    "outsourced_in": {"covers": (year(),), "origin": "outsourced"},
    "outsourced_out": {"covers": (past(),), "origin": "outsourced"},
    "supplier_commits": {"covers": (year(payer="supplier"),)},
    "manufacturer_pays": {"covers": (year(payer="manufacturer"),)},
    "agent_pays_term": {"covers": (year(payer="agent"),)},
    "foreign": {"origin": "foreign"},
    "foreign_contract": {"covers": (year(kind="contract"),), "origin": "foreign"},
    "unregistered": {"origin": "unregistered"},
    "contract_parts_at_cost": {
        "covers": (past(), year(key=2, kind="contract", cost_kinds=ALL - {"part"}))
    },
    "contract": {"covers": (past(), year(key=2, kind="contract"))},
    "goodwill": {"covers": (past(), year(key=2, kind="goodwill"))},
    "extended": {"covers": (past(), year(key=2, kind="extended"))},
    "repair_warranty": {
        "covers": (
            past(),
            year(key=2, kind="repair", cost_kinds=frozenset(["part", "labour"])),
        )
    },
    "part_warranty_same": {
        "covers": (
            past(),
            year(key=2, kind="part", product=7, cost_kinds=frozenset(["part"])),
        ),
        "product": 7,
    },
    "part_warranty_other": {
        "covers": (
            past(),
            year(key=2, kind="part", product=7, cost_kinds=frozenset(["part"])),
        ),
        "product": 8,
    },
    "too_far": {
        "covers": (
            year(cost_kinds=ALL - {"travel"}),
            year(key=2, cost_kinds=frozenset(["travel"]), distance_limit=300.0),
        ),
        "distance": 301.0,
    },
    "visits_used": {"covers": (year(visits_left=0),)},
    "phone_out": {"covers": (past(),), "phone": True},
    "pending_in": {"covers": (year(),), "pending": True},
    "dismantled_in": {"covers": (year(),), "dismantled": True},
    "phone_not_ours": {"covers": (year(),), "phone": True, "ours": "no"},
    "not_ours_in": {"covers": (year(),), "ours": "no"},
    "not_ours_out": {"covers": (past(),), "ours": "no"},
    "not_ours_contract": {"covers": (year(kind="contract"),), "ours": "no"},
    "not_ours_goodwill": {"covers": (year(kind="goodwill"),), "ours": "no"},
    "not_ours_agent": {"covers": (year(),), "origin": "agent", "ours": "no"},
    "ours_in": {"covers": (year(),), "ours": "yes"},
    "whose_unknown_in": {"covers": (year(),), "ours": "unknown"},
    "way_over_limit": {"covers": (year(distance_limit=100.0),), "distance": 500.0},
    "way_at_limit": {"covers": (year(distance_limit=100.0),), "distance": 100.0},
    "way_not_known": {"covers": (year(distance_limit=100.0),)},
    "mileage_over_limit": {"covers": (year(distance_limit=100.0),), "mileage": 500.0},
    "mileage_beside_a_way": {
        "covers": (year(distance_limit=100.0, distance_of="way"),),
        "mileage": 500.0,
        "distance": 20.0,
    },
    "way_beside_a_mileage": {
        "covers": (year(distance_limit=100.0, distance_of="mileage"),),
        "mileage": 90.0,
        "distance": 500.0,
    },
    "pending_out": {"covers": (past(),), "pending": True},
    "pending_phone": {"covers": (past(),), "pending": True, "phone": True},
    "accepted_in": {"covers": (year(),), "maker": "accepted"},
    "accepted_out": {"covers": (past(),), "maker": "accepted"},
    "accepted_agent_out": {
        "covers": (past(),),
        "origin": "agent",
        "maker": "accepted",
    },
    "accepted_labour_only": {
        "covers": (past(cost_kinds=frozenset(["labour"])),),
        "maker": "accepted",
    },
    "accepted_none": {"maker": "accepted"},
    "accepted_voided": {"covers": (year(voided_on=DAY),), "maker": "accepted"},
    "declined_in": {"covers": (year(),), "maker": "declined"},
    "declined_contract": {"covers": (year(kind="contract"),), "maker": "declined"},
    "better_of_two": {"covers": (year(percent=50.0), year(key=2, kind="extended"))},
}


def make_facts(situation, cause):
    vals = dict(SITUATIONS[situation])
    part = Line("part", vals.pop("part_class", "ordinary"), vals.pop("product", None))
    lines = tuple(part if kind == "part" else Line(kind) for kind in COST_KINDS)
    return Facts(DAY, cause, lines=lines, **vals)


def spell(answer):
    """An answer as the table writes it: payer(s), result, rule."""
    if not answer.shares:
        payer = "nobody"
    elif len(answer.shares) == 1:
        payer = answer.shares[0][0]
    else:
        payer = "+".join(f"{who}:{percent:g}" for who, percent in answer.shares)
    return f"{payer} {answer.result} {answer.rule}"


class TestGoldenTable(BaseCase):
    """At least 200 cases written from the catalogue; each is one cell of the table."""

    def test_golden_table(self):
        path = pathlib.Path(file_path("aftersales_service/tests/data/decisions.csv"))
        cases, wrong = 0, []
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                facts = make_facts(row["situation"], row["cause"])
                for line, answer in zip(facts.lines, decide(facts), strict=True):
                    cases += 1
                    if spell(answer) != row[line.kind]:
                        wrong.append(
                            (row["situation"], row["cause"], line.kind, spell(answer))
                        )
        self.assertFalse(wrong)
        self.assertGreaterEqual(cases, 200)

    def test_losers_are_named_with_their_reason(self):
        answer = decide(make_facts("main_part_after_machine", "material"))[0]
        self.assertEqual((answer.cover, answer.lost), (2, ((1, "expired"),)))

    def test_misuse_inside_gets_parts_at_the_preferential_price(self):
        part, labour = decide(make_facts("in", "misuse"))[:2]
        self.assertTrue(part.preferential)
        self.assertFalse(labour.preferential)
        self.assertFalse(decide(make_facts("day_after", "misuse"))[0].preferential)

    def test_undiagnosed_is_provisional(self):
        self.assertTrue(decide(make_facts("in", "unknown"))[0].provisional)
        self.assertFalse(decide(make_facts("in", "material"))[0].provisional)


dates = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
covers = st.builds(
    Cover,
    key=st.integers(1, 99),
    kind=st.sampled_from(
        ("standard", "component", "extended", "contract", "goodwill", "repair", "part")
    ),
    start=dates,
    end=dates,
    cost_kinds=st.frozensets(st.sampled_from(COST_KINDS)),
    percent=st.sampled_from((10.0, 50.0, 100.0)),
    payer=st.sampled_from(("company", "agent", "supplier", "manufacturer")),
    voided_on=st.none() | dates,
    distance_limit=st.sampled_from((0.0, 100.0)),
    distance_of=st.sampled_from(DISTANCES),
)
facts = st.builds(
    Facts,
    day=dates,
    cause=st.sampled_from(CAUSES),
    origin=st.sampled_from(ORIGINS),
    covers=st.lists(covers, max_size=5, unique_by=lambda c: c.key).map(tuple),
    phone=st.booleans(),
    pending=st.booleans(),
    dismantled=st.booleans(),
    ours=st.sampled_from(OURS),
    maker=st.sampled_from(MAKER),
    distance=st.sampled_from((0.0, 50.0, 500.0)),
    mileage=st.sampled_from((0.0, 50.0, 500.0)),
)


class TestDecisionProperties(BaseCase):
    @settings(max_examples=300, deadline=None)
    @given(facts)
    def test_every_line_is_settled_to_the_last_percent(self, given_facts):
        for answer in decide(given_facts):
            self.assertIn(answer.result, RESULTS)
            if answer.result != "pending":
                self.assertEqual(
                    sum(percent for _payer, percent in answer.shares), 100.0
                )

    @settings(max_examples=200, deadline=None)
    @given(facts, st.randoms())
    def test_same_facts_give_the_same_decision_in_any_order_of_covers(
        self, given_facts, random
    ):
        shuffled = list(given_facts.covers)
        random.shuffle(shuffled)
        again = Facts(**{**given_facts.__dict__, "covers": tuple(shuffled)})
        for one, two in zip(decide(given_facts), decide(again), strict=True):
            self.assertEqual(
                (one.shares, one.rule, one.cover), (two.shares, two.rule, two.cover)
            )
            self.assertEqual(set(one.lost), set(two.lost))

    @settings(max_examples=200, deadline=None)
    @given(facts, st.floats(0, 9000), st.floats(0, 9000))
    def test_more_kilometres_never_make_it_cheaper(self, given_facts, way, mileage):
        plain = {**given_facts.__dict__, "maker": ""}
        near = Facts(**plain | {"distance": 0.0, "mileage": 0.0})
        far = Facts(**plain | {"distance": way, "mileage": mileage})
        for one, two in zip(decide(near), decide(far), strict=True):
            self.assertLessEqual(
                dict(one.shares).get("customer", 0.0),
                dict(two.shares).get("customer", 0.0),
            )

    @settings(max_examples=200, deadline=None)
    @given(facts, st.sampled_from(DISTANCES))
    def test_kilometres_that_nobody_knows_are_asked_for(self, given_facts, kind):
        codes = warnings(given_facts, limited=(kind,))
        known = {
            "any": given_facts.distance or given_facts.mileage,
            "way": given_facts.distance,
            "mileage": given_facts.mileage,
        }[kind]
        asked = {"no_distance", "no_mileage"} & set(codes)
        self.assertEqual(bool(asked), not known)
        self.assertNotIn("no_distance", warnings(given_facts))

    @settings(max_examples=200, deadline=None)
    @given(facts)
    def test_every_cover_either_decides_or_is_explained(self, given_facts):
        for answer in decide(given_facts):
            if (
                answer.result in ("free", "contract", "agent", "supplier")
                and answer.cover
            ):
                named = {key for key, _reason in answer.lost} | {answer.cover}
                self.assertEqual(named, {cover.key for cover in given_facts.covers})
