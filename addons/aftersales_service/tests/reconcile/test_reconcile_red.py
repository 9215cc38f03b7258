from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from ...exceptions import MoveRefused
from ..fapiao.common import FapiaoCommon
from ..old_part.test_old_part import OldPartCommon
from ..settlement.common import SettlementCommon
from .common import ReconcileCommon


class RedCommon(ReconcileCommon):
    """Documents make a row red, further documents make it right again."""

    def codes(self, share):
        """What is wrong with a share today; every sentence has its person, every cell its
        document."""
        line = self.line(share).with_user(self.accountant)
        due = line._get_judged()[line][1]
        words = line._get_blockers()[line.id]
        self.assertEqual(line.state == "red", bool(due))
        self.assertEqual(len(words), len(due))
        for blocker in words:
            self.assertTrue(blocker.text and blocker.who, blocker)
            action = line.action_open_cell(blocker.document)
            self.assertTrue(action["res_id"])
        return {fault.code for fault in due}

    @contextmanager
    def later(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            yield

    def at_once(self, *codes):
        for code in codes:
            self.rule(code, days=0)

    def make_done(self, price=100, **payers):
        """The share of a fee whose work is done."""
        fee = self.make_fee(price, taxes=self.vat, **payers)
        fee._in_flow().is_agreed = True  # no decision shares it out anew
        self.finish_visit()
        return fee.share_ids[:1]

    def finish_visit(self):
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit, consent="王经理")
        self.finish(self.visit)
        self.sign(self.visit)


class TestRedParts(RedCommon):
    """Pieces: issued, used, brought back, charged."""

    def part_share(self):
        fees = self.order.sudo().fee_ids.filtered("requisition_line_id")
        return fees.share_ids[:1]

    def test_more_issued_than_requested(self):
        self.order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit)
        picking = self.requisition.sudo().picking_ids.with_user(self.keeper)
        picking.move_ids.write({"quantity": 3, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        share = self.part_share()
        self.assertIn("more_issued", self.codes(share))
        self.assertEqual(self.line(share).issued, 3)
        self.go_to_work(self.visit, consent="王经理")
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.bring_back()
        self.assertNotIn("more_issued", self.codes(self.part_share()))

    def bring_back(self):
        self.requisition.action_return_unused()
        self.requisition.with_user(self.keeper).action_receive_return()

    def test_what_is_neither_used_nor_brought_back(self):
        self.make_job()
        self.finish(self.visit, used={self.requisition.line_ids: 1})
        share = self.part_share()
        self.assertNotIn("still_held", self.codes(share))
        with self.later(8):
            self.assertIn("still_held", self.codes(share))
            self.bring_back()
            self.assertNotIn("still_held", self.codes(share))
        self.assertEqual(self.line(share).returned, 1)

    def test_a_tolerance_of_pieces(self):
        self.make_job()
        share = self.part_share()
        self.at_once("still_held")
        for tolerance, red in ((2, False), (1.99, True)):
            self.rule("still_held", tolerance=tolerance)
            self.assertEqual("still_held" in self.codes(share), red, tolerance)

    def test_charged_otherwise_than_used(self):
        self.make_job()
        self.finish_job()
        share = self.part_share()
        with self.later(2):
            self.assertNotIn("other_quantity", self.codes(share))
            share.fee_id.with_user(self.dispatcher).quantity = 5
            self.assertIn("other_quantity", self.codes(share))
            share.fee_id.with_user(self.dispatcher).quantity = 2
            self.assertNotIn("other_quantity", self.codes(share))


class TestRedOldPart(RedCommon, OldPartCommon):
    def test_an_old_part_is_missed_after_its_last_day(self):
        part = self.replace()
        share = part.order_id.sudo().fee_ids.filtered("requisition_line_id").share_ids
        share = share[:1]
        left = (part.deadline - self.env.company._aftersales_today()).days
        with self.later(left):
            self.assertNotIn("old_part_out", self.codes(share))
        with self.later(left + 1):
            self.assertIn("old_part_out", self.codes(share))
            self.keep(part, "action_receive")
            self.assertNotIn("old_part_out", self.codes(share))
        self.assertEqual(
            (self.line(share).old_count, self.line(share).old_open), (1, 0)
        )

    def test_what_was_waived_is_not_missed(self):
        part = self.replace()
        share = part.order_id.sudo().fee_ids.filtered("requisition_line_id").share_ids
        with self.later(90):
            self.assertIn("old_part_out", self.codes(share[:1]))
            part.with_user(self.director).action_waive("供应商不收旧件")
            self.assertNotIn("old_part_out", self.codes(share[:1]))


class TestRedCustomer(RedCommon, FapiaoCommon):
    """Told, quoted, invoiced, paid, and known to the tax office."""

    def test_quoted_otherwise_than_told(self):
        self.make_labour_job()
        extra = self.env["aftersales.visit.extra"].with_user(self.technician)
        extra = extra.create(
            {"visit_id": self.visit.id, "name": "清洗风道", "amount": 200}
        )
        extra.action_answer(True, "王经理")
        self.finish_labour_job()
        share = extra.sudo().fee_ids.share_ids
        sale = self.quote()
        self.assertNotIn("told_otherwise", self.codes(share))
        share.sale_line_id.discount = 10
        self.assertIn("told_otherwise", self.codes(share))
        self.assertEqual(self.line(share).told_amount, 200)
        share.sale_line_id.discount = 0
        self.assertNotIn("told_otherwise", self.codes(share))
        self.assertTrue(sale)

    def test_what_he_signed_for_is_charged(self):
        """A friend at the desk makes the fee smaller, or the company its payer."""
        self.make_labour_job()
        self.finish_labour_job()
        share = self.order.sudo().fee_ids.share_ids
        self.assertNotIn("signed_for", self.codes(share))
        fee = share.fee_id.with_user(self.dispatcher)
        fee.quantity = 0.5
        self.assertIn("signed_for", self.codes(share))
        self.assertEqual(self.line(share).dropped_amount, 50)
        fee.quantity = 1
        self.assertNotIn("signed_for", self.codes(share))
        fee.share_ids.payer = "company"
        self.assertEqual(self.codes(share), {"signed_for"})
        self.assertEqual(self.line(share).dropped_amount, 100)
        fee.share_ids.payer = "customer"
        self.assertNotIn("signed_for", self.codes(share))

    def test_a_discount_or_more_than_signed_is_no_loss_of_it(self):
        self.make_labour_job()
        self.finish_labour_job()
        share = self.order.sudo().fee_ids.share_ids
        share.fee_id.with_user(self.dispatcher).quantity = 2
        self.assertNotIn("signed_for", self.codes(share))
        self.quote(confirm=False)
        share.sale_line_id.discount = 60
        self.assertNotIn("signed_for", self.codes(share))

    def test_what_is_agreed_was_told(self):
        share = self.make_done()
        sale = self.quote(confirm=False)
        self.assertEqual(self.line(share).told_amount, 0)
        sale.action_confirm()
        self.assertEqual(self.line(share).told_amount, 113)

    def test_never_quoted_never_invoiced(self):
        share = self.make_done()
        self.assertEqual(self.codes(share), set())
        with self.later(3):
            self.assertEqual(self.codes(share), {"not_quoted"})
        self.quote()
        with self.later(6):
            self.assertEqual(self.codes(share), set())
        with self.later(7):
            self.assertEqual(self.codes(share), {"not_invoiced"})
            self.order.sudo().sale_order_ids._create_invoices().action_post()
            self.assertEqual(self.codes(share), set())

    def test_a_quotation_that_is_cancelled_is_missed_again(self):
        share = self.make_done()
        sale = self.quote()
        with self.later(3):
            self.assertEqual(self.codes(share), set())
            sale._action_cancel()
            self.assertEqual(self.codes(share), {"not_quoted"})

    def test_an_invoice_is_overdue_after_its_day(self):
        share = self.make_done()
        invoice = self.bill()
        self.assertEqual(self.codes(share), set())
        with self.later(1):
            self.assertEqual(self.codes(share), {"not_paid"})
            self.pay(invoice)
            self.assertEqual(self.codes(share), set())
            invoice.line_ids.remove_move_reconcile()
            self.assertEqual(self.codes(share), {"not_paid"})
            invoice.invoice_date_due = self.env.company._aftersales_today()
            self.assertEqual(self.codes(share), set())

    def test_the_first_of_two_invoices_counts(self):
        """What is due next month does not excuse what was due last month."""
        share = self.make_done(100)
        sale = self.quote()
        for part, days in ((0.5, 0), (1, 60)):
            invoice = sale._create_invoices()
            invoice.invoice_line_ids.quantity = 0.5
            invoice.invoice_date_due = self.env.company._aftersales_today() + timedelta(
                days
            )
            invoice.action_post()
            self.assertTrue(part)
        line = self.line(share)
        self.assertEqual(
            (line.invoiced_amount, line.due_on),
            (113, self.env.company._aftersales_today()),
        )
        with self.later(1):
            self.assertEqual(self.codes(share), {"not_paid"})

    def test_cancelled_and_credited_invoices(self):
        share = self.make_done()
        invoice = self.bill()
        note = self.credit(invoice)
        with self.later(7):
            self.assertEqual(self.codes(share), {"not_invoiced"})
        note.button_draft()
        note.button_cancel()  # until then core leaves it matched
        with self.later(7):
            self.assertEqual(self.codes(share), {"not_paid"})
        invoice.button_draft()
        invoice.button_cancel()
        with self.later(7):
            self.assertEqual(self.codes(share), {"not_invoiced"})

    def test_a_fapiao_is_missed_until_it_is_registered(self):
        self.company.vat = "91370100000000000X"
        share = self.make_done()
        invoice = self.bill()
        self.pay(invoice)
        today = self.env.company._aftersales_today()
        number = {"number": f"{today:%y}372000000000000099", "date": today}
        draft = self.make_fapiao(invoice, **number)
        with self.later(30):
            self.assertEqual(self.codes(share), {"no_fapiao"}, "a draft is no fapiao")
            draft.action_register()
            self.assertEqual(self.codes(share), set())
        self.assertEqual(self.line(share).state, "green")

    def test_a_fapiao_that_is_void_is_missed_again(self):
        self.company.vat = "91370100000000000X"
        share = self.make_done()
        invoice = self.bill()
        today = self.env.company._aftersales_today()
        paper = self.make_fapiao(
            invoice,
            kind="paper_general",
            number="12345678",
            code="3700123130",
            date=today,
        )
        paper.action_register()
        self.assertEqual(self.line(share).fapiao_amount, 113)
        paper.action_void()
        self.assertEqual(self.line(share).fapiao_amount, 0)

    def test_a_fen_of_the_fapiao_is_tolerated(self):
        self.company.vat = "91370100000000000X"
        share = self.make_done()
        invoice = self.bill()
        self.pay(invoice)
        today = self.env.company._aftersales_today()
        number = {"number": f"{today:%y}372000000000000098", "date": today}
        self.register(invoice, net=112.99, **number)
        with self.later(30):
            self.assertEqual(self.codes(share), set())
            self.rule("no_fapiao", tolerance=0)
            self.assertEqual(self.codes(share), {"no_fapiao"})


class TestRedOthers(RedCommon, SettlementCommon):
    """What suppliers and agents settle."""

    def make_claim(self, price=100, **term):
        self.make_term(**term)
        share = self.make_done(price, supplier=100)
        share.partner_id = self.partners["supplier"]
        return share

    def test_nobody_is_named(self):
        share = self.make_done(supplier=100)
        self.assertEqual(self.codes(share), {"nobody"})
        share.partner_id = self.partners["supplier"]
        self.assertEqual(self.codes(share), set())

    def test_a_claim_that_was_never_sent(self):
        share = self.make_claim()
        with self.later(35):
            self.assertEqual(self.codes(share), {"not_claimed"})
            settlement = self.gather(share)
            self.assertEqual(self.codes(share), {"not_claimed"}, "a draft is no claim")
            settlement.action_send()
            self.assertEqual(self.codes(share), set())
            settlement.action_cancel()
            self.assertEqual(self.codes(share), {"not_claimed"})

    def test_a_draft_that_is_deleted_leaves_its_share(self):
        share = self.make_claim()
        settlement = self.gather(share)
        self.assertEqual(self.line(share).claim_state, "draft")
        settlement.sudo().line_ids.unlink()
        self.assertFalse(self.line(share).claim_state)

    def test_an_answer_that_is_late(self):
        share = self.make_claim(answer_days=5)
        settlement = self.make_sent(share)
        left = (settlement.date_due - self.env.company._aftersales_today()).days
        with self.later(left):
            self.assertEqual(self.codes(share), set())
        with self.later(left + 1):
            self.assertEqual(self.codes(share), {"not_answered"})
            self.answer(settlement.line_ids)
            self.assertEqual(self.codes(share), set())

    def test_an_answer_that_is_never_booked(self):
        share = self.make_claim()
        settlement = self.make_sent(share)
        self.answer(settlement.line_ids)
        with self.later(6):
            self.assertEqual(self.codes(share), set())
        with self.later(7):
            self.assertEqual(self.codes(share), {"not_invoiced"})
            settlement.action_settle()
            self.assertEqual(self.codes(share), set())

    def test_what_was_refused_and_not_claimed_again(self):
        self.make_term(payer="agent")
        share = self.make_done(agent=100)
        share.partner_id = self.partners["agent"]
        settlement = self.make_sent(share)
        self.answer(settlement.line_ids, 60)
        settlement.line_ids.write({"remainder": "again"})
        settlement.action_settle()
        self.assertEqual(self.line(share).settled_amount, 60)
        with self.later(35):
            self.assertIn("not_claimed", self.codes(share))
            self.make_sent(share)
            self.assertNotIn("not_claimed", self.codes(share))

    def test_a_claim_that_is_booked_is_paid(self):
        share = self.make_claim()
        settlement = self.make_settled(share)
        line = self.line(share)
        self.assertEqual((line.invoiced_amount, line.paid_amount), (100, 0))
        with self.later(1):
            self.assertEqual(self.codes(share), {"not_paid"})
            entry = settlement.sudo().move_ids
            self.meet(entry)
            self.assertEqual(self.line(share).paid_amount, 100)
            self.assertEqual(self.codes(share), set())

    def test_what_is_claimed_is_not_written_off(self):
        """First it is taken from the claim: the answer would meet nothing that is open."""
        goodwill = self.env.ref("aftersales_service.reconcile_reason_goodwill")
        share = self.make_claim()
        settlement = self.make_sent(share)
        line = self.line(share).with_user(self.director)
        with self.assertRaisesRegex(MoveRefused, settlement.name):
            line.action_write_off(goodwill.id, "老客户")
        settlement.action_cancel()
        line.action_write_off(goodwill.id, "老客户")
        self.assertEqual(self.line(share).open_amount, 0)

    def meet(self, entry):
        """Money comes in for an entry."""
        owed = entry.line_ids.filtered(lambda item: item.balance > 0)
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": owed.partner_id.id,
                "amount": owed.balance,
                "journal_id": journal.id,
            }
        )
        payment.action_post()
        items = payment.move_id.line_ids | owed
        items.filtered(lambda item: item.account_id == owed.account_id).reconcile()

    def test_what_was_credited_of_a_claim_was_not_paid(self):
        self.make_term(payer="agent", lines={"labour": {"becomes": "service"}})
        share = self.make_done(agent=100)
        share.partner_id = self.partners["agent"]
        settlement = self.make_settled(share)
        invoice = settlement.sudo().move_ids
        self.credit(invoice, 40)
        line = self.line(share)
        self.assertEqual((line.invoiced_amount, line.paid_amount), (60, 0))
        self.pay(invoice)
        self.assertEqual(self.line(share).paid_amount, 60)

    def test_settled_by_more_than_the_fee(self):
        self.make_term()
        fee = self.make_fee(50, 2, supplier=100)
        fee._in_flow().is_agreed = True
        self.finish_visit()
        share = fee.share_ids
        share.partner_id = self.partners["supplier"]
        self.make_settled(share)
        self.assertNotIn("too_much", self.codes(share))
        fee._settle_quantity(1)
        self.assertIn("too_much", self.codes(share))
        self.assertEqual(self.line(share).open_amount, -50)


class TestWithoutVisit(RedCommon):
    def test_a_job_without_a_visit_is_done_when_it_is_closed(self):
        share = self.make_fee(taxes=self.vat).share_ids
        with self.later(30):
            self.assertEqual(self.codes(share), set())
        self.order.sudo()._move_to("closed", closed_at=fields.Datetime.now())
        with self.later(3):
            self.assertEqual(self.codes(share), {"not_quoted"})
