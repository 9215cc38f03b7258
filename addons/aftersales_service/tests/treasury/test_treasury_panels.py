"""Panels whose rows come from other rooms, each by the documents that people make."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...exceptions import GroupRefused
from ..chargeback.common import ChargebackCommon
from ..dealer.common import DealerCommon
from .test_treasury import TreasuryCommon


class TestClaims(TreasuryCommon, ChargebackCommon):
    """What we claim, and what is claimed from us, by answer and age."""

    def test_claims_by_answer_and_age(self):
        self.make_term(lines={"labour": {}})
        first = self.make_sent(self.make_share(100), self.make_share(40))
        self.assertEqual(self.cells("claim"), {("waiting", "now"): 140})
        self.answer(first.line_ids[0])
        self.answer(first.line_ids[1], 10)
        accepted, partly = (line.net for line in first.line_ids)
        self.assertEqual(
            self.cells("claim"),
            {("accepted", "now"): accepted, ("partly", "now"): partly},
        )
        self.gather(self.make_share(7))
        self.assertEqual(self.cells("claim")["draft", "now"], 7)
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.assertEqual(self.cells("claim")["accepted", "month"], accepted)
            self.check_lists()

    def test_a_booked_claim_is_what_its_documents_leave_open(self):
        self.make_term()
        settlement = self.make_settled(self.make_share(100))
        self.assertEqual(self.cells("claim"), {("booked", "now"): 100})
        settlement.sudo().move_ids._reverse_moves(cancel=True)
        self.assertEqual(self.panel("claim")["total"], 0)

    def test_lists_of_a_maker_by_our_answer(self):
        self.agree()
        record = self.make_list(100, 50, 30)
        self.assertEqual(self.cells("chargeback"), {("waiting", "now"): 180})
        self.propose(record, 100, 20, 0)
        self.approve(self.decide(record))
        answers = {"accepted": 100, "partly": 50, "rejected": 30}
        self.assertEqual(
            self.cells("chargeback"),
            {(answer, "now"): net for answer, net in answers.items()},
        )
        self.check_lists()
        item = self.env["aftersales.treasury.item"].search(
            self.panel("chargeback")["domain"], limit=1
        )
        action = item.with_user(self.accountant).action_open()
        self.assertEqual(action["res_id"], record.id)
        self.settle(record)
        self.assertEqual(self.cells("chargeback"), {})


@tagged("post_install", "-at_install")
class TestDealers(TreasuryCommon, DealerCommon):
    def test_claims_of_dealers_until_they_are_billed(self):
        self.login("as_dealer")
        self.claim()
        claim = self.claims()[:1]
        part, labour = claim.line_ids
        self.assertEqual(self.cells("dealer"), {("waiting", "now"): 150})
        part.with_user(self.accountant).action_accept()
        labour = labour.with_user(self.accountant)
        labour.write({"answer_net": 50, "answer_reason": "工时偏高"})
        labour.action_reply()
        self.assertEqual(
            self.cells("dealer"), {("accepted", "now"): 60, ("partly", "now"): 50}
        )
        self.check_lists()
        item = self.env["aftersales.treasury.item"].search(
            self.panel("dealer")["domain"], limit=1
        )
        self.assertEqual(item.action_open()["res_id"], claim.id)


class TestRedByDocuments(TreasuryCommon):
    """Red lines by what is wrong, and how many of them somebody explained."""

    def test_an_unquoted_job_is_red_until_somebody_says_why(self):
        self.make_job()
        self.finish_job()
        self.assertEqual(self.cells("red"), {})
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            told = self.cells("red")
            self.assertEqual(told, {("not_quoted", "open"): 176})
            self.check_lists()
            lines = self.env["aftersales.reconcile.line"].search(
                [("order_id", "=", self.order.id), ("state", "=", "red")]
            )
            reason = self.env.ref("aftersales_service.reconcile_reason_agreed")
            one = lines[:1].with_user(self.accountant)
            one.action_give_reason(reason.id, "王经理电话同意")
            told = self.cells("red")
            self.assertEqual(told["not_quoted", "reasoned"], one.fee_amount)
            self.assertAlmostEqual(sum(told.values()), 176)
            self.order.action_create_quotation()
            self.assertEqual(self.cells("red"), {})

    def test_what_is_owed_by_age(self):
        self.make_job()
        self.finish_job()
        for days, age in ((0, "now"), (5, "week"), (20, "month"), (80, "quarter"), (200, "older")):  # fmt: skip
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                self.assertEqual(self.cells("owed"), {("to_invoice", age): 176})
                self.check_lists()

    def test_a_draft_fapiao_covers_nothing(self):
        self.company.account_fiscal_country_id = self.env.ref("base.cn")
        self.company.vat = "91370100000000000X"
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        fapiao = self.env["aftersales.fapiao"].with_user(self.accountant)
        fapiao = fapiao.create(
            {
                "number": f"{invoice.invoice_date:%y}372000000000000055",
                "date": invoice.invoice_date,
                "partner_id": self.customer.id,
                "currency_id": self.company.currency_id.id,
                "net": 176,
                "link_ids": [(0, 0, {"move_id": invoice.id})],
            }
        )
        self.assertEqual(self.panel("fapiao")["total"], 176)
        fapiao.action_register()
        self.assertEqual(self.panel("fapiao")["total"], 0)


class TestStrangers(TreasuryCommon):
    def test_who_has_no_role_and_who_works_elsewhere(self):
        self.make_job()
        self.collect(100)
        self.finish_job()
        board = self.env["aftersales.treasury"]
        items = self.env["aftersales.treasury.item"]
        for login, groups in (
            ("treasury_nobody", "base.group_user"),
            ("treasury_portal", "base.group_portal"),
            ("treasury_books", "base.group_user,account.group_account_user"),
        ):
            user = new_test_user(self.env, login, groups)
            with self.assertRaises((GroupRefused, AccessError), msg=login):
                board.with_user(user).get_treasury()
            with self.assertRaises(AccessError, msg=login):
                items.with_user(user).search_count([])
        other = self.env["res.company"].create({"name": "乙公司"})
        for role in ("finance", "manager", "auditor"):
            stranger = self.make_user(
                role, f"b_{role}", company_id=other.id, company_ids=[(6, 0, other.ids)]
            )
            told = board.with_user(stranger).with_company(other).get_treasury()
            self.assertFalse(any(panel["count"] for panel in told["panels"]), role)
            self.assertFalse(items.with_user(stranger).search([]), role)
            mine = items.search([("company_id", "=", self.company.id)], limit=1)
            with self.assertRaises(AccessError, msg=role):
                mine.with_user(stranger).action_open()
