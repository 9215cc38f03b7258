from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import Form, TransactionCase

from ...kernel.text import address_key, phone_key
from ..common import AfterSalesCommon

NOON = datetime(2026, 3, 2, 12, 0)


class TestKeys(TransactionCase):
    """What makes two reports comparable, whatever way they are typed."""

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=40))
    def test_address_key_is_stable(self, value):
        self.assertEqual(address_key(address_key(value)), address_key(value))

    @settings(max_examples=200, deadline=None)
    @given(
        st.text(alphabet="济南市高新区示例路号AB栋0189", min_size=6, max_size=20),
        st.lists(st.sampled_from(" ，,。（）-－ \u3000#"), min_size=1, max_size=8),
        st.randoms(use_true_random=False),
    )
    def test_blanks_and_marks_do_not_count(self, address, marks, random):
        noisy = list(address)
        for mark in marks:
            noisy.insert(random.randrange(len(noisy) + 1), mark)
        self.assertEqual(address_key("".join(noisy)), address_key(address))

    @settings(max_examples=100, deadline=None)
    @given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    def test_mobile_numbers_agree_however_they_are_written(self, number):
        for spelling in (
            f"+86 {number[:3]}-{number[3:7]}-{number[7:]}",
            f"0086{number}",
            f"{number[:3]} {number[3:]}",
            "".join(chr(ord(digit) + 0xFEE0) for digit in number),
        ):
            self.assertEqual(phone_key(spelling), number)


class TestDuplicates(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.env["res.partner"].create({"name": "散客"})

    def call(self, **vals):
        return self.make_order(**{"partner_id": self.stranger.id} | vals)

    def test_same_device_telephone_or_address_is_a_duplicate(self):
        device = self.make_device("DUP-1", partner_id=self.stranger.id)
        for same, other in (
            ({"device_id": device.id}, {"device_id": device.id}),
            ({"contact_phone": "+86 138-0000-1111"}, {"contact_phone": "13800001111"}),
            ({"address": "济南市示例路 8号"}, {"address": "济南市示例路8号。"}),
        ):
            first, second = self.call(**same), self.call(**other)
            self.assertEqual(second.duplicate_ids, first, same)
            self.assertEqual(first.duplicate_ids, second, same)
            self.assert_found_alike(first | second)
            (first | second).action_cancel()

    def test_nothing_in_common_is_no_duplicate(self):
        first = self.call(contact_phone="13800001111", address="济南市示例路8号")
        second = self.call(contact_phone="13800002222", address="济南市示例路9号")
        self.assertFalse((first | second).duplicate_ids)

    def test_a_town_or_an_extension_says_too_little(self):
        self.call(contact_phone="8001", address="济南市")
        self.assertFalse(
            self.call(contact_phone="8001", address="济南市").duplicate_ids
        )

    def test_days_of_the_company_count(self):
        self.company.aftersales_duplicate_days = 5
        phone = {"contact_phone": "13800001111"}
        first = self.call(called_at=NOON, **phone)
        near = self.call(called_at=NOON + timedelta(days=5), **phone)
        far = self.call(called_at=NOON + timedelta(days=11), **phone)
        self.assertEqual(first.duplicate_ids, near)
        self.assertFalse(far.duplicate_ids)
        self.assert_found_alike(first | near | far)
        self.company.aftersales_duplicate_days = 0
        self.env.invalidate_all()
        self.assertFalse(first.duplicate_ids)
        self.assert_found_alike(first | near | far)

    def assert_found_alike(self, orders):
        """The search of the desk finds the duplicates that the form shows."""
        for order in orders:
            found = order.search(order._get_alike_domain())
            self.assertEqual(set(found), set(order.duplicate_ids))

    def test_finished_jobs_and_other_companies_do_not_count(self):
        phone = {"contact_phone": "13800001111"}
        done, other = self.call(**phone), self.call(**phone)
        done.action_cancel()
        company = self.env["res.company"].create({"name": "二厂"})
        self.env["aftersales.order"].with_company(company).create(
            {
                "company_id": company.id,
                "partner_id": self.stranger.id,
                "fault": "异响",
                "unit_id": False,
                **phone,
            }
        )
        self.env.invalidate_all()
        self.assertFalse(other.duplicate_ids)
        self.assertFalse(done.duplicate_ids)
        self.assert_found_alike(other | done)

    def test_the_form_shows_it_before_saving(self):
        first = self.call(contact_phone="13800001111")
        form = Form(self.env["aftersales.order"].with_user(self.dispatcher))
        form.partner_id = self.stranger
        self.assertFalse(form.duplicate_ids.ids)
        form.contact_phone = "138 0000 1111"
        self.assertEqual(form.duplicate_ids.ids, first.ids)

    def test_filter_finds_exactly_those_that_have_duplicates(self):
        twins = self.call(contact_phone="13800001111") | self.call(
            contact_phone="13800001111"
        )
        self.call(contact_phone="13800003333")
        order = self.env["aftersales.order"]
        ours = [("partner_id", "=", self.stranger.id)]
        found = order.search([*ours, ("has_duplicate", "=", True)])
        self.assertEqual(
            found, twins.sorted(lambda o: (-o.called_at.timestamp(), -o.id))
        )
        computed = order.search(ours).filtered("has_duplicate")
        self.assertEqual(found, computed)
        rest = order.search([*ours, ("has_duplicate", "=", False)])
        self.assertEqual(rest, order.search(ours) - found)

    def test_eighty_jobs_cost_one_query(self):
        jobs = self.env["aftersales.order"].create(
            [
                {
                    "partner_id": self.stranger.id,
                    "fault": "异响",
                    "contact_phone": f"1380000{index // 2:04}",
                }
                for index in range(80)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        jobs.mapped("phone_key")  # what a list reads anyway
        jobs.company_id.mapped("aftersales_duplicate_days")
        with self.assertQueryCount(1):
            found = jobs.mapped("duplicate_ids")
        self.assertEqual(found, jobs)
        self.assertTrue(all(len(job.duplicate_ids) == 1 for job in jobs))

    def test_keys_are_indexed(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'aftersales_order'"
        )
        indexes = " ".join(row[0] for row in self.env.cr.fetchall())
        for column in ("device_id", "phone_key", "address_key"):
            self.assertIn(f"({column}) WHERE ({column} IS NOT NULL)", indexes)
