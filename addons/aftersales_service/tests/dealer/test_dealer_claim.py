from odoo.tests import tagged

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerClaim(DealerCommon):
    """A dealer asks, claims and reads the answers; we answer, pay and claim in turn."""

    def setUp(self):
        super().setUp()
        self.login("as_dealer")

    def filed(self, **post):
        self.claim(**post)
        return self.claims()[:1]

    def answer(self, line, net, reason=None):
        line = line.with_user(self.accountant)
        line.write({"answer_net": net, "answer_reason": reason})
        line.action_reply()

    def test_claim_opens_a_job_and_hours_are_paid_at_the_agreed_rate(self):
        claim = self.filed()
        self.assertEqual(claim.state, "filed")
        self.assertEqual(claim.line_ids.mapped("net"), [60, 90])
        order = claim.order_id
        self.assertEqual((order.device_id, order.dealer_id), (self.device, self.dealer))
        self.assertEqual((order.state, order.channel), ("registered", "dealer"))
        self.assertIn(claim.name, "".join(map(str, order._get_blockers())))
        self.assertTrue(claim.photo_ids)

    def test_each_line_is_answered_and_becomes_fee_cost_and_bill(self):
        claim = self.filed()
        part, labour = claim.line_ids
        part.with_user(self.accountant).action_accept()
        page = self.url_open(f"/my/dealer/claims/{claim.id}").text
        self.assertNotIn("工时偏高", page)
        self.answer(labour, 50, "工时偏高")
        self.assertEqual((claim.state, claim.accepted_net), ("answered", 110))
        fees = claim.order_id.fee_ids
        self.assertEqual(sorted(fees.mapped("amount")), [50, 60])
        self.assertEqual(set(fees.share_ids.mapped("payer")), {"company"})
        costs = self.env["aftersales.cost"].search(
            [("order_id", "=", claim.order_id.id)]
        )
        self.assertEqual(sum(costs.mapped("amount")), 110)
        self.assertEqual(claim.order_id.state, "closed")
        page = self.url_open(f"/my/dealer/claims/{claim.id}").text
        for words in ("工时偏高", "110.00", "50.00"):
            self.assertIn(words, page)
        claim.with_user(self.accountant).action_bill()
        bill = claim.bill_id
        self.assertEqual(
            (bill.move_type, bill.partner_id, bill.amount_untaxed),
            ("in_invoice", self.dealer, 110),
        )
        with self.assertRaises(MoveRefused):
            claim.with_user(self.accountant).action_bill()
        self.assertIn(
            self.people["as_dealer"].partner_id, claim.message_ids.mapped("partner_ids")
        )

    def test_what_the_dealer_sees_of_the_money(self):
        claim = self.filed()
        claim.with_user(self.accountant).action_accept_all()
        claim.with_user(self.accountant).action_bill()
        claim.bill_id.invoice_date = claim.create_date
        claim.bill_id.action_post()
        page = self.url_open("/my/dealer/claims").text
        self.assertRegex(page, "Billed|已开账单")
        self.assertIn("150.00", page)
        self.assertNotIn(claim.bill_id.name, page)

    def test_parts_of_the_supplier_are_claimed_in_turn(self):
        """What we accepted goes its way in the chain: the fee is the supplier's."""
        supplier = self.make_firm("轴承厂")
        claim = self.filed()
        order = claim.order_id
        self.patch(
            type(order),
            "_get_fee_shares",
            lambda self, kind, product=None: [
                {"payer": "supplier", "percent": 100.0, "partner_id": supplier.id}
            ],
        )
        claim.with_user(self.accountant).action_accept_all()
        shares = order.fee_ids.share_ids
        self.assertEqual(set(shares.mapped("payer")), {"supplier"})
        self.assertEqual(sum(shares.mapped("open_net")), 150)

    def test_what_is_the_customers_by_the_decision_is_borne_by_us_when_accepted(self):
        claim = self.filed()
        claim.order_id.service_type = "a"
        self.assertIn("Customer", claim.line_ids[0].payers)
        claim.with_user(self.accountant).action_accept_all()
        payers = claim.order_id.fee_ids.share_ids.mapped("payer")
        self.assertEqual(set(payers), {"company"})

    def test_a_later_decision_moves_who_bears_it_and_not_what_it_costs(self):
        claim = self.filed()
        order = claim.order_id
        claim.line_ids[0].with_user(self.accountant).product_id = self.part
        claim.with_user(self.accountant).action_accept_all()
        supplier = self.make_firm("轴承厂")
        decided = (
            ("customer", self.customer, "company"),
            ("supplier", supplier, "supplier"),
            ("agent", self.dealer, "company"),
        )
        for payer, partner, expected in decided:
            told = {"payer": payer, "percent": 100.0, "partner_id": partner.id}
            self.patch(
                type(order),
                "_get_fee_shares",
                lambda self, kind, product=None, told=told: [told],
            )
            order._on_decided()
            shares = order.fee_ids.share_ids
            self.assertEqual(set(shares.mapped("payer")), {expected}, payer)
            self.assertEqual(sum(shares.mapped("amount")), 150, payer)
            self.assertFalse(any(order.fee_ids.mapped("decided_payers")), payer)

    def test_a_visit_does_not_take_over_the_hours_of_the_dealer(self):
        claim = self.filed()
        claim.with_user(self.accountant).action_accept_all()
        order = claim.order_id.sudo()
        order._in_flow().write({"state": "registered"})
        self.make_visit(order, self.li)
        fees = claim.line_ids.fee_id
        self.assertFalse(fees.visit_id)
        self.assertFalse(any(fee._is_of_job_alone() for fee in fees))
        self.assertEqual(sum(fees.mapped("amount")), 150)

    def test_rejected_in_full_costs_nothing(self):
        claim = self.filed()
        for line in claim.line_ids:
            self.answer(line, 0, "不属于三包")
        self.assertEqual((claim.state, claim.accepted_net), ("answered", 0))
        self.assertFalse(claim.order_id.fee_ids)
        self.assertFalse(claim.to_pay)

    def test_an_answer_below_the_claim_needs_its_reason_and_above_is_refused(self):
        line = self.filed().line_ids[0]
        with self.assertRaises(ProofMissing):
            self.answer(line, 10)
        for net in (-1, 60.01):
            with self.assertRaises(MoveRefused):
                self.answer(line, net, "x")
        with self.assertRaises(GroupRefused):
            line.with_user(self.dispatcher).action_accept()

    def test_answers_are_taken_back_before_the_bill_and_not_after(self):
        claim = self.filed()
        claim.with_user(self.accountant).action_accept_all()
        claim.with_user(self.accountant).action_reopen()
        self.assertEqual(claim.state, "filed")
        self.assertFalse(claim.order_id.fee_ids)
        costs = self.env["aftersales.cost"].search(
            [("order_id", "=", claim.order_id.id)]
        )
        self.assertEqual(sum(costs.mapped("amount")), 0)
        claim.with_user(self.accountant).action_accept_all()
        claim.with_user(self.accountant).action_bill()
        with self.assertRaises(MoveRefused):
            claim.with_user(self.accountant).action_reopen()
        claim.bill_id.button_cancel()
        claim.invalidate_recordset()
        self.assertTrue(claim.to_pay)
        self.assertIn(claim, claim.search([("to_pay", "=", True)]))
        claim.with_user(self.accountant).action_reopen()

    def test_one_bill_over_all_claims_of_a_dealer(self):
        claims = self.filed() | self.filed(key="claim-another-key-0001")
        claims.with_user(self.accountant).action_accept_all()
        claims.with_user(self.accountant).action_bill()
        self.assertEqual(len(claims.bill_id), 1)
        self.assertEqual(claims.bill_id.amount_untaxed, 300)

    def test_what_was_accepted_is_without_tax(self):
        """Whether the tax of the bill stands on top of the price or in it."""
        for mode in ("tax_excluded", "tax_included"):
            self.labour.supplier_taxes_id = self.env["account.tax"].create(
                {
                    "name": mode,
                    "amount": 13,
                    "type_tax_use": "purchase",
                    "price_include_override": mode,
                }
            )
            claim = self.filed(key=f"claim-{mode}-00001")
            claim.with_user(self.accountant).action_accept_all()
            claim.with_user(self.accountant).action_bill()
            bill = claim.bill_id
            told = (bill.amount_untaxed, bill.amount_tax)
            self.assertEqual(told, (150, 19.5), mode)

    def test_whoever_answers_is_told_what_is_strange(self):
        first = self.filed()
        self.assertFalse(first.warnings)
        second = self.filed(key="claim-strange-0000001")
        words = second.warnings
        self.assertEqual(words.count(first.name), 2)  # its photo, its device
        second.line_ids[0].with_user(self.accountant).product_id = self.part
        self.assertNotIn("轴承6205", second.warnings)
        dear = self.filed(
            lines=[("part", "轴承6205", "1", "57")], key="claim-strange-0000002"
        )
        dear.line_ids.with_user(self.accountant).product_id = self.part
        self.assertIn("轴承6205", dear.warnings)

    def test_device_that_stands_outside_the_region_is_shown_on_its_jobs(self):
        """窜货 in service: sold for Jinan, used in Qingdao."""
        for city, shown in (("青岛市", True), ("济南", False), (False, False)):
            self.customer.city = city
            order = self.make_order(self.device)
            words = order.with_user(self.dispatcher).stray_words or ""
            self.assertEqual(self.dealer.name in words, shown, city)
        without = self.make_order().with_user(self.dispatcher)
        self.assertFalse(without.stray_words)

    # --- consent

    def test_above_the_limit_he_asks_first(self):
        lines = [("part", "主轴", "1", "800")]
        answer = self.claim(lines)
        self.assert_said("need our consent first|同意", answer["error"])
        self.assertFalse(self.claims())
        self.claim(lines, ask="1", files=[])
        claim = self.claims()
        self.assertEqual(claim.state, "asked")
        self.assertFalse(claim.order_id)
        approval = claim.approval_ids
        self.assertEqual((approval.amount, approval.state), (800, "waiting"))
        approval.with_user(self.director).action_agree()
        self.assertEqual((claim.state, claim.agreed_amount), ("agreed", 800))
        path = f"/my/dealer/claims/{claim.id}/file"
        self.assertIn("800", self.url_open(path).text)
        more = [("part", "主轴", "1", "900")]
        self.assert_said("We consented|同意", self.claim(more, path=path)["error"])
        self.env.invalidate_all()
        self.assertEqual((claim.state, claim.claimed_net), ("agreed", 800))
        self.assertIn("url", self.claim([("part", "主轴", "1", "780")], path=path))
        self.env.invalidate_all()
        self.assertEqual((claim.state, claim.claimed_net), ("filed", 780))
        self.assertTrue(claim.order_id)

    def test_refused_consent_is_read_by_the_dealer(self):
        self.claim([("part", "主轴", "1", "800")], ask="1", files=[])
        claim = self.claims()
        claim.approval_ids.with_user(self.director).action_refuse("整机更换更划算")
        self.assertEqual(claim.state, "refused")
        page = self.url_open(f"/my/dealer/claims/{claim.id}").text
        self.assertIn("整机更换更划算", page)
        self.send(f"/my/dealer/claims/{claim.id}/withdraw")
        self.env.invalidate_all()
        self.assertEqual(claim.state, "refused")

    def test_withdrawn_asks_nobody_any_more(self):
        self.claim([("part", "主轴", "1", "800")], ask="1", files=[])
        claim = self.claims()
        self.send(f"/my/dealer/claims/{claim.id}/withdraw")
        self.env.invalidate_all()
        self.assertEqual(claim.state, "withdrawn")
        self.assertEqual(claim.approval_ids.state, "withdrawn")

    def test_withdrawn_claim_takes_the_job_along_that_it_opened(self):
        claim = self.filed()
        self.send(f"/my/dealer/claims/{claim.id}/withdraw")
        self.env.invalidate_all()
        self.assertEqual(
            (claim.state, claim.order_id.state), ("withdrawn", "cancelled")
        )
        self.send(
            "/my/dealer/complaint",
            serial="YJ260900001",
            kind="repair",
            key="job-of-dealer-0002",
        )
        order = self.orders()[:1]
        claim = self.filed(order=order.id, key="claim-of-a-job-000002")
        self.send(f"/my/dealer/claims/{claim.id}/withdraw")
        self.env.invalidate_all()
        self.assertEqual((claim.state, order.state), ("withdrawn", "registered"))

    # --- the form

    def test_double_press_is_one_claim_and_one_job(self):
        before = self.orders()
        self.claim()
        self.claim()
        self.assertEqual(len(self.claims()), 1)
        self.assertEqual(len(self.orders() - before), 1)

    def test_claim_for_a_job_that_he_reported(self):
        self.send(
            "/my/dealer/complaint",
            serial="YJ260900001",
            kind="repair",
            key="job-of-dealer-0001",
        )
        order = self.orders()[:1]
        self.assertIn(order.name, self.url_open("/my/dealer/claims/new").text)
        claim = self.filed(order=order.id)
        self.assertEqual(claim.order_id, order)

    def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(self):
        for lines, files, post, words in (
            (None, [], {}, "Please add photos|照片"),
            (None, None, {"work_done": ""}, "what was done|做了什么|写明"),
            (None, None, {"serial": "YJ260900002"}, "You sold no device|没有售出过"),
            (None, None, {"serial": ""}, "serial number|序列号"),
            ([("part", "", "1", "5")], None, {}, "each line|每一行"),
            ([("part", "x", "0", "5")], None, {}, "quantity|数量"),
            ([("part", "x", "1", "abc")], None, {}, "amount of money|金额"),
            ([("part", "x", "-1", "5")], None, {}, "amount of money|金额"),
            ([("part", "x", "nan", "5")], None, {}, "amount of money|金额"),
        ):
            answer = self.claim(lines, files, **post)
            self.assert_said(words, answer["error"])
        self.assertFalse(self.claims())
