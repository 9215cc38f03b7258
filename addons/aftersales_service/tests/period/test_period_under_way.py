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
        payment.action_reject()
        self.assertEqual(self.find("taken_back").res_id, row.id)
        payment.action_draft()
        payment.action_post()
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

    def test_what_was_signed_for_is_made_smaller_afterwards(self):
        """The technician keeps what he took, and a friend at the desk takes the fee away."""
        self.make_job()
        self.finish_job()
        fees = self.order.sudo().fee_ids
        self.put_back(fees)
        self.assertFalse(self.find("signed"))
        fee = fees.filtered(lambda f: f.kind == "labour").with_user(self.dispatcher)
        fee.quantity = 0.5
        found = self.find("signed")
        self.assertEqual((found.res_id, found.amount), (fee.id, 60))
        fee.share_ids.payer = "company"
        self.assertEqual(self.find("signed").amount, 120)
        found = self.find("signed")
        found.reason = "总监同意免费"
        later = self.make_period(self.this_month)
        self.assertFalse(
            [row for row in later.sudo()._find_signed() if row["res_id"] == fee.id],
            "it was explained once",
        )

    def test_a_discount_on_the_quotation_is_no_suspicion(self):
        self.make_job()
        self.finish_job()
        self.put_back(self.order.sudo().fee_ids)
        self.order.action_create_quotation()
        self.order.sudo().sale_order_ids.order_line.discount = 10
        self.assertFalse(self.find("signed"))
