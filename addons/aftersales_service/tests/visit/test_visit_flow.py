from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestVisitFlow(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)

    def test_technician_walks_from_call_to_signature(self):
        self.go_to_work(self.visit)
        self.assertEqual(self.order.state, "on_site")
        self.finish(self.visit)
        self.sign(self.visit)
        self.assertEqual((self.visit.state, self.order.state), ("accepted", "signed"))
        stamps = [
            self.visit[name]
            for name in (
                "contacted_at",
                "left_at",
                "arrived_at",
                "started_at",
                "ended_at",
                "signed_at",
            )
        ]
        self.assertTrue(all(stamps))
        self.assertEqual(stamps, sorted(stamps))

    def test_steps_are_not_skipped(self):
        with self.assertRaises(MoveRefused):
            self.visit.action_arrive()

    def test_second_click_is_refused_in_plain_words(self):
        self.visit.action_contact()
        with self.assertRaisesRegex(MoveRefused, "somebody may have been faster"):
            self.visit.action_contact()

    def test_work_ends_only_with_complete_findings(self):
        self.go_to_work(self.visit)
        self.visit.cause = "轴承磨损"
        with self.assertRaisesRegex(ProofMissing, "What Was Done.*Test Run"):
            self.visit.action_finish()

    def test_unexamined_technician_is_not_sent(self):
        self.li.examined = False
        with self.assertRaisesRegex(ProofMissing, "李强"):
            self.make_visit(self.order)
        self.zhao.examined = False
        with self.assertRaisesRegex(ProofMissing, "赵刚"):
            self.visit.with_user(self.dispatcher).technician_id = self.zhao

    def test_each_technician_has_a_van_outside_the_warehouse(self):
        van, other = self.li.location_id, self.zhao.location_id
        self.assertNotEqual(van, other)
        self.assertEqual(van.usage, "internal")
        self.assertFalse(van.warehouse_id)
        self.assertEqual(van.location_id, self.company.aftersales_location_id)
