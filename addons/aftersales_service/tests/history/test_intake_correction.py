from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused
from ..common import AfterSalesCommon


class TestCorrection(AfterSalesCommon):
    """资料不符: noted by the technician, corrected by the clerk the same day (S-12)."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(contact_phone="0531-1111111")
        self.visit = self.make_visit(self.order)

    def note(self, user=None, **vals):
        context = self.visit.action_report_wrong_data()["context"]
        return (
            self.env["aftersales.correction"]
            .with_user(user or self.technician)
            .with_context(**context)
            .create({"kind": "phone", "right_value": "0531-2222222"} | vals)
        )

    def test_note_becomes_the_clerks_task_of_today(self):
        correction = self.note()
        self.assertEqual(correction.wrong_value, "0531-1111111")
        task = self.order.activity_ids
        self.assertEqual(task.user_id, self.dispatcher)
        self.assertEqual(task.date_deadline, self.company._aftersales_today())
        self.assertIn("0531-2222222", task.note)

    def test_correcting_writes_the_file_and_ends_the_task(self):
        correction = self.note().with_user(self.dispatcher)
        correction.action_apply()
        self.assertEqual(self.customer.phone, "0531-2222222")
        self.assertEqual(self.order.contact_phone, "0531-2222222")
        self.assertEqual(
            (correction.state, correction.done_by_id), ("done", self.dispatcher)
        )
        self.assertFalse(self.order.activity_ids)
        with self.assertRaises(MoveRefused):
            correction.action_apply()

    def test_dropped_note_changes_nothing(self):
        self.note().with_user(self.dispatcher).action_drop()
        self.assertEqual(self.customer.phone, "0531-88881234")
        self.assertFalse(self.order.activity_ids)

    def test_open_note_keeps_the_job_open(self):
        correction = self.note()
        texts = [blocker.document for blocker in self.order._get_blockers()]
        self.assertIn(correction.with_user(self.dispatcher), texts)

    def test_technician_neither_corrects_nor_notes_on_others_jobs(self):
        correction = self.note()
        with self.assertRaises(GroupRefused):
            correction.action_apply()
        with self.assertRaises(AccessError):
            self.note(self.colleague)

    def test_found_fault_is_kept_beside_the_reported_one(self):
        self.go_to_work(self.visit, consent="张")
        self.visit.found_fault = "其实是联轴器松动"
        self.finish(self.visit)
        self.assertEqual(self.order.fault, "异响")
        self.assertEqual(self.order.found_fault, "其实是联轴器松动")

    def test_without_another_fault_the_cause_is_what_was_found(self):
        self.go_to_work(self.visit, consent="张")
        self.finish(self.visit)
        self.assertEqual(self.order.found_fault, "轴承磨损")
