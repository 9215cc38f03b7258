from ...exceptions import PeriodClosed
from .common import PeriodCommon


class TestLanding(PeriodCommon):
    """What is booked after a month was closed is booked in the next one."""

    def test_money_handed_in_late_is_paid_in_the_next_month(self):
        self.make_job()
        receipt = self.collect(50)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_collection SET taken_at = %s WHERE id = %s",
            [f"{self.last} 02:00:00", receipt.id],
        )
        receipt.invalidate_recordset()
        period = self.close()
        self.count(self.take_over())
        self.assertEqual(receipt.sudo().payment_id.date, self.this_month)
        self.assertEqual(period._find_differences(), [])

    def test_in_an_open_month_it_is_paid_on_its_day(self):
        self.make_job()
        receipt = self.collect(50)
        self.count(self.take_over())
        self.assertEqual(receipt.sudo().payment_id.date, self.today)

    def test_a_bank_line_is_neither_matched_nor_taken_back(self):
        lines = [
            self.make_paid_line(self.make_invoice(amount, invoice_date=self.last))
            for amount in (77, 60)
        ]
        desk = self.env["aftersales.matching.desk"].with_user(self.accountant)
        desk.propose()
        desk.confirm(lines[0].ids)
        period = self.close()
        with self.assertRaisesRegex(PeriodClosed, period.display_name):
            desk.confirm(lines[1].ids)
        with self.assertRaisesRegex(PeriodClosed, period.display_name):
            desk.undo(lines[0].ids)
        done = desk.confirm_sure()
        self.assertEqual(done["confirmed"], 0)
        self.assertIn(period.display_name, done["refused"][0]["reason"])
        desk.correct(lines[0].ids, "认错了人")
        proposal = self.env["aftersales.bank.proposal"].search(
            [("statement_line_id", "=", lines[0].id)]
        )
        self.assertEqual(proposal.entry_ids.date, self.today)
        period.with_user(self.director).action_reopen("对账")
        self.assertEqual(desk.confirm(lines[1].ids), {"confirmed": 1})
