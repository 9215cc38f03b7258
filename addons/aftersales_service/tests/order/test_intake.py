from datetime import date

from freezegun import freeze_time

from ..common import AfterSalesCommon


class TestIntake(AfterSalesCommon):
    def test_service_type_is_proposed_from_the_warranty(self):
        inside = self.make_device(
            "IN-1", coverage={"months": 600, "start_date": date(2026, 1, 1)}
        )
        outside = self.make_device(
            "OUT-1", coverage={"months": 1, "start_date": date(2020, 1, 1)}
        )
        self.assertEqual(self.make_order(inside).service_type, "c")
        self.assertEqual(self.make_order(outside).service_type, "a")
        self.assertEqual(self.make_order().service_type, "a")

    def test_clerk_may_decide_otherwise(self):
        order = self.make_order(self.make_device(), service_type="b")
        self.assertEqual(order.service_type, "b")

    def test_warranty_at_call_stays_when_time_passes(self):
        with freeze_time("2026-03-01 08:00:00"):
            device = self.make_device(
                "D-1", coverage={"months": 1, "start_date": date(2026, 2, 15)}
            )
            order = self.make_order(device)
            self.assertEqual(order.warranty_state, "in")
        with freeze_time("2027-03-01 08:00:00"):
            self.env.invalidate_all()
            self.assertEqual(order.warranty_state, "in")
            self.assertEqual(order.device_coverage_state, "out")

    def test_numbers_follow_each_other_and_carry_the_year(self):
        with freeze_time("2031-05-01 08:00:00"):
            first, second = self.make_order(), self.make_order()
        self.assertTrue(first.name.startswith("FW2031-"))
        self.assertEqual(int(second.name[-5:]) - int(first.name[-5:]), 1)

    def test_first_contact_is_taken_down_and_stays(self):
        order = self.make_order()
        self.assertEqual(order.first_contact_user_id, self.dispatcher)
        with self.assertRaisesRegex(Exception, "First Contact"):
            order.first_contact_user_id = self.director

    def test_earlier_jobs_of_the_device_are_shown(self):
        device = self.make_device()
        first, second = self.make_order(device), self.make_order(device)
        self.assertEqual(second.history_ids, first)
        self.assertEqual(device.order_count, 2)

    def test_site_gives_contact_and_telephone(self):
        site = self.env["res.partner"].create(
            {
                "name": "张先生",
                "parent_id": self.customer.id,
                "type": "other",
                "phone": "13800000000",
            }
        )
        order = self.make_order(self.make_device(site_id=site.id))
        self.assertEqual(
            (order.contact_name, order.contact_phone), ("张先生", "13800000000")
        )
