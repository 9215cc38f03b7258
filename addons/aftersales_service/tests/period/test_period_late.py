from odoo import fields

from ...exceptions import PeriodClosed
from ..settlement.common import SettlementCommon
from .common import PeriodCommon


class TestLate(PeriodCommon):
    """Each way to change a closed month is refused, or lands in the next with its origin."""

    def land(self, fact):
        self.assertEqual(fact.period_day, self.this_month)
        self.assertEqual(fact.late_of, self.last)
        month = fields.Date.to_string(self.month)[:7]
        self.assertIn(
            f"{self.last}, entered after {month} was closed", fact.period_origin
        )

    def assert_stands(self, period, before):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.get_sums(period), before)
        self.assertEqual(period._find_differences(), [])

    def test_cost(self):
        self.make_cost(amount=10)
        period = self.close()
        before = self.get_sums(period)
        self.land(self.make_cost(amount=5))
        self.assert_stands(period, before)

    def test_cost_of_a_part_whose_move_changed_its_value(self):
        cost = self.make_cost(amount=10)
        period = self.close()
        before = self.get_sums(period)
        more = self.env["aftersales.cost"]._record(
            [
                {
                    "name": "轴承",
                    "order_id": cost.order_id.id,
                    "kind": "part",
                    "quantity": 1,
                    "amount": 11,
                    "date": self.last,
                }
            ]
        )
        self.land(more)
        self.assert_stands(period, before)

    def test_fee_of_a_visit_that_ended_in_the_closed_month(self):
        self.make_job()
        self.env.cr.execute(
            "UPDATE aftersales_visit SET ended_at = %s WHERE id = %s",
            [f"{self.last} 02:00:00", self.visit.id],
        )
        self.visit.invalidate_recordset()
        self.close()
        fee = self.env["aftersales.fee"].create(
            {
                "name": "检修",
                "order_id": self.order.id,
                "visit_id": self.visit.id,
                "product_id": self.labour.id,
            }
        )
        self.land(fee)
        self.land(fee.share_ids)

    def test_price_and_quantity_of_a_fee(self):
        fee = self.make_old_fee(100)
        period = self.close()
        before = self.get_sums(period)
        fee.price_unit = 130
        fee.quantity = 2
        late = self.env["aftersales.period.late"].search([("res_id", "=", fee.id)])
        self.assertEqual(sum(late.mapped("amount")), 160)
        self.assertEqual(set(late.mapped("late_of")), {self.last})
        self.assertEqual(set(late.mapped("period_day")), {self.today})
        self.assertEqual(late[:1].action_open_document()["res_id"], fee.id)
        self.assert_stands(period, before)

    def test_a_fee_neither_vanishes_nor_becomes_another(self):
        fee = self.make_old_fee()
        share = fee.share_ids
        self.close()
        for attempt in (
            fee.unlink,
            share.unlink,
            lambda: fee.write({"kind": "travel"}),
            lambda: fee.write({"product_id": self.part.id}),
            lambda: share.write({"payer": "supplier"}),
            lambda: share._in_flow().write({"payer": "supplier"}),
        ):
            with self.assertRaises(PeriodClosed):
                attempt()

    def test_a_new_decision_leaves_shares_of_a_closed_month(self):
        fee = self.make_old_fee()
        share = fee.share_ids
        self.close()
        fee._follow_decision()
        self.assertEqual(fee.share_ids, share)

    def test_movement_of_an_invoice_of_that_month(self):
        self.labour.invoice_policy = "order"
        fee = self.make_old_fee(100)
        period = self.close()
        before = self.get_sums(period)
        sale = self.job.sudo().sale_order_ids or self.quote()
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.invoice_date = self.last
        invoice.action_post()
        rows = fee.movement_ids.filtered(lambda row: row.kind == "invoiced")
        self.assertTrue(rows)
        self.land(rows)
        invoice.button_draft()
        taken = fee.movement_ids.filtered(lambda row: row.kind == "invoiced") - rows
        self.assertEqual(set(taken.mapped("period_day")), {self.today})
        self.assert_stands(period, before)

    def quote(self):
        self.job.action_create_quotation()
        return self.job.sudo().sale_order_ids

    def test_receipt(self):
        self.make_job()
        receipt = self.collect(50)
        self.put_back(receipt)
        period = self.close()
        before = self.get_sums(period)
        receipt.with_user(self.accountant).action_void("写错")
        late = self.env["aftersales.period.late"].search([("res_id", "=", receipt.id)])
        self.assertEqual(late.amount, -50)
        self.assert_stands(period, before)
        with self.assertRaises(PeriodClosed):
            receipt.sudo()._in_flow().write({"method": "wechat"})

    def test_handin_counts_when_it_was_received(self):
        self.make_job()
        self.collect(50)
        sheet = self.take_over()
        self.assertFalse(sheet.period_day)
        self.count(sheet)
        self.assertEqual(sheet.period_day, self.today)
        self.put_back(sheet)
        period = self.close()
        before = self.get_sums(period)
        self.assertEqual(
            before[self.month, "handin", self.company.currency_id.name], 50
        )
        with self.assertRaises(PeriodClosed):
            sheet.sudo()._in_flow().write({"name": "x"})

    def test_fapiao(self):
        paper = {"kind": "paper_general", "code": "037002600111", "date": self.last}
        old = self.register(net=10, number="00000001", **paper)
        period = self.close()
        before = self.get_sums(period)
        self.land(self.register(net=20, number="00000002", **paper))
        old.sudo()._move_to("void")
        late = self.env["aftersales.period.late"].search([("res_id", "=", old.id)])
        self.assertEqual(late.amount, -10)
        self.assert_stands(period, before)
        with self.assertRaises(PeriodClosed):
            old.sudo()._in_flow().write({"number": "00000009"})

    def test_late_facts_go_to_the_next_open_month(self):
        """Two months closed: what is of the older one counts after both."""
        first = fields.Date.subtract(self.month, months=1)
        self.close(self.make_period(first))
        cost = self.make_cost(day=first)
        self.assertEqual((cost.period_day, cost.late_of), (self.month, first))
        self.close()
        late = self.make_cost(day=first)
        self.assertEqual((late.period_day, late.late_of), (self.this_month, first))

    def test_after_reopening_it_counts_on_its_own_day(self):
        period = self.close()
        self.land(self.make_cost())
        period.with_user(self.director).action_reopen("漏了一笔")
        cost = self.make_cost()
        self.assertEqual((cost.period_day, cost.late_of), (self.last, False))

    def test_who_closes_has_to_look_again(self):
        """What is entered while a month is being closed changes its row, so that the
        transaction that closes it is repeated."""
        period = self.make_period()
        self.make_cost()
        self.env.flush_all()
        period.invalidate_recordset()
        self.assertFalse(period.touches)
        period.action_begin()
        self.make_cost()
        self.env.flush_all()
        period.invalidate_recordset()
        self.assertEqual(period.touches, 1)


class TestLateSettlement(SettlementCommon, PeriodCommon):
    def test_settlement(self):
        self.make_term()
        settlement = self.make_sent(self.make_share(100))
        self.assertFalse(settlement.period_day)
        settlement.action_accept_all()
        settlement.action_settle()
        self.assertEqual(settlement.period_day, self.today)
        self.put_back(settlement)
        period = self.close()
        key = (self.month, "settlement", self.company.currency_id.name)
        self.assertEqual(self.get_sums(period)[key], 100)
        document = settlement.sudo()._in_flow()
        for attempt in (lambda: document.write({"payer": "agent"}), document.unlink):
            with self.assertRaises(PeriodClosed):
                attempt()
        settlement.sudo().move_ids.button_draft()
        rows = settlement.line_ids.share_id.movement_ids
        self.assertEqual(set(rows.mapped("period_day")), {self.today})
        self.assertEqual(period._find_differences(), [])
