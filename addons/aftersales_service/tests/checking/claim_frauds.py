"""Dishonest claims among honest ones, of each kind, some of them disguised."""

import datetime
from collections import defaultdict
from dataclasses import replace

from ...kernel.dispatch import distance
from ...kernel.picture import read_photo, read_signature
from . import claim_pictures as pictures

HOUR = datetime.timedelta(hours=1)


class Frauds:
    """``claims`` are those of the months with ``each`` frauds of every kind in them;
    ``truth`` names the jobs: {kind: [job]}. No job is dishonest in two ways."""

    def __init__(self, months, each=30):
        self.months, self.random = months, months.random
        self.claims = {claim.key: claim for claim in months.claims}
        visits = defaultdict(list)
        for claim in months.claims:
            visits[claim.job].append(claim)
        self.single = [
            visits[job][0] for job in sorted(visits) if len(visits[job]) == 1
        ]
        self.used, self.truth = set(), defaultdict(list)
        for name in KINDS:
            while len(self.truth[name]) < each:
                getattr(self, f"_{name}")(name)

    def _pick(self, fits=lambda claim: True):
        while True:
            claim = self.random.choice(self.single)
            if claim.job not in self.used and fits(claim):
                return claim

    def _pick_pair(self, fits=lambda earlier, later: True):
        """An honest claim and a later one of another customer."""
        while True:
            earlier, later = sorted(
                (self._pick(), self._pick()), key=lambda claim: claim.rank
            )
            strangers = earlier.customer != later.customer
            if earlier.day < later.day and strangers and fits(earlier, later):
                self.used.add(earlier.job)  # it stays as it is
                return earlier, later

    def _change(self, fraud, claim, **vals):
        self.claims[claim.key] = replace(claim, **vals)
        self._mark(fraud, claim.job)

    def _invent(self, fraud, claim, **vals):
        """A job that never was, made after ``claim``."""
        key = 10**6 + len(self.claims)
        vals = {"pictures": self._fresh(), "signature": None, "parts": ()} | vals
        self.claims[key] = replace(claim, key=key, job=key, kilometres=0.0, **vals)
        self._mark(fraud, key)

    def _mark(self, fraud, job):
        self.used.add(job)
        self.truth[fraud].append(job)

    def _fresh(self):
        return (self.months.keep(pictures.photo(self.random)),)

    # --- proof that belongs to another job

    def _picture_copied(self, kind):
        earlier, later = self._pick_pair()
        self._change(kind, later, pictures=later.pictures[1:] + earlier.pictures[:1])

    def _picture_disguised(self, kind):
        earlier, later = self._pick_pair()
        file = self.months.files[earlier.pictures[0].digest]
        copy = read_photo(pictures.disguise(self.random, file))
        self._change(kind, later, pictures=(copy,))

    def _signature_copied(self, kind):
        earlier, later = self._pick_pair()
        self._change(kind, later, signature=earlier.signature)

    def _signature_disguised(self, kind):
        earlier, later = self._pick_pair()
        file = self.months.files[earlier.signature.digest]
        copy = pictures.disguise_signature(self.random, file)
        self._change(kind, later, signature=read_signature(copy))

    # --- things that are claimed twice

    def _spell(self, text):
        """The same number as another person types it."""
        place = self.random.randrange(2, len(text) - 2)
        mark = self.random.choice((" ", "-", ""))
        text = text[:place] + mark + text[place:]
        return self.random.choice((text, text.lower(), text.replace("0", "O")))

    def _serial_twice(self, kind):
        earlier, later = self._pick_pair()
        self._change(kind, later, serial=self._spell(earlier.serial))

    def _invoice_twice(self, kind):
        earlier, later = self._pick_pair(lambda first, _: first.invoice)
        self._change(kind, later, invoice=self._spell(earlier.invoice))

    def _built_in_twice(self, kind):
        def fits(first, then):
            return then.parts and first.parts and first.parts[0].serial

        earlier, later = self._pick_pair(fits)
        part = replace(later.parts[0], serial=self._spell(earlier.parts[0].serial))
        self._change(kind, later, parts=(part, *later.parts[1:]))

    def _installed_twice(self, kind):
        claim = self._pick()
        self.claims[claim.key] = replace(claim, kind="installation")
        self.used.add(claim.job)
        day = claim.day + datetime.timedelta(self.random.randint(40, 90))
        self._invent(kind, claim, kind="installation", day=day, **self._at(claim, day))

    # --- ways

    def _kilometres(self, kind):
        claim = self._pick(lambda c: c.kilometres > 15)
        more = self.random.uniform(1.3, 4.0)
        self._change(kind, claim, kilometres=round(claim.kilometres * more, 1))

    def _way_twice(self, kind):
        """Several machines on one way, and the way with each of them."""
        claim = self._pick(lambda c: not c.kilometres and (c.way or 0) > 15)
        self._change(kind, claim, kilometres=claim.way)

    def _two_places(self, kind):
        """Another customer's machine while he was here."""
        claim, other = self._pick_far()
        start = claim.arrived_at + 0.2 * (claim.ended_at - claim.arrived_at)
        end = start + HOUR * self.random.uniform(1, 3)
        self._invent_elsewhere(kind, claim, other, start, end)

    def _too_fast(self, kind):
        """Far away minutes after he was here."""
        claim, other = self._pick_far(km=40)
        start = claim.ended_at + HOUR * self.random.uniform(0.05, 0.2)
        self._invent_elsewhere(kind, claim, other, start, start + HOUR)

    def _pick_far(self, km=8):
        while True:
            claim, other = self._pick_pair()
            if claim.stamped and distance(claim.place, other.site) > km:
                self.used.add(other.job)
                return claim, other

    def _invent_elsewhere(self, kind, claim, other, start, end):
        names = ("device", "serial", "model", "customer", "site", "fault", "invoice")
        thing = {name: getattr(other, name) for name in names}
        places = dict.fromkeys(("left_place", "arrived_place", "ended_place"))
        if self.random.random() < 0.5:  # a position that the phone was told
            places["arrived_place"] = places["ended_place"] = other.site
        times = {"left_at": None, "arrived_at": start, "ended_at": end}
        hours = round((end - start) / HOUR * 2) / 2
        self._invent(kind, claim, hours=hours, **thing, **times, **places)

    # --- work and parts

    def _parts_inflated(self, kind):
        claim = self._pick(lambda c: c.parts)
        most = max(claim.parts, key=lambda part: part.value)
        count = round(most.quantity * self.random.uniform(2.5, 5))
        value = most.value * count / most.quantity
        parts = [part for part in claim.parts if part is not most]
        more = replace(most, quantity=count, value=value)
        self._change(kind, claim, parts=(more, *parts))

    def _at(self, claim, day):
        """Times and places of an evening on another day."""
        start = datetime.datetime.combine(day, datetime.time(20, 30))
        times = {"left_at": None, "arrived_at": start, "ended_at": start + HOUR}
        places = dict.fromkeys(("left_place", "arrived_place", "ended_place"))
        return times | places | {"hours": 1.0}

    def _repaired_again(self, kind):
        """The same repair once more, by whoever."""
        claim = self._pick(lambda c: c.kind == "repair")
        day = claim.day + datetime.timedelta(self.random.randint(3, 25))
        vals = self._at(claim, day) | {"day": day, "parts": claim.parts[:1]}
        vals["technician"] = self.random.choice(self.single).technician
        self._invent(kind, claim, **vals)

    def _split(self, kind):
        """One repair told as two, each with a fault and parts of its own."""
        claim = self._pick(lambda c: len(c.parts) > 1)
        self.claims[claim.key] = replace(claim, parts=claim.parts[:1])
        self.used.add(claim.job)
        day = claim.day + datetime.timedelta(self.random.randint(0, 3))
        vals = self._at(claim, day) | {"day": day, "parts": claim.parts[1:]}
        self._invent(kind, claim, fault=f"{claim.fault}-B", **vals)

    def _night_typed(self, kind):
        """Work at night or on a Sunday that no stamp shows."""
        claim = self._pick()
        day = claim.day
        hour = self.random.choice((22, 23, 2, 10))
        if hour == 10:
            day += datetime.timedelta(6 - day.weekday())
        start = datetime.datetime.combine(day, datetime.time(hour, 15))
        vals = self._at(claim, day) | {
            "arrived_at": start,
            "ended_at": start + 2 * HOUR,
        }
        vals |= {"day": day, "closed": day.weekday() == 6, "stamped": False}
        self._change(kind, claim, **vals)

    def _hours_inflated(self, kind):
        claim = self._pick(lambda c: c.stamped)
        hours = claim.hours * self.random.uniform(2.0, 4.0) + 1
        self._change(kind, claim, hours=round(hours * 2) / 2)


KINDS = [
    *("picture_copied", "picture_disguised", "signature_copied", "signature_disguised"),
    *("serial_twice", "invoice_twice", "built_in_twice", "installed_twice"),
    *("kilometres", "way_twice", "two_places", "too_fast"),
    *("parts_inflated", "repaired_again", "split", "night_typed", "hours_inflated"),
]
