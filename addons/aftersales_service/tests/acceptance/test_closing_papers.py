from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import SIGNATURE
from ..fees.common import CashCommon

SCAN = SIGNATURE
NONE = {
    "closing_voucher": False,
    "closing_receipt": False,
    "closing_report": False,
    "closing_request": False,
    "closing_record": False,
}


class TestClosingPapers(CashCommon):
    """A job is closed when the papers exist that its policy asks for (V-17, D-50 … D-59)."""

    def free_job(self, refused=False, satisfaction="4", **switches):
        """A job that costs nothing, its visit confirmed and closed."""
        self.make_policy(**NONE | switches)
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)
        self.finish(self.visit)
        if refused:
            self.visit.write(
                {
                    "sign_method": "refused",
                    "sign_refusal": "负责人不在",
                    "witness": "门卫",
                }
            )
            self.visit.action_sign()
        else:
            self.sign(self.visit, satisfaction)
        self.visit.action_close()
        return self.order

    def upload(self, kind, order=None, **vals):
        papers = self.env["aftersales.closing.paper"].with_user(self.dispatcher)
        order = order or self.order
        return papers.create({"order_id": order.id, "kind": kind, "scan": SCAN} | vals)

    def test_signature_on_the_phone_is_every_customer_signed_paper(self):
        order = self.free_job(
            closing_voucher=True,
            closing_receipt=True,
            closing_report=True,
            closing_request=True,
        )
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_refusal_with_witness_stands_for_the_voucher_alone(self):
        order = self.free_job(refused=True, closing_voucher=True, closing_report=True)
        with self.assertRaisesRegex(
            MoveRefused, "Service Report.*missing.*李强"
        ) as told:
            order.action_close()
        self.assertNotIn("Voucher", str(told.exception))

    def test_uploaded_scan_counts(self):
        order = self.free_job(refused=True, closing_receipt=True, closing_request=True)
        self.assertEqual(order._get_missing_papers(), ["receipt", "request"])
        self.upload("receipt", number="0001234")
        self.assertEqual(order._get_missing_papers(), ["request"])
        self.upload("request")
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_the_agent_sends_the_receipt_that_his_customer_signed(self):
        order = self.free_job(refused=True, invoicing_party="agent")
        self.assertEqual(order._get_missing_papers(), ["receipt"])
        with self.assertRaisesRegex(MoveRefused, "Repair Service Receipt.*missing"):
            order.action_close()
        self.upload("receipt", number="A-77")
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_where_others_invoice_no_receipt_is_waited_for(self):
        order = self.free_job(refused=True, invoicing_party="accountant")
        self.assertEqual(order._get_missing_papers(), [])

    def test_record_form_wants_the_consent_before_departure(self):
        order = self.free_job(closing_record=True)
        self.assertEqual(order._get_missing_papers(), ["record"])

    def test_separate_satisfaction_form(self):
        order = self.free_job(survey_form=True)
        self.assertEqual(order._get_missing_papers(), ["survey"])
        self.upload("survey")
        self.assertEqual(order._get_missing_papers(), [])

    def test_satisfaction_inside_the_signed_report_is_the_form(self):
        order = self.free_job(survey_form=True, closing_report=True)
        self.assertEqual(order._get_missing_papers(), [])
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_who_does_not_sign_has_not_filled_in_the_form(self):
        order = self.free_job(refused=True, survey_form=True, closing_report=True)
        self.assertEqual(order._get_missing_papers(), ["report", "survey"])

    def test_blocker_opens_the_visit_and_names_who_supplies_it(self):
        order = self.free_job(refused=True, closing_report=True)
        [blocker] = order._get_close_blockers()
        self.assertEqual((blocker.document, blocker.who), (self.visit, "李强"))

    def test_nobody_went_so_no_paper_is_asked_for(self):
        self.make_policy(**NONE | {"closing_report": True, "closing_voucher": True})
        order = self.make_order()
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_papers_of_a_closed_job_stay(self):
        order = self.free_job()
        paper = self.upload("report")
        order.action_close()
        for change in (
            lambda: paper.write({"note": "x"}),
            lambda: paper.unlink(),
            lambda: self.upload("voucher"),
        ):
            with self.assertRaises(ProtectedRefused):
                change()

    def test_paper_signed_before_the_work_is_refused(self):
        self.make_policy(no_pre_signature=True)
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        with self.assertRaisesRegex(ProofMissing, "nobody signs in advance"):
            self.upload("voucher")

    def test_signature_before_the_end_of_the_work(self):
        for forbidden in (True, False):
            self.make_policy(no_pre_signature=forbidden, valid_from="2020-01-01")
            self.env["aftersales.sla.policy"].search([])[:-1].active = False
            order = self.make_order(service_type="c")
            visit = self.make_visit(order)
            self.go_to_work(visit)
            if forbidden:
                with self.assertRaisesRegex(ProofMissing, "李强 finishes"):
                    visit.signature = SIGNATURE
            else:
                visit.signature = SIGNATURE
                with self.assertRaises(ProofMissing):
                    visit.action_sign()

    def test_technician_uploads_for_his_own_jobs_only(self):
        self.free_job(refused=True, closing_report=True)
        papers = self.env["aftersales.closing.paper"]
        vals = {"order_id": self.order.id, "kind": "report", "scan": SCAN}
        with self.assertRaises(AccessError):
            papers.with_user(self.colleague).create(vals)
        made = papers.with_user(self.technician).create(vals)
        with self.assertRaises(AccessError):
            made.unlink()
        self.assertFalse(
            papers.with_user(self.colleague).search([("id", "=", made.id)])
        )
