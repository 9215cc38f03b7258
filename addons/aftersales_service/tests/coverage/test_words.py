import datetime

from freezegun import freeze_time

from .test_policy import PolicyCase

DAY = datetime.date(2026, 3, 1)
YEARS = [
    {"amount": 1, "unit": "year"},
    {"name": "主要部件", "scope": "main", "amount": 3, "unit": "year"},
]


class TestWords(PolicyCase):
    """The badge, the panel, papers, portal and QR page promise the same."""

    def say(self, device, moment):
        with freeze_time(moment):
            device.invalidate_recordset()
            words = device._get_warranty_words()
            badge = (device.warranty_state, str(device.warranty_until))
            self.assertEqual(badge, (words["state"], str(words["end"])))
            self.assertEqual(device.decision_panel["words"]["text"], words["text"])
            return badge

    def test_badge_follows_the_machine_and_then_its_main_parts(self):
        self.make_policy(YEARS)
        device = self.make_device("W-1", delivery_date=DAY)
        self.assertEqual(device.coverage_end_date, datetime.date(2029, 2, 28))
        # 23:30 of the last covered day in Shanghai, and an hour later
        said = self.say(device, "2027-02-28 15:30:00")
        self.assertEqual(said, ("in", "2027-02-28"))
        said = self.say(device, "2027-02-28 16:30:00")
        self.assertEqual(said, ("main", "2029-02-28"))
        said = self.say(device, "2029-02-28 16:30:00")
        self.assertEqual(said, ("out", "2029-02-28"))

    def test_main_parts_only_is_still_found_as_in_warranty(self):
        self.make_policy(YEARS)
        device = self.make_device("W-2", delivery_date=DAY)
        found = [("coverage_state", "=", "in"), ("id", "=", device.id)]
        with freeze_time("2028-01-01 08:00:00"):
            self.assertEqual(device.search(found), device)

    def test_a_repair_is_told_from_main_parts(self):
        device = self.make_device("W-3")
        version = self.make_policy(YEARS)
        self.env["aftersales.coverage"]._grant(
            [device._prepare_repair_coverage(version, DAY, "FW-1")]
        )
        said = self.say(device, "2026-03-10 08:00:00")
        self.assertEqual(said, ("part", "2026-03-30"))

    def test_order_shows_the_badge_of_its_device(self):
        self.make_policy(YEARS)
        device = self.make_device("W-4", delivery_date=DAY)
        with freeze_time("2028-01-01 08:00:00"):
            order = self.make_order(device)
            self.assertEqual(order.device_coverage_state, "main")
