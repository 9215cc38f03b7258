import datetime
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...kernel.decision import (
    CAUSES,
    COST_KINDS,
    DISTANCES,
    FREE_CAUSES,
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
from ...kernel.responsibility import PROMISED, RESPONSIBLE, STEPS, find
from ...models.decision.decision_make import _plain, _read
from .golden import read_table, spell

DAY = datetime.date(2026, 6, 1)
YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
PAST = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))


def year(**vals):
    return Cover(
        **{"key": 1, "kind": "standard", "start": YEAR[0], "end": YEAR[1]} | vals
    )


def past(**vals):
    return year(start=PAST[0], end=PAST[1], **vals)


class TestGoldenTable(BaseCase):
    """Cases written from the catalogue as data: facts, and what must be decided of them."""

    def test_golden_table(self):
        rows, wrong = read_table(), []
        for row in rows:
            facts = row["facts"]
            answers = decide(facts)
            found = {a.line.kind: spell(a) for a in answers}
            found["responsible"] = find(facts, answers)
            found["step"] = STEPS.get(found["responsible"], "")
            wrong += [
                (row["source"], row["situation"], name, row[name], value)
                for name, value in found.items()
                if row[name] != value
            ]
        self.assertFalse(wrong)
        self.assertGreaterEqual(len({row["text"] for row in rows}), 200)

    def test_every_row_names_where_it_comes_from(self):
        sources = {row["source"] for row in read_table()}
        self.assertTrue(all(re.fullmatch(r"[A-Z]+-?\d+", s) for s in sources), sources)
        without = {"PS-07"}  # its rows are those of W-12
        presets = {f"PS-{number:02}" for number in range(1, 17)}
        self.assertFalse(presets - sources - without)

    def test_losers_are_named_with_their_reason(self):
        component = year(key=2, kind="component", part_classes=frozenset(["main"]))
        lines = (Line("part", "main"),)
        facts = Facts(DAY, "material", covers=(past(), component), lines=lines)
        answer = decide(facts)[0]
        self.assertEqual((answer.cover, answer.lost), (2, ((1, "expired"),)))

    def test_misuse_inside_gets_parts_at_the_preferential_price(self):
        part, labour = decide(Facts(DAY, "misuse", covers=(year(),)))[:2]
        self.assertTrue(part.preferential)
        self.assertFalse(labour.preferential)
        self.assertFalse(decide(Facts(DAY, "misuse", covers=(past(),)))[0].preferential)

    def test_undiagnosed_is_provisional(self):
        self.assertTrue(decide(Facts(DAY, "unknown", covers=(year(),)))[0].provisional)
        self.assertFalse(
            decide(Facts(DAY, "material", covers=(year(),)))[0].provisional
        )


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
    free_causes=st.sampled_from(("", *FREE_CAUSES)),
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
    responsibility=st.sampled_from(RESPONSIBLE),
    free_causes=st.sampled_from(FREE_CAUSES),
)
# Where the customer pays although nobody says that he is to blame: the time is over, it
# wore out, the maker said no, or it is another maker's.
NOBODYS = frozenset(("W-11", "W-12", "W-13", "W-17", "W-20"))


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
    @given(facts, st.sampled_from(("service", "carrier")))
    def test_whose_fault_was_signed_leaves_nothing_to_the_customer(self, given, who):
        """Nor does a promise of a part of the cost come between."""
        for answer in decide(Facts(**{**given.__dict__, "responsibility": who})):
            self.assertNotIn("customer", dict(answer.shares), answer)

    def test_a_part_was_promised_and_the_work_was_ours(self):
        promised = year(kind="contract", percent=10.0, distance_limit=100.0)
        for mileage in (0.0, 101.0):
            answer = decide(
                Facts(
                    DAY,
                    "wear",
                    covers=(promised,),
                    mileage=mileage,
                    responsibility="service",
                )
            )[0]
            self.assertEqual(
                (answer.shares, answer.rule), ((("company", 100.0),), "R-44"), mileage
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

    @settings(max_examples=1500, deadline=None)
    @given(facts)
    def test_who_answers_for_it_and_who_pays_never_contradict_each_other(
        self, given_facts
    ):
        answers = decide(given_facts)
        who = find(given_facts, answers)
        self.assertIn(who, RESPONSIBLE)
        for answer in answers:
            payers = {payer for payer, _percent in answer.shares}
            if not payers or answer.rule in PROMISED:
                continue
            if answer.result == "paid_misuse":
                self.assertEqual(who, "user", answer)
            if "carrier" in payers:
                self.assertEqual(who, "carrier", answer)
            if answer.rule in NOBODYS and payers == {"customer"}:
                self.assertNotEqual(who, "service", answer)
                continue
            if who in ("user", "carrier", "service"):
                wanted = {"user": "customer", "service": "company"}.get(who, who)
                self.assertEqual(payers, {wanted}, answer)
            else:
                self.assertNotEqual(payers, {"customer"}, answer)

    @settings(max_examples=300, deadline=None)
    @given(facts)
    def test_a_stored_version_is_decided_the_same_again(self, given_facts):
        again = _read(json.loads(json.dumps(_plain(given_facts))))
        self.assertEqual(again, given_facts)
        self.assertEqual(decide(again), decide(given_facts))

    @settings(max_examples=300, deadline=None)
    @given(facts)
    def test_a_policy_that_frees_less_is_never_cheaper(self, given_facts):
        plain = {**given_facts.__dict__, "maker": ""}
        paid = [
            sum(dict(a.shares).get("customer", 0.0) for a in decide(Facts(**vals)))
            for vals in (plain | {"free_causes": free} for free in ("wear", "made"))
        ]
        self.assertLessEqual(paid[0], paid[1])
