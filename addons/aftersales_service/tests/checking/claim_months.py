"""Months of honest claims, with all that honest work has of its own."""

import datetime
from collections import defaultdict
from dataclasses import replace

from ...kernel.claim import Claim, UsedPart
from ...kernel.picture import read_photo, read_signature
from . import claim_pictures as pictures
from .claim_world import World

FIRST = datetime.date(2026, 3, 2)


class Months:
    """``claims`` of ``jobs`` jobs: several machines on one way, two men in one van, work
    that takes two visits, devices that come back, long days, nights and Sundays with
    stamps, days without a phone, buttons pressed late, pictures from the manual."""

    def __init__(self, seed, jobs=5000):
        self.world = World(seed)
        self.random = self.world.random
        self.claims, self.files = [], {}
        self.jobs = 0
        self.seen = set()  # devices; they come again for a reason only
        self.coming_back = defaultdict(list)  # technician: [(day, claim)]
        self.not_done = defaultdict(list)  # technician: [(day, claim)]
        day = FIRST
        while self.jobs < jobs:
            self._work(day, jobs)
            day += datetime.timedelta(1)

    def chance(self, share):
        return self.random.random() < share

    # --- days and ways

    def _work(self, day, jobs):
        closed = day.weekday() == 6
        free = list(self.world.technicians)
        self.random.shuffle(free)
        while free and self.jobs < jobs:
            technician = free.pop()
            if self.chance(0.03 if closed else 0.9):
                helper = free.pop() if free and self.chance(0.05) else None
                Round(self, technician, helper, day, closed).drive()

    # --- what is done at the customer's

    def pick_device(self, technician, day):
        """(device, claim that is taken up again, whether it is the same job)"""
        for waiting, same_job in ((self.not_done, True), (self.coming_back, False)):
            due = [entry for entry in waiting[technician.key] if entry[0] <= day]
            if due and self.chance(0.6):
                waiting[technician.key].remove(due[0])
                claim = due[0][1]
                return self.world.devices[claim.device], claim, same_job
        return self._pick_new(technician), None, False

    def _pick_new(self, technician):
        town = technician.town
        if self.chance(0.04):
            town = self.random.randrange(len(self.world.by_town))
        while True:
            customer = self.random.choice(self.world.by_town[town])
            devices = [d for d in customer.devices if d.key not in self.seen]
            if devices:
                return self.random.choice(devices)

    def add(self, technician, device, earlier, same_job, **vals):
        """The claim of one visit, and what follows from it."""
        self.seen.add(device.key)
        if same_job:
            job = earlier.job
        else:
            job, self.jobs = self.jobs, self.jobs + 1
        claim = Claim(
            key=len(self.claims),
            job=job,
            technician=technician.key,
            agent=technician.agent,
            device=device.key,
            serial=device.serial,
            model=device.model.key,
            customer=device.customer.key,
            site=device.customer.address,
            kind=earlier.kind if same_job else self._pick_kind(),
            fault=self._pick_fault(device, earlier, same_job),
            invoice=device.invoice,
            pictures=self.take_pictures(device, earlier),
            signature=self.sign(device.customer),
            **vals,
        )
        claim = replace(claim, parts=self._build_in(device, claim.fault, same_job))
        self.claims.append(claim)
        self._come_again(claim, same_job)
        return claim

    def add_helper(self, claim, helper):
        """Two men, one van: the second has no kilometres."""
        own = replace(
            claim, key=len(self.claims), technician=helper.key, kilometres=0.0
        )
        self.claims.append(replace(own, parts=(), pictures=(), signature=None))

    def _pick_kind(self):
        return "installation" if self.chance(0.01) else "repair"

    def _pick_fault(self, device, earlier, same_job):
        faults = list(device.model.faults)
        if earlier and (same_job or self.chance(0.15)):
            return earlier.fault
        if earlier:
            faults.remove(earlier.fault)
        return self.random.choice(faults)

    def _come_again(self, claim, same_job):
        days = datetime.timedelta(self.random.randint(1, 12))
        if self.chance(0.05) and not same_job:
            self.not_done[claim.technician].append((claim.day + days, claim))
        elif self.chance(0.06):
            later = datetime.timedelta(self.random.randint(4, 50))
            self.coming_back[claim.technician].append((claim.day + later, claim))

    def _build_in(self, device, fault, same_job):
        """What the fault asks for, sometimes more; a large repair now and then."""
        if same_job:
            return ()
        large = self.random.choice((2, 3)) if self.chance(0.008) else 1
        parts = []
        for product, usual, value in device.model.faults[fault]:
            count = large * max(1, round(self.random.gauss(usual, usual / 5)))
            serial = f"B{self.random.randrange(10**9)}" if value > 150 else ""
            parts.append(UsedPart(product, count, count * value, serial))
        return tuple(parts)

    # --- proof

    def keep(self, data, read=read_photo):
        picture = read(data)
        self.files[picture.digest] = data
        return picture

    def take_pictures(self, device, earlier=None):
        taken = [pictures.photo(self.random)]
        if self.chance(0.3):
            taken.append(pictures.plate(self.random, device.model.key, device.serial))
        if self.chance(0.02):
            place = int(len(self.world.stock) * self.random.random() ** 2)
            taken.append(self.world.stock[place])
        kept = tuple(self.keep(data) for data in taken)
        if earlier and earlier.pictures and self.chance(0.05):
            kept += earlier.pictures[:1]
        return kept

    def sign(self, customer):
        hand = self.random.choice(customer.hands)
        return self.keep(pictures.signature(self.random, hand), read_signature)


class Round:
    """One technician's day, perhaps with a second man in the van."""

    def __init__(self, months, technician, helper, day, closed):
        self.months, self.world, self.random = months, months.world, months.random
        self.technician, self.helper = technician, helper
        self.day, self.closed = day, closed
        self.stamped = months.chance(0.997 if closed else 0.92)
        self.place = technician.home
        hour = self.random.uniform(7.0, 9.5)
        if self.stamped and months.chance(0.01):
            hour = self.random.uniform(17, 20)  # called out in the evening
        midnight = datetime.datetime.combine(day, datetime.time())
        self.now = midnight + datetime.timedelta(hours=hour)

    def drive(self):
        end = self.now + datetime.timedelta(hours=13 if self.months.chance(0.03) else 9)
        stops = self.random.choice((1, 2, 2, 3, 3, 4))
        while stops and self.now < end:
            stops -= 1
            self._stop(last=not stops)

    def _stop(self, last):
        device, earlier, same_job = self.months.pick_device(self.technician, self.day)
        customer = device.customer
        road = self.world.road(self.place, customer)
        left = (self.now, self.place)
        self.now += datetime.timedelta(hours=road / self.random.uniform(35, 70) + 0.08)
        home = self.world.road(self.technician.home, customer) if last else 0.0
        ways = self._tell_kilometres(road + home)
        seen = {device.key, *self.months.seen}
        others = [other for other in customer.devices if other.key not in seen]
        self.random.shuffle(others)
        more = self.random.randint(1, 3) if len(customer.devices) > 4 else 0
        self._repair(device, earlier, same_job, left, ways)
        for other in others[:more]:
            left = (self.now, customer.site)
            self._repair(other, None, False, left, (0.0, ways[1]))
        self.place = customer.site

    def _tell_kilometres(self, road):
        """(what the clock of the van says, what the map says)"""
        driven = road * self.random.gauss(1.02, 0.04)
        if self.months.chance(0.03):
            driven += self.random.uniform(3, 12)  # past the store
        return round(driven, 1), round(road * self.random.gauss(1.0, 0.04), 1)

    def _repair(self, device, earlier, same_job, left, ways):
        arrived = self.now
        work = min(7.0, max(0.4, self.random.lognormvariate(0.3, 0.5)))
        self.now += datetime.timedelta(hours=work)
        times, site = (left[0], arrived, self.now), device.customer.site
        places = [self._tell_place(place) for place in (left[1], site, site)]
        if not self.stamped:
            times, places = map(self._round, times), [None] * 3
        elif self.months.chance(0.02):
            late = datetime.timedelta(minutes=self.random.randint(5, 25))
            times, places[2] = (left[0], arrived, self.now + late), None
        names = ("left_at", "arrived_at", "ended_at")
        claim = self.months.add(
            *(self.technician, device, earlier, same_job),
            day=self.day,
            closed=self.closed,
            stamped=self.stamped,
            kilometres=ways[0],
            way=ways[1],
            hours=max(0.5, round(work * 2) / 2),
            **dict(zip(names, times, strict=True)),
            **dict(
                zip(("left_place", "arrived_place", "ended_place"), places, strict=True)
            ),
        )
        if self.helper:
            self.months.add_helper(claim, self.helper)

    def _tell_place(self, place):
        if not self.technician.tells_position or self.months.chance(0.1):
            return None
        return self.world.near(place, 0.2)

    @staticmethod
    def _round(moment):
        quarter = 15 * round(moment.minute / 15)
        return moment.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(
            minutes=quarter
        )
