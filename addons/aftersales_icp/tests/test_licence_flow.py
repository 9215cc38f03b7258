from datetime import date

from freezegun import freeze_time

from odoo.addons.aftersales_icp.exceptions import (
    IcpEvidenceMissing,
    IcpOrderIncomplete,
)
from odoo.addons.document_flow.exceptions import ProtectedRefused

from .common import IcpCommon


class TestLicenceFlow(IcpCommon):
    """Licence orders write the register when they are finished (I-83), and a refusal has
    reasons and ends the wait for the decision (I-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.make_filed("粤B2-20090059", kind="licence")
        cls.licence = cls.env["aftersales.icp.licence"].create(
            {"partner_id": cls.partner.id, "subject_id": cls.subject.id}
        )

    def granted(self):
        self.licence.number_raw = "粤B2-20090059"
        with freeze_time("2026-05-06 02:00:00"):
            self.licence.action_grant()
        return self.licence

    def order(self, kind, licence=True):
        vals = {"licence_id": self.licence.id} if licence else {}
        return self.complete(self.make_order(kind, self.subject, **vals))

    def finish(self, order):
        order.action_submit()
        order.action_pass()
        order.action_done()

    def open(self, code):
        return self.duties(self.licence, code).filtered(lambda d: d.state == "open")

    def test_application_is_applied_for_and_granted(self):
        order = self.order("licence_apply")
        with freeze_time("2026-05-06 02:00:00"):
            order.action_submit()
        self.assertEqual(self.licence.state, "applied")
        self.assertEqual(self.open("D13").due_on, date(2026, 7, 5))
        self.licence.number_raw = "粤B2-20090059"
        order.action_pass()
        order.action_done()
        self.assertEqual(self.licence.state, "granted")
        self.assertFalse(self.open("D13"))

    def test_application_is_refused_with_the_words_of_the_order(self):
        order = self.order("licence_apply")
        order.action_submit()
        order.action_pass()
        with self.assertRaises(IcpEvidenceMissing):
            order.action_reject()
        order.reject_text = "注册资本不足"
        order.action_reject()
        self.assertEqual(self.licence.state, "refused")
        self.assertEqual(self.licence.refusal, "注册资本不足")
        self.assertFalse(self.open("D13"))

    def test_refusal_by_hand_needs_its_reasons(self):
        self.licence.action_apply()
        for reasons in (False, "  "):
            self.licence.refusal = reasons
            with self.assertRaises(IcpEvidenceMissing):
                self.licence.action_refuse()
            self.assertEqual(self.licence.state, "applied")
        with self.assertRaises(ProtectedRefused):
            self.licence.write({"state": "refused"})
        self.licence.refusal = "人员不足"
        self.licence.action_refuse()
        self.assertEqual(self.duties(self.licence, "D13").state, "done")
        with self.assertRaises(IcpEvidenceMissing):
            self.licence.refusal = False

    def test_another_application_counts_from_its_own_day(self):
        with freeze_time("2026-01-05 02:00:00"):
            self.licence.action_apply()
            self.licence.refusal = "材料不全"
            self.licence.action_refuse()
            self.licence.action_prepare()
        with freeze_time("2026-05-06 02:00:00"):
            self.licence.action_apply()
        self.assertEqual(self.open("D13").due_on, date(2026, 7, 5))

    def test_withdrawn_application_is_not_waited_for(self):
        self.licence.action_apply()
        self.licence.action_prepare()
        self.assertFalse(self.open("D13"))

    def test_renewal_is_in_time_and_moves_the_end(self):
        self.granted()
        self.assertEqual(self.licence.valid_to, date(2031, 5, 6))
        order = self.order("licence_renew")
        with freeze_time("2031-01-15 02:00:00"):
            order.action_submit()
            self.assertFalse(self.open("D15"))
            self.assertTrue(self.open("D14"))
            order.action_pass()
            order.action_done()
        self.assertEqual(self.licence.valid_to, date(2036, 5, 6))
        self.assertEqual(self.open("D14").due_on, date(2036, 5, 6))
        self.assertEqual(self.open("D15").due_on, date(2036, 2, 6))

    def test_end_that_was_entered_stands(self):
        self.granted()
        with freeze_time("2031-01-15 02:00:00"):
            self.licence.valid_to = "2035-12-31"
            self.finish(self.order("licence_renew"))
        self.assertEqual(self.licence.valid_to, date(2035, 12, 31))
        self.assertEqual(self.open("D14").due_on, date(2035, 12, 31))

    def test_change_ends_its_duty(self):
        self.granted().registry_changed_on = "2026-06-01"
        self.assertTrue(self.open("D17"))
        self.finish(self.order("licence_change"))
        self.assertFalse(self.open("D17"))

    def test_annual_order_reports_the_year(self):
        self.granted()
        with freeze_time("2027-02-10 02:00:00"):
            report = self.licence._open_annual(2026)
            self.finish(self.order("licence_annual"))
        self.assertEqual((report.state, report.year), ("done", 2026))
        self.assertEqual(str(report.reported_on), "2027-02-10")

    def test_annual_order_opens_the_report_that_nobody_opened(self):
        self.granted()
        with freeze_time("2027-04-10 02:00:00"):
            self.finish(self.order("licence_annual"))
        self.assertEqual(self.licence.annual_ids.mapped("state"), ["makeup"])

    def test_licence_order_names_its_licence(self):
        order = self.order("licence_renew", licence=False)
        with self.assertRaises(IcpOrderIncomplete):
            order.action_submit()

    def test_ended_licence_owes_nothing(self):
        self.granted().registry_changed_on = "2026-06-01"
        self.licence.action_cancel()
        duties = self.duties(self.licence)
        self.assertNotIn("open", duties.mapped("state"))
        self.assertNotEqual(self.subject.light, "red")
