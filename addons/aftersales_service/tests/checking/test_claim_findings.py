import base64
from random import Random

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from ...models.checking.finding import CODES
from ..fees.common import CashCommon
from . import claim_pictures as drawn


class FindingCase(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_check_claims = True
        cls.findings = cls.env["aftersales.fee.finding"]
        cls.other_customer = cls.env["res.partner"].create({"name": "鲁中水务"})

    def attach(self, visit, data):
        visit.photo_after_ids = [
            Command.create({"name": "photo.jpg", "raw": data, "mimetype": "image/jpeg"})
        ]

    def do_job(self, photo=None, serial=None, hours=1.0, **vals):
        """A signed visit of a device of its own; its day is today."""
        serial = serial or f"YJ{self.env['aftersales.device'].search_count([])}"
        owner = vals.get("partner_id", self.customer.id)
        device = self.make_device(serial, partner_id=owner)
        self.order = self.make_order(device, service_type="a", **vals)
        return self.do_visit(photo, hours)

    def do_visit(self, photo=None, hours=1.0):
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit)
        self.issue(self.requisition)
        self.go_to_work(self.visit, consent="王经理")
        self.visit.labour_hours = hours
        if photo:
            self.attach(self.visit, photo)
        self.finish_job()
        return self.visit

    def sign(self, visit, satisfaction="4"):
        """Everybody signs in his own hand (overrides the builder)."""
        random = Random(visit.id)
        ink = drawn.signature(random, drawn.strokes(random))
        visit.write(
            {
                "signature": base64.b64encode(ink),
                "signed_by": "张主任",
                "satisfaction": satisfaction,
            }
        )
        visit.action_sign()

    def check(self):
        self.env["aftersales.visit"]._cron_check_claims()

    def found(self, visit=None):
        return (visit or self.visit).sudo().finding_ids

    def answer(self, finding, user, answer="explained", reason="同一台设备的手册图片"):
        finding.with_user(user).action_answer(answer, reason)


@freeze_time("2026-09-07 02:00:00")
class TestFindings(FindingCase):
    def test_a_picture_of_another_job(self):
        """The copy was trimmed and sent on; its fees wait until finance has answered."""
        random = Random(5)
        photo = drawn.photo(random)
        first = self.do_job(photo)
        self.check()
        self.assertFalse(self.found())
        with freeze_time("2026-09-09 02:00:00"):
            self.do_job(
                drawn.disguise(random, photo), partner_id=self.other_customer.id
            )
            self.check()
            finding = self.found()
            self.assertEqual(finding.mapped("code"), ["picture"])
            self.assertEqual(finding.other_ids, first.order_id)
            self.assertIn(first.order_id.name, finding.text)
            self.assertEqual(finding.fee_ids, self.visit.sudo().fee_ids)
            with self.assertRaises(ProofMissing) as refusal:
                self.invoice()
            self.assertIn("A picture of this visit", str(refusal.exception))
            self.answer(finding, self.accountant)
            self.assertFalse(finding.fee_ids)
            self.assertEqual(self.invoice().state, "posted")
        self.assertFalse(self.found(first), "the earlier job was honest")

    def test_what_is_invoiced_sooner_is_checked_at_once(self):
        photo = drawn.photo(Random(6))
        self.do_job(photo)
        self.invoice()
        self.do_job(photo, partner_id=self.other_customer.id)
        with self.assertRaisesRegex(ProofMissing, self.order.name):
            self.invoice()

    def test_clean_jobs_are_paid(self):
        for seed in (7, 8):
            self.do_job(drawn.photo(Random(seed)))
            self.assertTrue(self.invoice())
            self.assertFalse(self.found())
            self.assertTrue(self.visit.claims_checked_at)

    def test_a_company_that_does_not_check(self):
        self.company.aftersales_check_claims = False
        photo = drawn.photo(Random(9))
        for partner in (self.customer, self.other_customer):
            self.do_job(photo, partner_id=partner.id)
            self.check()
            self.invoice()
        self.assertFalse(self.found())
        self.assertFalse(self.visit.claims_checked_at)
        self.assertFalse(self.visit.sudo().fingerprint_ids)

    def test_hours_stop_the_labour_and_nothing_else(self):
        self.do_job(hours=9)
        self.check()
        self.assertEqual(self.found().mapped("code"), ["hours"])
        self.assertEqual(set(self.found().fee_ids.mapped("kind")), {"labour"})
        fees = self.visit.sudo().fee_ids.grouped("kind")
        fees["part"].share_ids._check_may_charge()
        with self.assertRaises(ProofMissing):
            fees["labour"].share_ids._check_may_charge()

    def test_a_finding_is_the_reason_why_a_share_is_not_settled(self):
        """One sentence on the invoice, on *Money to Settle* and on the claim itself."""
        self.do_job(hours=9)
        self.check()
        finding = self.found()
        fees = self.visit.sudo().fee_ids.grouped("kind")
        shares = {kind: fees[kind].share_ids for kind in ("labour", "part")}
        supplier = self.env["res.partner"].create({"name": "洛阳轴承"})
        for share in shares.values():
            share.write({"payer": "supplier", "partner_id": supplier.id})
        term = self.env["aftersales.settlement.term"].create(
            {
                "policy_id": self.env["aftersales.settlement.policy"]
                .create({"name": "追偿协议", "payer": "supplier"})
                .id,
                "valid_from": "2020-01-01",
                "rhythm": "at_once",
                "line_ids": [
                    Command.create({"kind": kind, "becomes": "service"})
                    for kind in shares
                ],
            }
        )
        term.with_user(self.director).action_approve()
        mine = {k: s.with_user(self.accountant) for k, s in shares.items()}
        self.assertIn(finding.text, mine["labour"].settlement_obstacle)
        self.assertFalse(mine["part"].settlement_obstacle)
        with self.assertRaisesRegex(UserError, self.order.name):
            mine["labour"].action_gather()
        mine["part"].action_gather()
        self.answer(finding, self.accountant)
        self.env.invalidate_all()
        self.assertFalse(mine["labour"].settlement_obstacle)
        mine["labour"].action_gather()
        draft = shares["labour"].settlement_line_ids.settlement_id
        self.assertEqual(draft.line_ids.share_id, shares["labour"] | shares["part"])
        finding._in_flow().state = "open"
        with self.assertRaisesRegex(ProofMissing, self.order.name):
            draft.with_user(self.accountant).action_send()

    def test_gathering_checks_what_is_unchecked(self):
        """A claim is not gathered before its visit was compared (as an invoice)."""
        self.do_job(hours=9)
        share = self.visit.sudo().fee_ids.grouped("kind")["labour"].share_ids
        self.assertFalse(self.found())
        share.write({"payer": "supplier", "partner_id": self.other_customer.id})
        share._gather()
        self.assertEqual(self.found().mapped("code"), ["hours"])
        self.assertEqual(share._get_charge_obstacles().keys(), {share})

    def test_numbers_that_appear_again(self):
        """A serial spelled otherwise, an invoice of another customer."""
        self.do_job(serial="SN-0731 A").device_id.sudo().invoice_number = "0310 22"
        self.check()
        self.do_job(serial="sn0731-a", partner_id=self.other_customer.id)
        self.visit.device_id.sudo().invoice_number = "031022"
        self.check()
        codes = set(self.found().mapped("code"))
        self.assertLessEqual({"serial", "invoice"}, codes)

    def test_the_same_repair_again(self):
        self.part.list_price = 300
        first = self.do_job()
        self.check()
        with freeze_time("2026-09-20 02:00:00"):
            self.order = self.make_order(first.device_id, service_type="a")
            self.do_visit()
            self.check()
        self.assertEqual(self.found().mapped("code"), ["again"])
        self.assertIn("13 days", self.found().text)

    def test_nothing_is_found_twice(self):
        photo = drawn.photo(Random(10))
        self.do_job(photo)
        self.do_job(photo, partner_id=self.other_customer.id)
        self.check()
        self.assertEqual(len(self.findings.search([])), 1)
        self.check()
        self.visit.sudo()._in_flow().claims_checked_at = False
        self.check()
        self.assertEqual(len(self.findings.search([])), 1)

    def test_queries_do_not_grow_with_the_visits(self):
        """Beside visits that were checked, six cost as many queries as two; rows that are
        written may take a few more."""
        counts = []
        for seeds in (range(20, 22), range(22, 24), range(24, 30)):
            for seed in seeds:
                self.do_job(drawn.photo(Random(seed)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 12, counts)

    def test_each_finding_has_a_sentence(self):
        self.do_job()
        numbers = dict.fromkeys(
            (
                [
                    "days",
                    "driven",
                    "way",
                    "km",
                    "minutes",
                    "hours",
                    "there",
                    "quantity",
                    "usual",
                    "most",
                ]
            ),
            3,
        )
        for code, _label in CODES:
            finding = self.findings.new(
                {"code": code, "numbers": numbers, "visit_id": self.visit.id}
            )
            self.assertTrue(finding.text, code)


class TestAnswers(FindingCase):
    def setUp(self):
        super().setUp()
        photo = drawn.photo(Random(11))
        self.do_job(photo)
        self.do_job(photo, partner_id=self.other_customer.id)
        self.check()
        self.finding = self.found()
        self.finding.ensure_one()

    def refuse(self, door, *args):
        """Whether by rights or by the guard: the door is shut."""
        with self.assertRaises(UserError) as refusal:
            door(*args)
        self.assertIsInstance(
            refusal.exception, (AccessError, GroupRefused, ProtectedRefused)
        )

    def test_who_answers(self):
        for user in (self.technician, self.keeper, self.colleague):
            self.refuse(self.answer, self.finding, user)
        for user in (self.dispatcher, self.inspector):
            with self.assertRaises(GroupRefused):
                self.answer(self.finding, user)
        role = self.env.ref("aftersales_service.role_service_director")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.dispatcher.id}
        )
        self.answer(self.finding, self.dispatcher)
        self.assertEqual(self.finding.answered_by_id, self.dispatcher)

    def test_nobody_answers_for_his_own_visit(self):
        finance = self.env.ref("aftersales_service.aftersales_service_group_finance")
        self.technician.group_ids += finance
        with self.assertRaises(GroupRefused):
            self.answer(self.finding, self.technician)

    def test_a_reason_is_needed(self):
        for reason in ("", "  ", False):
            with self.assertRaises(ProofMissing):
                self.answer(self.finding, self.accountant, reason=reason)

    def test_what_is_upheld_stays_unpaid(self):
        self.answer(self.finding, self.accountant, "upheld", "照片是别家的")
        with self.assertRaises(ProofMissing):
            self.invoice()
        self.answer(self.finding, self.accountant, "explained", "查明为同一台")
        self.assertTrue(self.invoice())
        with self.assertRaises(MoveRefused):
            self.answer(self.finding, self.accountant, "upheld", "又不是")

    def test_the_window(self):
        mine = self.finding.with_user(self.accountant)
        action = mine.action_ask_upheld()
        window = (
            self.env["aftersales.fee.finding.answer"]
            .with_user(self.accountant)
            .with_context(**action["context"])
            .create({"reason": "照片是别家的"})
        )
        window.action_answer()
        self.assertEqual((mine.state, mine.reason), ("upheld", "照片是别家的"))

    def test_what_was_found_stands(self):
        for user in (self.accountant, self.dispatcher, self.director):
            mine = self.finding.with_user(user)
            for vals in ({"state": "explained"}, {"severity": "1"}, {"reason": "无"}):
                self.refuse(mine.write, vals)
            self.refuse(mine.unlink)
            row = {"visit_id": self.visit.id, "code": "hours", "severity": "1"}
            self.refuse(mine.create, row)
        row = {"visit_id": self.visit.id, "kind": "photo"}
        self.refuse(self.visit.sudo().fingerprint_ids.create, row | {"digest": "x"})
        self.refuse(self.env["aftersales.claim.key"].create, row | {"key": "x"})

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "finance", "finance_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.assertFalse(self.findings.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.answer(self.finding, stranger)

    def test_finance_need_not_wait_for_the_job(self):
        photo = drawn.photo(Random(12))
        self.do_job(photo)
        self.do_job(photo, partner_id=self.other_customer.id)
        with self.assertRaises(GroupRefused):
            self.findings.with_user(self.dispatcher).action_check_claims()
        self.findings.with_user(self.accountant).action_check_claims()
        self.assertEqual(self.found().code, "picture")
