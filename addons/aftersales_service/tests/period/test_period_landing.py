from ...exceptions import MoveRefused
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

    def test_a_bank_line_is_matched_in_the_open_month_and_not_taken_back(self):
        lines = [
            self.make_paid_line(self.make_invoice(amount, invoice_date=self.last))
            for amount in (77, 60)
        ]
        desk = self.env["aftersales.matching.desk"].with_user(self.accountant)
        desk.propose()
        desk.confirm(lines[0].ids)
        period = self.close()
        with self.assertRaisesRegex(MoveRefused, "closed month"):
            desk.undo(lines[0].ids)
        self.assertEqual(desk.confirm(lines[1].ids), {"confirmed": 1})
        self.assertEqual(self.find_proposal(lines[1]).entry_ids.date, self.today)
        desk.correct(lines[0].ids, "认错了人")
        self.assertEqual(self.find_proposal(lines[0]).entry_ids.date, self.today)
        self.assertEqual(period._find_differences(), [])

    def find_proposal(self, line):
        proposals = self.env["aftersales.bank.proposal"]
        return proposals.search([("statement_line_id", "=", line.id)])
