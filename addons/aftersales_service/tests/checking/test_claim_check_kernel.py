"""The checks of claims: each kind by hand, by properties, and on months nobody looked at."""

import datetime
import io
import logging
import time
from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo.tests import BaseCase

from ...kernel import claim_check, picture
from ...kernel.claim import Claim, UsedPart
from ...kernel.claim_index import Index
from . import claim_pictures as drawn
from .claim_frauds import KINDS, Frauds
from .claim_months import Months

_logger = logging.getLogger(__name__)
DAY = datetime.date(2026, 3, 2)
# No threshold was chosen with this seed.
UNSEEN = 20260907


def at(hour, day=DAY):
    midnight = datetime.datetime.combine(day, datetime.time())
    return midnight + datetime.timedelta(hours=hour)


def claim(key, **vals):
    """A claim of a customer and a device of its own."""
    strangers = {"job": key, "device": key, "customer": key, "technician": key}
    return Claim(**{"key": key, "day": DAY, **strangers, **vals})


def later(days):
    return DAY + datetime.timedelta(days)


def codes(*claims, known=()):
    found = claim_check.examine(claims, Index(known))
    return [(f.job, f.code, f.others) for f in found]


class TestTwice(BaseCase):
    def test_picture_of_another_device(self):
        photo = picture.read_photo(drawn.photo(Random(1)))
        first, then = claim(1, pictures=(photo,)), claim(2, pictures=(photo,) * 2)
        self.assertEqual(codes(then, first), [(2, "picture", (1,))])
        self.assertEqual(codes(then, known=[first]), [(2, "picture", (1,))])
        self.assertEqual(codes(first, known=[then]), [(1, "picture", (2,))])
        self.assertFalse(codes(first, replace(then, job=1)), "two visits of one job")

    def test_picture_of_the_same_device(self):
        """Its type plate looks the same each time; the same file is looked at."""
        random = Random(1)
        file = drawn.photo(random)
        photo, copy = map(picture.read_photo, (file, drawn.disguise(random, file)))
        first = claim(1, pictures=(photo,))
        again = claim(2, device=1, customer=1, day=later(60))
        self.assertFalse(codes(first, replace(again, pictures=(copy,))))
        self.assertTrue(codes(first, replace(again, pictures=(photo,))))
        self.assertTrue(codes(first, replace(again, device=2, pictures=(copy,))))

    def test_picture_of_the_manual(self):
        photo = picture.read_photo(drawn.photo(Random(1)))
        claims = [claim(n, pictures=(photo,)) for n in range(5)]
        self.assertFalse(codes(*claims))
        self.assertEqual(len(codes(*claims[:4])), 3)
        one = [replace(c, technician=1) for c in claims]
        self.assertEqual(len(codes(*one)), 4)

    def test_signature(self):
        random = Random(3)
        hand = drawn.strokes(random)
        file = drawn.signature(random, hand)
        ink, copy = map(
            picture.read_signature, (file, drawn.disguise_signature(random, file))
        )
        anew = picture.read_signature(drawn.signature(random, drawn.strokes(random)))
        first = claim(1, signature=ink)
        for signature in (ink, copy):
            then = claim(2, signature=signature)
            self.assertEqual(codes(first, then), [(2, "signature", (1,))])
        self.assertFalse(codes(first, claim(2, signature=anew)))
        machines = claim(2, customer=1, signature=ink)
        self.assertFalse(codes(first, machines), "several machines, signed once")
        self.assertTrue(codes(first, replace(machines, day=later(1))))

    def test_numbers_however_they_are_spelled(self):
        for field, spelled in (
            ("serial", ("SN0731-O1", "sn 073101")),
            ("invoice", ("0310 2261", "03102261")),
        ):
            one, two = (claim(n, **{field: spelled[n - 1]}) for n in (1, 2))
            self.assertEqual(codes(one, two), [(2, field, (1,))])
        many = [claim(n, customer=1, invoice="03102261") for n in range(5)]
        self.assertFalse(codes(*many), "one customer bought them all")
        back = [claim(n, device=1, serial="S1", day=later(40 * n)) for n in (1, 2)]
        self.assertFalse(codes(*back), "the device changed hands")
        self.assertFalse(codes(claim(1, serial=" -"), claim(2, serial="–")))

    def test_part_built_in_twice(self):
        part = UsedPart("P", serial="B77")
        self.assertTrue(codes(claim(1, parts=(part,)), claim(2, parts=(part,))))

    def test_installed_twice(self):
        one = claim(1, kind="installation")
        two = claim(2, device=1, kind="installation", day=later(80))
        self.assertEqual(codes(one, two), [(2, "paid_once", (1,))])
        self.assertFalse(codes(one, replace(two, kind="repair")))

    def test_repair_that_did_not_hold(self):
        first = claim(1, fault="F1", parts=(UsedPart("P", 1, 300),))
        then = claim(2, device=1, fault="F1")
        for days, code in ((0, "again"), (30, "again"), (31, None)):
            found = [c for _, c, _ in codes(first, replace(then, day=later(days)))]
            self.assertEqual(found, [code] if code else [])
        other = replace(then, fault="F2", day=later(20))
        self.assertFalse(codes(first, other))
        dear = replace(other, parts=(UsedPart("P", 1, 300),))
        cheap = replace(other, parts=(UsedPart("P", 1, 8),))
        self.assertEqual(codes(first, dear), [(2, "again", (1,))])
        self.assertFalse(codes(first, cheap))
        self.assertEqual(
            codes(first, replace(other, day=later(3))), [(2, "split", (1,))]
        )
        follow_up = replace(first, key=3, day=later(3))
        self.assertFalse(codes(first, follow_up))
        twice = codes(first, follow_up, replace(other, day=later(2)))
        self.assertEqual(twice, [(2, "split", (1,))], "once, however many visits")


class TestWays(BaseCase):
    here, there = (36.65, 117.12), (36.65, 117.57)  # 40 km

    def visit(self, key, start, end, place=None, **vals):
        return claim(
            key,
            **{"technician": 1, "site": place or self.here, "way": None}
            | {"arrived_at": at(start), "ended_at": at(end)}
            | vals,
        )

    def test_kilometres(self):
        for driven, found in ((30, False), (42.5, False), (43, True), (120, True)):
            with self.subTest(driven=driven):
                self.assertEqual(
                    bool(codes(claim(1, kilometres=driven, way=30))), found
                )
        self.assertFalse(codes(claim(1, kilometres=400)), "nobody knows the way")
        crow = claim(1, kilometres=170, left_place=self.here, arrived_place=self.there)
        self.assertTrue(codes(crow))
        self.assertFalse(codes(replace(crow, kilometres=150)))

    def test_one_way_for_several_machines(self):
        vals = {"customer": 1, "way": 60, "kilometres": 60}
        one, two = self.visit(1, 9, 10, **vals), self.visit(2, 10.1, 11, **vals)
        self.assertEqual(codes(one, two), [(2, "kilometres", (1,))])
        self.assertFalse(codes(one, replace(two, kilometres=0)))
        self.assertFalse(codes(one, self.visit(2, 12, 13, **vals)), "he went home")
        self.assertTrue(codes(two, known=[one]))
        self.assertFalse(codes(one, replace(two, technician=2)), "two men, two vans")

    def test_two_places_at_once(self):
        one = self.visit(1, 9, 12)
        for start, place, found in (
            (11, self.there, True),
            (11.6, self.there, False),  # pressed late, but then he flew
            (11, self.here, False),
            (11, None, False),
        ):
            two = self.visit(2, start, 13, place)
            found_codes = [code for _, code, _ in codes(one, two)]
            self.assertEqual("two_places" in found_codes, found)
        unknown = replace(self.visit(2, 11, 13), site=None)
        self.assertTrue(codes(one, unknown), "another customer, wherever")
        self.assertFalse(codes(one, replace(unknown, customer=1)))
        self.assertFalse(codes(one, replace(self.visit(2, 11, 13), technician=2)))

    def test_too_fast(self):
        one = self.visit(1, 9, 12)
        for start, found in ((12.1, True), (12.9, False)):
            two = self.visit(2, start, 14, self.there)
            self.assertEqual([c for _, c, _ in codes(one, two)], ["speed"] * found)
        midnight = self.visit(1, 22, 23.9)
        night = self.visit(2, 24.1, 25, self.there, day=later(1))
        self.assertEqual(codes(midnight, night), [(2, "speed", (1,))])
        train = (39.9, 116.4)  # 365 km
        self.assertFalse(codes(one, self.visit(2, 14, 15, train)))

    def test_stamps_of_one_visit(self):
        vals = {"left_place": self.here, "arrived_place": self.there}
        quick = self.visit(1, 9, 10, left_at=at(8.8), **vals)
        self.assertEqual(codes(quick), [(1, "speed", ())])
        self.assertFalse(codes(replace(quick, left_at=at(8))))


class TestWork(BaseCase):
    def test_night_and_closed_day(self):
        work = claim(1, arrived_at=at(20), ended_at=at(23), hours=3, stamped=False)
        self.assertEqual(codes(work), [(1, "night", ())])
        self.assertFalse(codes(replace(work, stamped=True)))
        self.assertFalse(codes(replace(work, ended_at=at(22))))
        closed = claim(1, hours=2, stamped=False, closed=True)
        self.assertTrue(codes(closed))
        self.assertFalse(codes(replace(closed, closed=False)))

    def test_hours_of_a_visit(self):
        work = claim(1, arrived_at=at(9), ended_at=at(11))
        for hours, found in ((2, []), (3, []), (3.5, [(1, "hours", ())])):
            self.assertEqual(codes(replace(work, hours=hours)), found)

    def test_hours_of_a_day(self):
        typed = [claim(n, technician=1, hours=6, stamped=False) for n in (1, 2, 3)]
        self.assertEqual(codes(*typed), [(3, "day_hours", (1, 2))])
        self.assertFalse(codes(*typed[:2]))
        self.assertTrue(codes(typed[2], known=typed[:2]))
        others = [replace(c, technician=c.key) for c in typed]
        self.assertFalse(codes(*others))
        long = [
            claim(n, technician=1, arrived_at=at(6 * n), ended_at=at(6 * n + 6))
            for n in range(3)
        ]
        long = [replace(c, hours=6, customer=1, stamped=True) for c in long]
        self.assertFalse(codes(*long), "eighteen hours with stamps")

    def test_parts(self):
        usual = [
            claim(n, model="M", parts=(UsedPart("P", 1, 90),)) for n in range(1, 10)
        ]
        for count, found in ((1, False), (2, True), (5, True)):
            job = claim(20, model="M", parts=(UsedPart("P", count, 90 * count),))
            self.assertEqual(bool(codes(job, known=usual)), found)
            self.assertFalse(codes(job, known=usual[:6]), "too few to tell")
            self.assertFalse(codes(replace(job, model="N"), known=usual))
        cheap = claim(20, model="M", parts=(UsedPart("P", 3, 9),))
        self.assertFalse(codes(cheap, known=usual))
        visits = [
            claim(20 + n, job=20, model="M", parts=(UsedPart("P", 1, 90),))
            for n in (0, 1)
        ]
        self.assertEqual([f[:2] for f in codes(*visits, known=usual)], [(20, "parts")])


class TestPictures(BaseCase):
    def test_what_is_no_photo(self):
        blank = io.BytesIO()
        Image.new("RGB", (600, 400), "white").save(blank, "PNG")
        for data in (b"", b"%PDF-1.7", b"\xff\xd8\xff" * 9, blank.getvalue()):
            for read in (picture.read_photo, picture.read_signature):
                self.assertIsNone(read(data).shape)

    @settings(max_examples=200, deadline=None)
    @given(
        st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
    )
    def test_any_bytes_are_read(self, data, head):
        picture.read_photo(head + data)

    def test_other_sizes_and_kinds(self):
        """Turned by the camera, as PNG, with a palette, large: the same picture."""
        file = drawn.photo(Random(9))
        shape = picture.read_photo(file).shape
        image = Image.open(io.BytesIO(file))
        turned = Image.Exif()
        turned[0x0112] = 6
        for copy, options in (
            (image.resize((1600, 1200)), {"format": "JPEG"}),
            (image.convert("P"), {"format": "PNG"}),
            (image, {"format": "BMP"}),
            (image.rotate(90, expand=True), {"format": "JPEG", "exif": turned}),
        ):
            stream = io.BytesIO()
            copy.save(stream, **options)
            near = picture.read_photo(stream.getvalue()).shape
            self.assertLessEqual(near.distance(shape), 6, options)

    def test_signature_on_transparent_paper(self):
        stream = io.BytesIO()
        image = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
        image.paste((0, 0, 0, 255), (40, 30, 200, 60))
        image.save(stream, "PNG")
        self.assertEqual(picture.read_signature(stream.getvalue()).shape, None)
        image.paste((0, 0, 0, 255), (60, 10, 80, 90))
        stream = io.BytesIO()
        image.save(stream, "PNG")
        self.assertTrue(picture.read_signature(stream.getvalue()).shape)

    def test_nearness_has_no_direction(self):
        random = Random(4)
        files = [drawn.photo(random) for _ in range(12)]
        files += [drawn.disguise(random, file) for file in files]
        shapes = [picture.read_photo(file).shape for file in files]
        for one in shapes:
            for two in shapes:
                self.assertEqual(one.distance(two), two.distance(one))


# --- properties

_FEW = st.integers(1, 3)
_PHOTOS = [
    picture.Picture(str(n), picture.Shape(n * 0x1F2E3D4C5B6A79)) for n in range(3)
]


@st.composite
def _claims(draw):
    count = draw(st.integers(1, 8))
    return [_draw_claim(draw, key) for key in range(count)]


def _draw_claim(draw, key):
    start = draw(st.integers(0, 20))
    names = ("device", "technician", "customer", "model", "fault")
    return Claim(
        key=key,
        job=draw(st.integers(0, 5)),
        day=later(draw(st.integers(0, 3))),
        serial=draw(st.sampled_from(["", "S1", "s-1", "S2"])),
        invoice=draw(st.sampled_from(["", "I1", "I2"])),
        kilometres=draw(st.sampled_from([0, 20, 90])),
        way=draw(st.sampled_from([None, 15.0])),
        site=draw(st.sampled_from([None, TestWays.here, TestWays.there])),
        arrived_at=at(start),
        ended_at=at(start + draw(_FEW)),
        stamped=draw(st.booleans()),
        hours=draw(st.sampled_from([0, 2, 9])),
        kind=draw(st.sampled_from(["repair", "installation"])),
        parts=tuple(
            draw(st.lists(st.builds(UsedPart, _FEW, value=st.just(200.0)), max_size=2))
        ),
        pictures=tuple(draw(st.lists(st.sampled_from(_PHOTOS), max_size=2))),
        signature=draw(st.sampled_from([None, *_PHOTOS])),
        **{name: draw(_FEW) for name in names},
    )


class TestProperties(BaseCase):
    @settings(max_examples=100, deadline=None)
    @given(_claims(), st.randoms(use_true_random=False), st.integers(0, 8))
    def test_order_does_not_matter(self, claims, random, known):
        new, old = claims[known:], claims[:known]
        found = claim_check.examine(new, Index(old))
        random.shuffle(new)
        random.shuffle(old)
        self.assertEqual(claim_check.examine(new, Index(old)), found)

    @settings(max_examples=100, deadline=None)
    @given(_claims(), st.integers(0, 8))
    def test_nothing_is_found_twice(self, claims, known):
        found = claim_check.examine(claims[known:], Index(claims[:known]))
        facts = Counter((f.code, f.subject, f.job) for f in found)
        self.assertFalse([fact for fact, count in facts.items() if count > 1])
        told = set()
        for finding in found:
            pairs = {
                (finding.code, finding.subject, frozenset((finding.job, other)))
                for other in finding.others
            }
            self.assertTrue(not pairs or pairs - told, "the other way round")
            told |= pairs
        new = {c.key for c in claims[known:]}
        for finding in found:
            self.assertIn(finding.claim, new)
            self.assertNotIn(finding.job, finding.others)

    @settings(max_examples=100, deadline=None)
    @given(_claims(), st.integers(0, 8))
    def test_what_is_known_is_not_found_again(self, claims, known):
        """A claim that is both known and new is compared with others only."""
        index = Index(claims)
        self.assertEqual(
            claim_check.examine(claims[known:], index),
            claim_check.examine(claims[known:], Index(claims[:known])),
        )

    @settings(max_examples=100, deadline=None)
    @given(_claims())
    def test_one_by_one_finds_what_all_at_once_does(self, claims):
        """Of what two jobs have in common nothing is lost by looking every day."""
        pairs = {"picture", "signature", "serial", "invoice", "built_in", "paid_once"}
        claims = [replace(c, job=c.key) for c in claims]
        index, found = Index(), []
        for one in sorted(claims, key=lambda c: c.rank):
            found += claim_check.examine([one], index)
            index.add([one])
        at_once = claim_check.examine(claims)
        facts = [
            {(f.job, f.code, f.others) for f in some if f.code in pairs}
            for some in (found, at_once)
        ]
        self.assertEqual(*facts)


# --- months


class TestMonths(BaseCase):
    """5,000 honest jobs, and thirty frauds of each kind among them."""

    def test_unseen_months(self):
        months = Months(UNSEEN)
        jobs = {c.job for c in months.claims}
        alarmed = {f.job for f in claim_check.examine(months.claims)}
        self.assertGreaterEqual(len(jobs), 5000)
        self.assertLessEqual(len(alarmed) / len(jobs), 0.05)

        frauds = Frauds(months)
        found = defaultdict(set)
        for finding in claim_check.examine(frauds.claims.values()):
            found[finding.job].add(finding.code)
        caught = {k: sum(job in found for job in frauds.truth[k]) for k in KINDS}
        _logger.info("%d of %d honest jobs; %s", len(alarmed), len(jobs), caught)
        self.assertGreaterEqual(sum(caught.values()), 0.9 * 30 * len(KINDS))
        self.assertGreaterEqual(min(caught.values()), 20, "no kind is blind")

    def test_time_grows_with_the_rows(self):
        """Per row, 20,000 cost no more than twice what 2,000 do."""
        costs = {}
        for count in (2000, 20000, 2000, 20000):
            claims = _many(count)
            began = time.process_time()
            claim_check.examine(claims)
            cost = (time.process_time() - began) / count
            costs[count] = min(cost, costs.get(count, cost))
        self.assertLess(costs[20000], 2 * costs[2000])


def _many(count):
    """Claims of a company of any size: each technician has a hundred."""
    random = Random(count)
    claims = []
    for key in range(count):
        day, start = later(key % 50), random.uniform(7, 17)
        shapes = [
            picture.Shape(random.getrandbits(128), (random.getrandbits(128),))
            for _ in "ab"
        ]
        claims.append(
            claim(
                key,
                technician=key // 100,
                day=day,
                model=key % 300,
                serial=f"S{key}",
                invoice=f"I{key}",
                arrived_at=at(start, day),
                ended_at=at(start + 1, day),
                hours=1,
                site=(36 + random.random(), 117 + random.random()),
                parts=(UsedPart(random.randrange(9), 1, 50),),
                pictures=(picture.Picture(f"p{key}", shapes[0]),),
                signature=picture.Picture(f"s{key}", shapes[1]),
            )
        )
    return claims
