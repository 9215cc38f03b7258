import datetime

from ..common import AfterSalesCommon

BEGUN = datetime.date(2026, 1, 1)


class TestKilometres(AfterSalesCommon):
    """“Up to (km)” of a term: beyond it the warranty does not bear the cost (W-34)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["aftersales.warranty.policy"].create({"name": "公里保修"})

    def device(self, serial, limit=100, **term):
        version = self.env["aftersales.warranty.version"].create(
            {
                "policy_id": self.policy.copy({"name": serial}).id,
                "valid_from": "2020-01-01",
                "term_ids": [
                    (
                        0,
                        0,
                        {"name": "整机", "amount": 600, "distance_limit": limit} | term,
                    )
                ],
            }
        )
        device = self.make_device(serial)
        vals = device._prepare_term_coverage(version.term_ids, BEGUN)
        self.env["aftersales.coverage"]._grant([vals])
        return device

    def payer(self, order):
        line = order.decision_id.line_ids.filtered(lambda li: li.cost_kind == "labour")
        return line.shares[0][0]

    def test_five_hundred_on_a_limit_of_one_hundred_is_not_free(self):
        device = self.device("KM-1")
        for field in ("distance_km", "mileage"):
            order = self.make_order(device, **{field: 500})
            self.assertEqual(self.payer(order), "customer", field)
            self.assertIn("only up to 100 km", order.decision_id.line_ids[1].losers)

    def test_the_limit_itself_is_inside(self):
        device = self.device("KM-2")
        self.assertEqual(
            self.payer(self.make_order(device, distance_km=100)), "company"
        )
        self.assertEqual(
            self.payer(self.make_order(device, distance_km=100.1)), "customer"
        )

    def test_kilometres_that_become_known_decide_again(self):
        order = self.make_order(self.device("KM-3"))
        self.assertEqual(self.payer(order), "company")
        self.assertIn("no_distance", order.decision_id.warning_codes)
        order.distance_km = 500
        self.assertEqual(self.payer(order), "customer")
        self.assertEqual((order.decision_id.version, order.service_type), (2, "a"))
        self.assertNotIn("no_distance", order.decision_id.warning_codes)

    def test_the_technician_reads_the_mileage(self):
        order = self.make_order(self.device("KM-4", 50000, distance_of="mileage"))
        visit = self.make_visit(order)
        self.go_to_work(visit)
        visit.action_confirm_facts(
            {"is_ours": "yes", "found_cause": "material", "mileage": 50001}
        )
        self.assertEqual(self.payer(order), "customer")
        self.assertEqual(order.mileage, 50001)

    def test_a_vehicle_does_not_run_backwards(self):
        device = self.device("KM-5", 50000, distance_of="mileage")
        self.make_order(device, mileage=60000)
        self.assertEqual(self.payer(self.make_order(device)), "customer")
        self.assertEqual(self.payer(self.make_order(device, mileage=100)), "company")

    def test_only_what_the_term_counts(self):
        way = self.device("KM-6", distance_of="way")
        self.assertEqual(self.payer(self.make_order(way, mileage=80000)), "company")
        mileage = self.device("KM-7", distance_of="mileage")
        self.assertEqual(
            self.payer(self.make_order(mileage, distance_km=500)), "company"
        )

    def test_the_limit_goes_on_to_the_exchanged_device(self):
        coverage = self.device("KM-8", distance_of="way").coverage_ids
        vals = coverage._prepare_successor(self.make_device("KM-9"), BEGUN)
        self.assertEqual((vals["distance_limit"], vals["distance_of"]), (100, "way"))

    def test_a_closed_job_stays_as_it_was_decided(self):
        order = self.make_order(self.device("KM-10"))
        order.action_solve_by_phone("合上开关")
        version = order.decision_id.version
        order.distance_km = 500
        self.assertEqual(order.decision_id.version, version)
