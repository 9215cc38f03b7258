"""From where on a claim is worth a question. Each number says where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    # Bits of 128. Of 600 copies trimmed by up to 8 % at each side and stored anew, 95 %
    # differ in 19 at most; of 500,000 pairs of drawn photos of different things, fewer
    # than six do, type plates of one model mostly.
    picture_bits: int = 19
    # Copies of a signature differed in 14 at most, those of two people in 27 at least
    # (1.5 million pairs).
    signature_bits: int = 16
    # A picture that so many technicians use is one of the manual, not of a repair.
    common_people: int = 5

    # Days within which the same repair did not hold: the usual warranty on repairs.
    again_days: int = 30
    # A part that is dear enough to tell that a repair was the same; screws are not.
    again_value: float = 100.0
    # Two jobs on a device so near to each other may be one that was told as two.
    split_days: int = 3
    # Paid once in the life of a device.
    once: frozenset = frozenset({"installation", "commissioning"})

    # Roads differ from the map by diversions and an errand: 25 % and 5 km.
    way_ratio: float = 1.25
    way_more: float = 5.0
    # Kilometres of road per kilometre as the crow flies, where no map was asked: in the
    # plain 1.2, in the hills 1.6.
    winding: float = 1.6
    # Average speed with which he may have gone home and come again between two jobs.
    again_speed: float = 60.0
    # (up to so many km, as the crow flies, km/h from door to door): car, motorway, fast
    # train, aeroplane.
    speeds: tuple = ((50, 70), (150, 110), (800, 250), (float("inf"), 700))
    # Positions of a phone and addresses of a map are off by a few kilometres.
    near_km: float = 8.0
    # One site: machines in one works, shops in one street.
    site_km: float = 1.0
    # A button may be pressed late: minutes by which two visits may overlap, and that a way
    # is given where the phone told no position.
    late_minutes: float = 30.0
    spare_minutes: float = 20.0

    # Hours that a long day has; what is above them needs stamps.
    day_hours: float = 16.0
    # An hour that was begun is paid, and some of the work is done beside the van.
    hours_ratio: float = 1.15
    hours_more: float = 1.0
    # The clock's hours between which work is night work.
    night: tuple = (22, 6)

    # Claims below which a median says nothing, and how far above it is far: in deviations
    # (scaled median of deviations, at least a quarter of the median), but never below
    # half as much again as one repair in ten needs.
    least_jobs: int = 8
    deviations: float = 3.0
    least_spread: float = 0.25
    tenth_ratio: float = 1.5
    # What is more must be worth a telephone call; where no value is known it always is.
    least_value: float = 50.0

    def speed(self, km):
        """km/h with which such a way may be done.

        >>> Limits().speed(20), Limits().speed(400)
        (70, 250)
        """
        return next(speed for most, speed in self.speeds if km <= most)
