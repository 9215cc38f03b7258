from odoo import fields

from .common import PeriodCommon


class TestGather(PeriodCommon):
    """What keeps a month open says what is wrong and who can mend it."""

    def make_red_line(self):
        fee = self.make_old_fee(200, payer="supplier")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_fee_movement SET day = %s WHERE fee_id = %s",
            [fields.Date.subtract(self.month, days=3), fee.id],
        )
        self.env.invalidate_all()
        return fee

    def find(self, period, kind, record=None):
        return period.exception_ids.filtered(
            lambda row: row.kind == kind and (not record or row.res_id == record.id)
        )

    def test_a_red_line_of_the_board_is_counted_and_told(self):
        """Nobody has opened the board since: the marks still wait."""
        fee = self.make_red_line()
        period = self.make_period()
        period.action_begin()
        line = self.env["aftersales.reconcile.line"].search(
            [("share_id", "=", fee.share_ids.id)]
        )
        row = self.find(period, "red", line)
        self.assertIn(fee.order_id.name, row.name)
        self.assertIn("Nobody is named who pays", row.name)
        self.assertTrue(row.who)
        self.assertEqual(row.amount, 200)
        self.assertEqual(row.action_open_document()["res_model"], line._name)

    def test_what_the_board_explains_does_not_keep_it_open(self):
        fee = self.make_red_line()
        lines = self.env["aftersales.reconcile.line"].with_user(self.accountant)
        while lines._refresh():
            pass
        line = lines.search([("share_id", "=", fee.share_ids.id)])
        reason = self.env.ref("aftersales_service.reconcile_reason_agreed")
        line.action_give_reason(reason.id, "下月补供应商")
        period = self.make_period()
        period.action_begin()
        self.assertFalse(self.find(period, "red", line))

    def test_a_reason_holds_for_its_amount_only(self):
        fee = self.make_old_fee(100, payer="supplier")
        period = self.make_period()
        period.action_begin()
        row = self.find(period, "share", fee.share_ids)
        row.reason = "供应商待定"
        period.action_gather()
        self.assertEqual(row.reason, "供应商待定")
        fee.price_unit = 900
        period.action_gather()
        self.assertEqual((row.amount, row.reason), (900, False))
        self.assertTrue(row._keeps_open())
        self.assertFalse(row.reasoned_by_id)

    def test_what_comes_back_asks_again(self):
        fee = self.make_old_fee(100, payer="supplier")
        period = self.make_period()
        period.action_begin()
        row = self.find(period, "share", fee.share_ids)
        row.reason = "供应商待定"
        fee.share_ids.partner_id = self.customer
        period.action_gather()
        self.assertTrue(row.is_settled)
        fee.share_ids.partner_id = False
        period.action_gather()
        self.assertEqual((row.is_settled, row.reason), (False, False))

    def test_one_reason_for_many(self):
        for amount in (10, 20, 30):
            self.make_fapiao(net=amount, date=self.last)
        period = self.make_period()
        period.action_begin()
        action = period.action_open_exceptions()
        rows = self.env[action["res_model"]].with_user(self.accountant)
        rows = rows.search(action["domain"])
        self.assertEqual(len(rows), 3)
        rows.write({"reason": "客户下月换票"})
        self.assertEqual(rows.reasoned_by_id, self.accountant)
        self.assertFalse(period.open_count)

    def test_the_month_that_is_over_is_proposed(self):
        period = self.env["aftersales.period"].with_user(self.accountant).create({})
        self.assertEqual(period.month, self.month)
