from datetime import date

from freezegun import freeze_time

from .test_policy import PolicyCase

DAY = date(2026, 3, 1)


class TestRepairDays(PolicyCase):
    """Only days of repair move the end of a warranty (A6, ★2)."""

    def setUp(self):
        super().setUp()
        self.make_policy([{"amount": 12}])
        self.device = self.make_device("R-1", delivery_date=DAY)
        self.coverage = self.device.coverage_ids
        self.end = self.coverage.end_date

    def at(self, day):
        return freeze_time(f"{day} 02:00:00")

    def test_a_cancelled_enquiry_moves_nothing(self):
        with self.at("2026-04-01"):
            order = self.make_order(self.device, order_kind="consultation")
        self.assertFalse(self.coverage.suspended_on)
        with self.at("2026-04-20"):
            order.action_cancel()
        self.assertEqual(
            (self.coverage.end_date, self.coverage.suspended_days), (self.end, 0)
        )
        self.assertEqual(self.coverage.event_ids.mapped("kind"), ["granted"])

    def test_neither_does_a_call_that_nobody_worked_on(self):
        for kind in ("repair", "complaint", "return"):
            with self.at("2026-04-01"):
                order = self.make_order(self.device, order_kind=kind)
            with self.at("2026-04-20"):
                order.action_cancel()
        self.assertEqual(
            (self.coverage.end_date, self.coverage.suspended_on), (self.end, False)
        )

    def test_from_the_beginning_of_work_until_it_is_signed(self):
        with self.at("2026-04-01"):
            order = self.make_order(self.device)
            visit = self.make_visit(order)
        with self.at("2026-04-05"):
            self.go_to_work(visit)
            self.assertEqual(self.coverage.suspended_on, date(2026, 4, 5))
            self.assertEqual(order.repair_began_on, date(2026, 4, 5))
        with self.at("2026-04-15"):
            self.finish(visit)
            self.sign(visit)
        self.assertEqual(self.coverage.suspended_days, 10)
        self.assertEqual(str(self.coverage.end_date), "2027-03-10")
        self.assertEqual(order.repair_ended_on, date(2026, 4, 15))
        self.assertFalse(self.device.coverage_ids._verify())

    def test_waiting_for_parts_counts(self):
        with self.at("2026-04-01"):
            visit = self.make_visit(self.make_order(self.device))
        with self.at("2026-04-03"):
            self.make_requisition(visit)
        self.assertEqual(self.coverage.suspended_on, date(2026, 4, 3))

    def test_a_second_job_does_not_end_the_repair_of_the_first(self):
        with self.at("2026-04-05"):
            first, second = (
                self.make_visit(self.make_order(self.device)) for _index in range(2)
            )
            self.go_to_work(first)
            self.go_to_work(second)
        with self.at("2026-04-07"):
            self.finish(second)
            self.sign(second)
        self.assertTrue(self.coverage.suspended_on)
        with self.at("2026-04-10"):
            self.finish(first)
            self.sign(first)
        self.assertEqual(self.coverage.suspended_days, 5)

    def test_a_question_does_not_end_the_repair_either(self):
        with self.at("2026-04-05"):
            visit = self.make_visit(self.make_order(self.device))
            self.go_to_work(visit)
            self.make_order(self.device, order_kind="consultation").action_cancel()
        self.assertTrue(self.coverage.suspended_on)

    def test_another_device_is_in_repair(self):
        other = self.make_device("R-2", delivery_date=DAY)
        with self.at("2026-04-05"):
            order = self.make_order(self.device)
            self.go_to_work(self.make_visit(order))
            order.device_id = other
        self.assertEqual(
            (self.coverage.suspended_on, self.coverage.suspended_days), (False, 0)
        )
        self.assertEqual(other.coverage_ids.suspended_on, date(2026, 4, 5))


class TestRightsOfTheirOwn(PolicyCase):
    """Each statutory right has the day of its own clock, not the warranty's end."""

    def setUp(self):
        super().setUp()
        self.make_policy([{"amount": 12}])
        self.device = self.make_device("S-1", delivery_date=DAY)

    def get_rights(self):
        self.device.invalidate_recordset(["statutory_rights"])
        return {right["code"]: right for right in self.device.statutory_rights}

    def test_without_a_repair_there_is_no_day(self):
        rights = self.get_rights()
        days = {code: right["until"] for code, right in rights.items()}
        self.assertEqual(
            days,
            {
                "7d": "2026-03-07",
                "15d": "2026-03-15",
                "2r": "2027-02-28",
                "90d": "",
                "30d": "",
            },
        )

    def test_ninety_days_from_the_beginning_of_the_repair(self):
        with freeze_time("2026-04-05 02:00:00"):
            self.go_to_work(self.make_visit(self.make_order(self.device)))
            right = self.get_rights()["90d"]
        self.assertEqual((right["until"], right["reached"]), ("2026-07-04", False))
        with freeze_time("2026-07-03 02:00:00"):
            self.assertFalse(self.get_rights()["90d"]["reached"])
        with freeze_time("2026-07-04 02:00:00"):
            self.assertTrue(self.get_rights()["90d"]["reached"])

    def test_thirty_days_from_its_end(self):
        with freeze_time("2026-04-05 02:00:00"):
            visit = self.make_visit(self.make_order(self.device))
            self.go_to_work(visit)
        with freeze_time("2026-04-15 02:00:00"):
            self.finish(visit)
            self.sign(visit)
        rights = self.get_rights()
        self.assertEqual(rights["30d"]["until"], "2026-05-14")
        self.assertEqual(rights["90d"]["until"], "")
        # a repair long after the first fortnight does not lengthen it
        self.assertEqual(rights["15d"]["until"], "2026-03-15")

    def test_also_without_a_policy(self):
        self.env["aftersales.warranty.policy"].search([]).active = False
        device = self.device = self.make_device("S-2", delivery_date=DAY)
        device.product_id.aftersales_warranty_months = 12
        with freeze_time("2026-04-05 02:00:00"):
            visit = self.make_visit(self.make_order(device, service_type="c"))
            self.go_to_work(visit)
            self.assertEqual(self.get_rights()["90d"]["until"], "2026-07-04")
        with freeze_time("2026-04-06 02:00:00"):
            self.finish(visit)
            self.sign(visit)
        self.assertEqual(self.get_rights()["30d"]["until"], "2026-05-05")

    def test_a_repair_within_the_days_moves_them(self):
        with freeze_time("2026-03-03 02:00:00"):
            visit = self.make_visit(self.make_order(self.device))
            self.go_to_work(visit)
        with freeze_time("2026-03-05 02:00:00"):
            self.finish(visit)
            self.sign(visit)
        rights = self.get_rights()
        self.assertEqual(rights["7d"]["until"], "2026-03-09")
        self.assertEqual(rights["15d"]["until"], "2026-03-17")

    def test_the_next_owner_counts_from_his_own_sale(self):
        with freeze_time("2026-04-05 02:00:00"):
            visit = self.make_visit(self.make_order(self.device))
            self.go_to_work(visit)
            self.finish(visit)
            self.sign(visit)
        buyer = self.env["res.partner"].create({"name": "新客户", "is_company": True})
        with freeze_time("2026-06-01 02:00:00"):
            self.deliver(self.machine, "S-1", customer=buyer)
            rights = self.get_rights()
        self.assertEqual(self.device.partner_id, buyer)
        self.assertEqual(rights["7d"]["until"], "2026-06-07")
        self.assertFalse(rights["2r"]["reached"])
