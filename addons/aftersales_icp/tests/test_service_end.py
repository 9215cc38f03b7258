from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.aftersales_icp.exceptions import IcpKept, IcpNotDraft

from .common import IcpCommon


class TestServiceEnd(IcpCommon):
    """A filing that was cancelled in time owes nothing (D11, I-54); one that only stopped
    running is still to be cancelled."""

    def open_codes(self, service):
        duties = self.env["aftersales.icp.obligation"].search(
            [("service_id", "=", service.id), ("state", "=", "open")]
        )
        return set(duties.rule_id.mapped("code"))

    def light(self, subject):
        subject.invalidate_recordset()
        return subject.light

    def test_cancelled_filing_stays_green(self):
        service = self.make_filed_service()
        subject = service.subject_id
        self.assertTrue(self.open_codes(service))
        service.action_cancel()
        self.assertFalse(self.open_codes(service))
        self.assertEqual(service.ended_on, service._today())
        with freeze_time(service._today() + timedelta(days=400)):
            self.assertEqual(self.light(subject), "green")
            self.assertFalse(subject._exposure_rows())

    def test_ended_but_not_cancelled_is_owed_and_late(self):
        service = self.make_filed_service()
        with freeze_time("2026-05-06 02:00:00"):
            service.ended_on = "2026-05-06"
            duty = self.duties(service, "D11")
            self.assertEqual((str(duty.due_on), duty.state), ("2026-05-06", "open"))
        with freeze_time("2026-05-08 02:00:00"):
            self.assertEqual(self.light(service.subject_id), "red")
            service.action_cancel()
            self.assertEqual(duty.state, "done")
            self.assertNotEqual(self.light(service.subject_id), "red")

    def test_through_an_order(self):
        service = self.make_filed_service()
        order = self.complete(
            self.make_order("cancel_service", service.subject_id, service)
        )
        order.action_submit()
        order.action_pass()
        order.action_sms_verified()
        order.action_done()
        self.assertEqual(service.state, "cancelled")
        self.assertFalse(self.open_codes(service))

    def test_with_the_organiser(self):
        service = self.make_filed_service()
        service.subject_id.recheck_on = service._today()
        service.subject_id.action_cancel()
        with freeze_time(service._today() + timedelta(days=400)):
            self.assertEqual(self.light(service.subject_id), "green")

    def test_page_of_an_ended_service_counts_no_more(self):
        service = self.make_filed_service(is_watched=True)
        for duty in self.duties(service):
            duty._prove(self.make_evidence())
        self.env["aftersales.icp.finding"].create(
            {
                "service_id": service.id,
                "code": "C01",
                "severity": "error",
                "confirmed_at": "2026-05-06 02:00:00",
            }
        )
        subject = service.subject_id
        self.assertEqual(self.light(subject), "red")
        self.assertTrue(any("第二十二条" in r["law"] for r in subject._exposure_rows()))
        service.action_cancel()
        self.assertEqual(self.light(subject), "green")
        self.assertFalse(subject._exposure_rows())

    def test_what_an_authority_ordered_is_still_owed(self):
        service = self.make_filed_service()
        service._schedule_duties({"incident_found": service._today()})
        before = self.open_codes(service)
        service.action_cancel()
        self.assertTrue(self.open_codes(service))
        self.assertLess(self.open_codes(service), before)

    def test_what_was_on_file_is_not_deleted(self):
        service = self.make_filed_service()
        officer = self.as_user(service, "compliance")
        with self.assertRaises(IcpKept):
            officer.unlink()
        officer.action_cancel()
        with self.assertRaises(IcpKept):
            officer.unlink()
        with self.assertRaises(IcpNotDraft):
            self.as_user(service.subject_id, "compliance").unlink()
        draft = self.make_service(service.subject_id, name="新站")
        self.as_user(draft, "compliance").unlink()
        self.assertFalse(draft.exists())
