from datetime import date

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.kernel import rdap

DAYS = {
    "2027-03-16T16:00:00Z": date(2027, 3, 17),
    "2027-03-16T15:59:59Z": date(2027, 3, 16),
    "2027-03-16t16:00:00z": date(2027, 3, 17),
    "2027-03-16T16:00:00.1Z": date(2027, 3, 17),
    "2027-03-16T16:00:00.123456789Z": date(2027, 3, 17),
    "2027-03-17T00:00:00+08:00": date(2027, 3, 17),
    "2027-03-16T12:00:00-0500": date(2027, 3, 17),
    "2027-03-16 16:00": date(2027, 3, 16),
    "2027-03-16": date(2027, 3, 16),
    " 2027-03-16T16:00Z ": date(2027, 3, 17),
    "2027-02-30": None,
    "2027-13-01T00:00:00Z": None,
    "16.03.2027": None,
    "": None,
    "9999-12-31T23:59:59Z": None,
}


class TestRegistryDay(BaseCase):
    """The day in China of what registries answer, in whichever Python it is read."""

    def test_days(self):
        for text, day in DAYS.items():
            with self.subTest(text):
                self.assertEqual(rdap._day(text), day)
