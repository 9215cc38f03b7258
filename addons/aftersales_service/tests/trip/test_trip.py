from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from ...exceptions import ProofMissing
from ..common import AfterSalesCommon


class TestTrip(AfterSalesCommon):
    """D-08, D-09: length stated before leaving, word on the way, debriefing at the end."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))

    def test_a_trip_signed_for_by_the_general_manager_states_its_length(self):
        self.patch(
            self.env.registry["aftersales.order"],
            "_get_dispatch_chain",
            lambda order: ["general_manager"],
        )
        self.visit.invalidate_recordset()
        self.assertTrue(self.visit.is_trip)
        self.visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "trip length"):
            self.visit.action_leave()
        self.visit.trip_hours = 20
        self.visit.action_leave()

    def test_long_trips_owe_a_word_each_day(self):
        self.visit.trip_hours = 60
        self.visit.action_contact()
        self.visit.action_leave()
        self.assertFalse(self.visit.progress_due)
        later = fields.Datetime.now() + timedelta(hours=25)
        with freeze_time(later):
            self.visit.invalidate_recordset()
            self.assertTrue(self.visit.progress_due)
            self.visit.action_report_progress("设备已拆检，等配件")
            self.visit.invalidate_recordset()
            self.assertFalse(self.visit.progress_due)

    def test_the_return_is_reported(self):
        self.visit.trip_hours = 30
        self.go_to_work(self.visit)
        self.finish(self.visit)
        self.sign(self.visit)
        with self.assertRaisesRegex(ProofMissing, "reported at the return"):
            self.visit.action_close()
        self.visit.debriefing = "客户希望提供年度保养方案"
        self.visit.action_close()
        self.assertEqual(self.visit.state, "closed")

    def test_ordinary_visits_owe_nothing(self):
        self.assertFalse(self.visit.is_trip)
        self.assertFalse(self.visit.progress_due)
