"""What is claimed for one visit, as plain rows, and what may be found about it."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass

from .picture import Picture


@dataclass(frozen=True, slots=True)
class UsedPart:
    """A part that was built in; ``value`` is that of the whole quantity."""

    product: Hashable
    quantity: float = 1.0
    value: float = 0.0
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One visit of one technician and what it costs whoever pays.

    Times are those of the wall clock where he works, places (latitude, longitude) of the
    phone. ``stamped`` says that the times are stamps; typed ones prove nothing.
    ``kilometres`` were driven for this visit, ``way`` is what a map says. ``closed`` is a
    day on which nobody works. ``kind`` names what is paid once for a device.
    """

    key: Hashable
    job: Hashable
    day: datetime.date
    technician: Hashable = None
    device: Hashable = None
    serial: str = ""
    model: Hashable = None
    agent: Hashable = None
    customer: Hashable = None
    kind: str = "repair"
    fault: Hashable = None
    invoice: str = ""
    kilometres: float = 0.0
    way: float | None = None
    site: tuple | None = None
    left_at: datetime.datetime | None = None
    arrived_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    left_place: tuple | None = None
    arrived_place: tuple | None = None
    ended_place: tuple | None = None
    stamped: bool = True
    closed: bool = False
    hours: float = 0.0
    parts: tuple[UsedPart, ...] = ()
    pictures: tuple[Picture, ...] = ()
    signature: Picture | None = None

    @property
    def rank(self):
        """Who was first: a finding lies on the later of two."""
        return self.day, self.key

    @property
    def place(self):
        """Where he worked: as the phone says, else as the address does."""
        return self.arrived_place or self.ended_place or self.site


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """Something a person must look at before ``claim`` is paid.

    ``others`` are the other jobs it concerns; ``subject`` what of the claim it is about;
    ``numbers`` are (name, value) for a sentence. ``severity`` is 3 for what cannot be,
    2 for what should not be, 1 for what is worth a question.
    """

    claim: Hashable
    code: str
    subject: str
    job: Hashable
    severity: int
    others: tuple = ()
    numbers: tuple = ()
