from datetime import date

from freezegun import freeze_time

from ...exceptions import ProofMissing
from .common import TravelCommon


class TestTravelDoubts(TravelCommon):
    """F-50: true, legal, valid, and of the place of the job."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-02 01:00:00"):
            self.make_job()

    def claim(self, **vals):
        with freeze_time("2026-03-02 10:00:00"):
            line = self.spend(**{"amount": 100} | vals)
            line.claim_id.with_user(self.technician).action_submit()
        return line

    def test_a_ticket_to_another_place_is_not_paid_back(self):
        with self.assertRaisesRegex(ProofMissing, "another place"):
            self.claim(place="济南—上海")
        line = self.env["aftersales.travel.line"].search([])
        line.note = "经上海取件"
        line.claim_id.with_user(self.technician).action_submit()
        self.assertEqual(line.accepted_amount, 0)
        line.with_user(self.dispatcher).write(
            {"accepted_amount": 100, "cut_reason": "取件属实"}
        )
        self.approve(line.claim_id)
        self.assertEqual(self.owed(), 100)

    def test_either_end_of_a_ticket(self):
        self.assertEqual(self.claim(place="青岛—济南").accepted_amount, 100)

    def test_no_place_is_another_place(self):
        with self.assertRaises(ProofMissing):
            self.claim(place="")

    def test_nobody_knows_where_the_job_is(self):
        self.customer.city = False
        self.assertEqual(self.claim(place="上海").accepted_amount, 100)

    def test_a_day_that_is_not_of_the_trip(self):
        with self.assertRaisesRegex(ProofMissing, "day"):
            self.claim(day=date(2026, 2, 20))
        line = self.env["aftersales.travel.line"].search([])
        line.date = date(2026, 3, 1)  # the ticket was bought the day before
        line.claim_id.with_user(self.technician).action_submit()
        self.assertEqual(line.accepted_amount, 100)

    def test_a_day_to_come(self):
        with self.assertRaisesRegex(ProofMissing, "not come yet"):
            self.claim(day=date(2026, 3, 3))

    def test_above_the_rule_the_rule_is_paid(self):
        line = self.claim(kind="hotel", amount=300, place="青岛")
        self.assertEqual((line.doubts, line.accepted_amount), ("Above the rule.", 260))

    def test_nights_that_were_not_spent(self):
        line = self.claim(kind="hotel", amount=520, quantity=2, place="青岛")
        self.assertEqual(line.accepted_amount, 260)

    def test_the_allowance_follows_its_rule(self):
        line = self.claim(kind="allowance", amount=999)
        self.assertEqual((line.amount, line.accepted_amount), (80, 80))

    def test_the_most_particular_rule(self):
        self.rule.create(
            [
                {"kind": "allowance", "amount": 100, "grade": "senior", "valid_from": "2026-01-01"},
                {"kind": "allowance", "amount": 120, "grade": "senior", "valid_from": "2026-04-01"},
                {"kind": "allowance", "amount": 150, "grade": "special", "valid_from": "2026-01-01"},
            ]
        )  # fmt: skip
        self.assertEqual(self.claim(kind="allowance").amount, 100)

    def test_a_typed_allowance_is_cut(self):
        with freeze_time("2026-03-02 10:00:00"):
            line = self.spend("allowance")
            line.amount = 800
            line.claim_id.with_user(self.technician).action_submit()
        self.assertEqual(line.accepted_amount, 80)

    def test_no_rule_no_allowance(self):
        self.rule.unlink()
        with self.assertRaisesRegex(ProofMissing, "amount is missing"):
            self.claim(kind="allowance")

    def test_a_day_is_paid_once(self):
        """Two visits on one day earn one allowance."""
        first = self.claim(kind="allowance")
        with freeze_time("2026-03-02 02:00:00"):
            self.visit = self.make_visit(self.make_order(service_type="a"))
        second = self.claim(kind="allowance")
        self.assertEqual((first.accepted_amount, second.accepted_amount), (80, 0))
        self.assertIn("already", second.doubts)

    def test_days_that_were_not_away(self):
        self.assertEqual(self.claim(kind="allowance", quantity=3).accepted_amount, 80)

    def test_somebody_who_did_not_go(self):
        line = self.claim()
        claim = self.env["aftersales.travel.claim"].with_user(self.dispatcher)
        other = claim.create({"technician_id": self.zhao.id})
        other.line_ids = [
            (0, 0, {"visit_id": self.visit.id, "kind": "toll", "amount": 9,
                    "place": "青岛", "date": line.date, "receipt": self.picture()})
        ]  # fmt: skip
        with self.assertRaisesRegex(ProofMissing, "did not make this visit"):
            other.action_submit()

    def test_a_false_receipt_is_a_finding(self):
        """K-31: nothing is paid back, and finance or the director answers it."""
        line = self.claim(number="F-1").with_user(self.dispatcher)
        with self.assertRaises(ProofMissing):
            line.action_report_false()
        line.cut_reason = "税局查无此票"
        line.action_report_false()
        line.action_report_false()
        finding = self.visit.sudo().finding_ids
        self.assertEqual((finding.code, finding.state), ("receipt", "open"))
        self.assertIn("100", finding.with_context(lang="en_US").text)
        self.assertFalse(finding.fee_ids)
        self.assertEqual((line.accepted_amount, line.proposed_amount), (0, 0))
        finding.with_user(self.accountant).action_answer("upheld", "记过")
        self.approve(line.claim_id)
        self.assertEqual(self.owed(), 0)
