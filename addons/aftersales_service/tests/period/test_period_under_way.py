from datetime import timedelta

from odoo import Command, fields

from .common import PeriodCommon


class TestUnderWay(PeriodCommon):
    """What an honest month does not have: money that is in the books alone."""

    def hand_in(self, method):
        """Received last month."""
        self.make_job()
        row = self.collect(100, method)
        self.put_back(row)
        self.count(self.take_over())
        self.put_back(row)
        return row

    def find(self, kind):
        period = self.env["aftersales.period"].search([("month", "=", self.month)])
        period = period.with_user(self.accountant) or self.make_period()
        if period.state == "open":
            period.action_begin()
        period.action_gather()
        return period.exception_ids.filtered(
            lambda row: row.kind == kind and not row.is_settled
        )

    def test_a_technician_kept_the_cash_and_said_it_was_wechat(self):
        row = self.hand_in("wechat")
        self.assertFalse(
            self.find("under_way"), "statements of WeChat are not read here"
        )
        journal = row.sudo().payment_id.journal_id
        journal.aftersales_read_at = fields.Datetime.now()
        found = self.find("under_way")
        self.assertEqual((found.res_id, found.amount), (row.id, 100))
        self.assertEqual(found.who, self.li.name)
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": journal.id, "amount": 100, "payment_ref": row.name}
        )
        _bank, suspense, _others = line._seek_for_lines()
        item = row.sudo().payment_id.move_id.line_ids.filtered("debit")
        suspense.account_id = item.account_id
        (suspense | item).reconcile()
        self.assertFalse(self.find("under_way"))

    def test_cash_is_nobodys_statement(self):
        self.hand_in(
            "cash"
        ).sudo().payment_id.journal_id.aftersales_read_at = fields.Datetime.now()
        self.assertFalse(self.find("under_way"))

    def test_an_accountant_received_cash_and_booked_it_out_again(self):
        row = self.hand_in("cash")
        self.assertFalse(self.find("taken_back"))
        payment = row.sudo().payment_id
        payment.with_user(self.accountant).action_draft()
        found = self.find("taken_back")
        self.assertEqual((found.res_id, found.amount), (row.id, 100))
        payment.action_post()
        self.assertFalse(self.find("taken_back"))
        payment.move_id._reverse_moves([{"date": self.today}]).action_post()
        self.assertEqual(self.find("taken_back").res_id, row.id)

    def test_drafts_that_no_sale_of_a_job_knows(self):
        """The credit note of a job's invoice, and that of goods which came back."""
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        note = invoice._reverse_moves([{"date": self.last, "invoice_date": self.last}])
        note.invoice_line_ids.sale_line_ids = [Command.clear()]
        stranger = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
            | {"invoice_date": self.last - timedelta(1), "date": self.last}
        )
        found = self.find("invoice").mapped("res_id")
        self.assertIn(note.id, found)
        self.assertNotIn(stranger.id, found, "an invoice that is none of ours")
