from odoo import fields
from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from ..common import SIGNATURE
from ..fees.common import CashCommon


class TestCollect(CashCommon):
    """The technician takes money at the customer's, within what the policy allows (V-12)."""

    def test_receipt_says_who_took_what_from_whom(self):
        self.make_job()
        row = self.collect(100, "cash", number=" 0003172 ")
        self.assertRecordValues(
            row,
            [
                {
                    "name": "0003172",
                    "state": "held",
                    "amount": 100,
                    "technician_id": self.li.id,
                    "partner_id": self.customer.id,
                    "order_id": self.order.id,
                }
            ],
        )

    def test_empty_number_draws_the_next_free_one(self):
        self.make_job()
        first = self.collect(10)
        prefix, count = first.name.split("-")
        taken = f"{prefix}-{int(count) + 1:05}"
        self.collect(10, number=taken)
        self.assertEqual(self.collect(10).name, f"{prefix}-{int(count) + 2:05}")

    def test_a_number_is_used_once_in_a_company(self):
        self.make_job()
        self.collect(10, number="0003172")
        with self.assertRaisesRegex(MoveRefused, f"0003172.*{self.visit.name}"):
            self.collect(10, number="0003172")

    def test_nobody_takes_more_than_is_owed(self):
        self.make_job()
        with self.assertRaisesRegex(MoveRefused, "176.*not.*200"):
            self.collect(200)
        self.collect(100)
        with self.assertRaisesRegex(MoveRefused, "owes.*76"):
            self.collect(100)

    def test_what_an_invoice_was_paid_with_is_not_owed(self):
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        self.env["account.payment.register"].with_user(self.accountant).with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        with self.assertRaisesRegex(MoveRefused, "owes"):
            self.collect(1)

    def test_amount_without_sense_is_refused(self):
        self.make_job()
        for amount in ("", "abc", 0, -5, float("nan"), float("inf")):
            with self.assertRaises(ProofMissing, msg=str(amount)):
                self.collect(amount)

    def test_unknown_means_is_refused(self):
        self.make_job()
        with self.assertRaises(ProofMissing):
            self.collect(10, "barter")

    def test_nothing_is_taken_before_the_arrival(self):
        self.visit = self.make_visit(self.make_order(service_type="a"))
        with self.assertRaises(MoveRefused):
            self.collect(10)

    def test_two_presses_of_one_page_are_one_receipt(self):
        self.make_job()
        self.assertEqual(self.collect(50, key="k1"), self.collect(50, key="k1"))
        self.assertEqual(len(self.visit.collection_ids), 1)

    def test_desk_window_proposes_what_is_owed_and_counts_once(self):
        self.make_job()
        self.collect(76)
        window = (
            self.env["aftersales.visit.collect"]
            .with_user(self.technician)
            .create({"visit_id": self.visit.id})
        )
        self.assertEqual(window.amount, 100)
        window.action_collect()
        window.action_collect()
        self.assertEqual(sum(self.visit.collection_ids.mapped("amount")), 176)

    # --- policy

    def test_forbidden_leaves_only_later(self):
        self.make_policy(field_cash="forbidden")
        self.make_job()
        with self.assertRaisesRegex(MoveRefused, "forbids.*Pays Later"):
            self.collect(176, "wechat")
        row = self.collect(176, "later")
        self.assertEqual((row.state, row.name, row.is_open), ("later", False, True))

    def test_limit_counts_all_receipts_of_a_job(self):
        self.make_policy(field_cash_limit=100)
        self.make_job()
        self.collect(60)
        with self.assertRaisesRegex(MoveRefused, "120.*limit of.*100"):
            self.collect(60)
        self.collect(40)

    def test_consent_is_asked_and_given_first(self):
        self.make_policy(field_cash="approval")
        self.make_job()
        with self.assertRaisesRegex(ProofMissing, "Ask for Consent"):
            self.collect(176)
        self.visit.action_ask_cash()
        asked = self.visit.sudo().approval_ids
        self.assertEqual((asked.kind, asked.amount), ("field_cash", 176))
        asked.with_user(self.director).action_agree()
        self.assertEqual(self.collect(176).state, "held")

    def test_refused_consent_is_no_consent(self):
        self.make_policy(field_cash="approval")
        self.make_job()
        self.visit.action_ask_cash()
        self.visit.sudo().approval_ids.with_user(self.director).action_refuse("转账")
        with self.assertRaises(ProofMissing):
            self.collect(176)

    # --- the phone

    def sync(self, uuid, action="collect", **args):
        entry = {
            "uuid": uuid,
            "action": action,
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "args": args,
        }
        return self.visit.action_sync([entry])["results"][0]

    def test_queue_that_is_sent_twice_takes_money_once(self):
        self.make_job()
        self.assertEqual(self.sync("u1", amount=100, method="cash")["status"], "done")
        self.assertEqual(self.sync("u1", amount=100, method="cash")["status"], "known")
        self.assertEqual(self.visit.collection_ids.client_uuid, "u1")

    def test_refused_receipt_keeps_its_sentence_for_the_phone(self):
        self.make_job()
        answer = self.sync("u1", amount=500, method="cash")
        self.assertEqual(answer["status"], "refused")
        self.assertIn("owes", answer["message"])

    def card(self):
        day = self.visit.with_user(self.technician).get_technician_day()
        card = next(v for v in day["visits"] if v["id"] == self.visit.id)
        return day, card["money"]

    def test_phone_shows_what_is_owed_taken_and_carried(self):
        self.make_job()
        self.collect(100, "wechat", number="A1")
        self.collect(20, "cash")
        day, money = self.card()
        self.assertEqual(money["left"], 56)
        self.assertEqual([r["method"] for r in money["taken"]], ["wechat", "cash"])
        self.assertIn("20", day["carried"]["cash"])
        self.assertIn("120", day["carried"]["total"])

    def test_phone_walks_a_paid_job_with_opinion_card(self):
        self.make_policy(survey_card=True)
        self.visit = self.make_visit(self.make_order(service_type="a"))
        self.visit.consent_name = "王经理"
        self.visit.action_contact()
        self.visit.action_leave()
        found = {
            "cause": "磨损",
            "action_taken": "更换",
            "tested": True,
            "instructed": True,
            "is_ours": "yes",
            "found_cause": "wear",
        }
        card = dict.fromkeys(self.visit._get_rating_fields(), "4")
        signed = {"signature": SIGNATURE, "signed_by": "张主任"} | card
        steps = (("arrive", {}), ("start", {}), ("finish", found), ("sign", signed))
        entries = [
            {"uuid": f"u-{code}", "action": code, "values": values}
            for code, values in steps
        ]
        for answer in self.visit.action_sync(entries)["results"]:
            self.assertEqual(answer["status"], "done", answer)
        self.assertEqual(self.card()[1]["left"], 120)

    def test_phone_shows_the_collection_code_of_the_company(self):
        self.company.aftersales_wechat_qr = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        self.make_job()
        self.assertTrue(self.card()[0]["codes"]["images"]["wechat"])

    def test_free_job_shows_no_money(self):
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)
        self.assertFalse(self.card()[1])

    # --- later, void, access

    def test_later_stays_open_until_the_job_is_paid(self):
        self.make_job()
        row = self.collect(176, "later")
        rows = self.env["aftersales.collection"]
        self.assertIn(row, rows.search([("is_open", "=", True)]))
        self.collect(176, "transfer")
        row.invalidate_recordset(["is_open"])
        self.assertNotIn(row, rows.search([("is_open", "=", True)]))
        self.assertIn(row, rows.search([("is_open", "=", False)]))

    def test_void_receipt_keeps_its_number_and_owes_again(self):
        self.make_job()
        row = self.collect(176, number="0007")
        with self.assertRaises(GroupRefused):
            row.with_user(self.technician).action_void("写错")
        with self.assertRaises(ProofMissing):
            row.with_user(self.accountant).action_void(" ")
        row.with_user(self.accountant).action_void("写错")
        self.assertEqual((row.state, row.name), ("void", "0007"))
        with self.assertRaises(MoveRefused):
            self.collect(176, number="0007")
        self.assertTrue(self.collect(176))

    def test_colleague_finds_neither_receipt_nor_hand_in(self):
        self.make_job()
        row = self.collect(100)
        handin = self.take_over()
        for record in (row, handin):
            found = record.with_user(self.colleague).search([("id", "=", record.id)])
            self.assertFalse(found)
            with self.assertRaises(AccessError):
                record.with_user(self.colleague).read(["create_date"])
            self.assertTrue(record.with_user(self.technician).read(["create_date"]))
            self.assertTrue(record.with_user(self.inspector).read(["create_date"]))
        with self.assertRaises(AccessError):
            self.visit.with_user(self.colleague).action_collect(1)

    def test_other_peoples_cash_is_no_field_for_technicians(self):
        self.make_job()
        self.collect(100)
        with self.assertRaises(AccessError):
            self.li.with_user(self.colleague).read(["cash_held"])
        read = self.li.with_user(self.inspector).read(["cash_held"])
        self.assertEqual(read[0]["cash_held"], 100)

    def test_nobody_writes_a_receipt_by_hand(self):
        self.make_job()
        row = self.collect(100)
        for user in (self.technician, self.accountant, self.dispatcher):
            with self.assertRaises(ProtectedRefused):
                row.with_user(user).amount = 1
        with self.assertRaises(ProtectedRefused):
            row.sudo().state = "posted"

    def test_second_company_sees_nothing(self):
        self.make_job()
        row = self.collect(100)
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "finance",
            login="as_stranger",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in (row, self.take_over()):
            found = record.with_user(stranger).search([("id", "=", record.id)])
            self.assertFalse(found)
