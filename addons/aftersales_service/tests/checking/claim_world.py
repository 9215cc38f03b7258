"""A company with customers, devices and technicians, drawn at random from a seed."""

import math
from dataclasses import dataclass, field
from random import Random

from ...kernel.dispatch import distance
from . import claim_pictures as pictures

KM = 1 / 111  # degrees of latitude
TOWNS = 10
MODELS = 12


@dataclass
class Model:
    key: int
    # {fault: [(product, usual quantity, unit value)]}
    faults: dict


@dataclass
class Device:
    key: int
    serial: str
    model: Model
    customer: "Customer" = None
    invoice: str = ""


@dataclass
class Customer:
    key: int
    site: tuple
    address: tuple  # what the map makes of it
    winding: float  # kilometres of road per kilometre as the crow flies
    hands: list
    devices: list = field(default_factory=list)


@dataclass
class Technician:
    key: int
    agent: int
    home: tuple
    town: int
    tells_position: bool


class World:
    """Ten towns of a province; a few customers have many machines, some machines were
    bought on one invoice, an address in fifty is found in the middle of its town only."""

    def __init__(self, seed, technicians=14, customers=9000):
        self.random = Random(seed)
        self.towns = [
            (36 + self.random.uniform(-1, 1), 118 + self.random.uniform(-2, 2))
            for _ in range(TOWNS)
        ]
        self.models = [self._make_model(key) for key in range(MODELS)]
        self.customers, self.by_town, self.devices = [], [[] for _ in self.towns], []
        for key in range(customers):
            self._make_customer(key)
        self.technicians = [self._make_technician(key) for key in range(technicians)]
        self.stock = [pictures.photo(self.random) for _ in range(12)]

    def near(self, place, most):
        """A place at most so many kilometres away, mostly much nearer."""
        km = most * self.random.random() ** 1.5
        turn = self.random.uniform(0, 2 * math.pi)
        east = KM / math.cos(math.radians(place[0]))
        return place[0] + km * KM * math.cos(turn), place[1] + km * east * math.sin(
            turn
        )

    def road(self, here, customer):
        return (distance(here, customer.site) or 0.0) * customer.winding + 0.5

    def _make_model(self, key):
        faults = {}
        for number in range(8):
            parts = [
                (
                    f"P{key}-{self.random.randint(0, 11)}",
                    self.random.choice((1, 1, 1, 1, 2, 4)),
                    round(self.random.lognormvariate(4.5, 1), 2),
                )
                for _ in range(self.random.choice((0, 1, 1, 1, 2, 3)))
            ]
            faults[f"F{key}-{number}"] = list(
                {part[0]: part for part in parts}.values()
            )
        return Model(key, faults)

    def _make_customer(self, key):
        town = self.random.randrange(TOWNS)
        site = self.near(self.towns[town], 60)
        found = self.random.random() > 0.02
        customer = Customer(
            key,
            site,
            self.near(site, 0.4) if found else self.towns[town],
            self.random.uniform(1.2, 1.6),
            [pictures.strokes(self.random) for _ in range(self.random.choice((1, 2)))],
        )
        many = self.random.random() < 0.06
        for _ in range(
            self.random.randint(8, 30) if many else self.random.randint(1, 3)
        ):
            self._make_device(customer)
        self.customers.append(customer)
        self.by_town[town].append(customer)

    def _make_device(self, customer):
        """Half the time on the invoice of the machine before."""
        key = len(self.devices)
        device = Device(
            key,
            f"SN{self.random.randrange(10**7):07}K{key}",
            self._any_model(),
            customer,
        )
        if customer.devices and self.random.random() < 0.5:
            device.invoice = customer.devices[-1].invoice
        elif self.random.random() < 0.7:
            device.invoice = f"{self.random.randrange(10**19, 10**20)}"
        customer.devices.append(device)
        self.devices.append(device)

    def _any_model(self):
        return self.random.choice(self.models)

    def _make_technician(self, key):
        town = key % TOWNS
        return Technician(
            key,
            town % 5,
            self.near(self.towns[town], 10),
            town,
            self.random.random() < 0.7,
        )
