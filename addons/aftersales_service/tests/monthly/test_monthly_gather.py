from datetime import date

from ...exceptions import GroupRefused, MoveRefused, ProtectedRefused
from .common import MonthlyCommon


class TestMonthlyGather(MonthlyCommon):
    """What goes on the statement of a customer who pays monthly, and what does not."""

    def test_jobs_gather_on_one_statement(self):
        shares = self.make_done(100) | self.make_done(33.33) | self.make_done(7)
        statement = self.gather()
        self.assertEqual(statement.line_ids.sudo().share_id, shares)
        self.assertEqual((statement.net, statement.tax), (140.33, 18.24))
        self.assertEqual(statement.partner_id, self.customer)
        with self.assertRaisesRegex(MoveRefused, "nothing to gather"):
            self.gather()

    def test_later_jobs_join_the_draft_of_the_day(self):
        self.make_done()
        statement = self.gather()
        self.make_done(50)
        self.assertEqual(self.gather(), statement)
        self.assertEqual(statement.net, 150)
        self.assertEqual(statement.line_ids.mapped("sequence"), [1, 2])

    def test_contacts_of_the_customer_are_the_customer(self):
        branch = self.env["res.partner"].create(
            {"name": "二车间", "parent_id": self.customer.id}
        )
        customer, self.customer = self.customer, branch
        self.make_done()
        statement = self.gather()
        self.assertEqual((statement.partner_id, statement.net), (customer, 100))

    def test_a_contact_that_was_merged_pays_monthly_on(self):
        double = self.env["res.partner"].create(
            {"name": "历城泵站", "is_company": True}
        )
        self.agreement.partner_id = double
        order = self.make_done().order_id
        self.assertFalse(order._goes_monthly())
        wizard = self.env["base.partner.merge.automatic.wizard"]
        both = double | self.customer
        wizard._merge(both.ids, self.customer, extra_checks=False)
        self.env.invalidate_all()
        self.assertTrue(order._goes_monthly())
        self.assertEqual(self.gather().partner_id, self.customer)

    def test_the_shares_of_others_stay_away(self):
        self.make_done(100, customer=40, agent=60)
        self.assertEqual(self.gather().net, 40)

    def test_who_has_to_wait_says_why(self):
        share = self.make_done()
        share.order_id.sudo()._in_flow().state = "dispatched"
        with self.assertRaisesRegex(MoveRefused, "still in work"):
            self.gather()
        self.assertIn("still in work", share.monthly_obstacle)
        share.order_id.sudo()._in_flow().state = "closed"
        share.order_id.alone_reason = "客户要求单独开票"
        share.invalidate_recordset()
        self.assertIn("客户要求单独开票", share.monthly_obstacle)

    def test_jobs_called_in_before_or_after_the_agreement_are_not_of_it(self):
        for vals in (
            {"valid_from": "2999-01-01"},
            {"valid_to": "2020-12-31"},
        ):
            with self.env.cr.savepoint() as save:
                self.agreement.write(vals)
                self.make_done()
                with self.assertRaisesRegex(MoveRefused, "nothing to gather"):
                    self.gather()
                save.rollback()

    def test_what_is_invoiced_never_enters_and_a_credit_note_restores_it(self):
        self.agreement.active = False
        share = self.make_done()
        draft = self.invoice_alone(share)
        self.agreement.active = True
        self.env.invalidate_all()
        with self.assertRaisesRegex(MoveRefused, "charges this job already"):
            self.gather()
        draft.action_post()
        with self.assertRaises(MoveRefused):
            self.gather()
        self.credit(draft)
        self.assertEqual(self.gather().line_ids.sudo().share_id, share)

    def test_a_down_payment_is_not_asked_for_again(self):
        share = self.make_done()
        sale = self.quote()
        share.order_id.alone_reason = "客户先付一半"
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=sale.ids
        )
        wizard.create(
            {"advance_payment_method": "percentage", "amount": 50}
        ).create_invoices()
        share.order_id.alone_reason = False
        down = sale.invoice_ids
        for _posted in range(2):
            self.env.invalidate_all()
            with self.assertRaisesRegex(MoveRefused, "charges this job already"):
                self.gather()
            if down.state == "draft":
                down.action_post()
        self.credit(down)
        self.env.invalidate_all()
        self.assertEqual(self.gather().net, 100)

    def test_what_was_paid_online_is_not_asked_for_again(self):
        share = self.make_done()
        sale = self.quote()
        hidden = {"active_test": False}
        providers = self.env["payment.provider"].with_context(**hidden)
        methods = self.env["payment.method"].with_context(**hidden)
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": providers.search([], limit=1).id,
                "payment_method_id": methods.search([], limit=1).id,
                "reference": "WX-1",
                "amount": sale.amount_total,
                "currency_id": sale.currency_id.id,
                "partner_id": self.customer.id,
                "state": "done",
                "sale_order_ids": self.command(*sale.ids),
            }
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(MoveRefused, sale.name):
            self.gather()
        self.assertFalse(share.order_id._goes_monthly())
        payment.state = "cancel"
        self.env.invalidate_all()
        self.assertEqual(self.gather().net, 100)

    def test_what_stands_on_a_statement_is_not_invoiced_alone(self):
        share = self.make_done()
        statement = self.gather()
        with self.assertRaisesRegex(ProtectedRefused, statement.name):
            share.order_id.with_user(self.dispatcher).alone_reason = "单独开票"
        statement.action_cancel()
        share.order_id.with_user(self.dispatcher).alone_reason = "单独开票"
        self.assertFalse(share.order_id._goes_monthly())

    def test_money_that_was_taken_never_enters(self):
        self.agreement.active = False
        self.make_labour_job(100)
        row = self.env["aftersales.collection"].browse(
            self.visit.action_collect(40, "cash")
        )
        self.finish_labour_job()
        self.order.sudo()._in_flow().state = "closed"
        self.agreement.active = True
        self.env.invalidate_all()
        with self.assertRaisesRegex(MoveRefused, "taken on the spot"):
            self.gather()
        row.with_user(self.accountant).action_void("客户退回")
        self.env.invalidate_all()
        self.assertEqual(self.gather().net, 100)

    def test_no_way_to_an_invoice_of_its_own(self):
        share = self.make_done()
        self.quote()
        sale = share.sudo().sale_line_id.order_id
        sales = sale.sudo(False).with_user(self.accountant)
        wizard = self.env["sale.advance.payment.inv"].with_user(self.accountant)
        wizard = wizard.with_context(active_model="sale.order", active_ids=sale.ids)
        ways = (
            sales._create_invoices,
            share.with_user(self.accountant).action_create_invoices,
            lambda: wizard.create(
                {"advance_payment_method": "delivered"}
            ).create_invoices(),
            lambda: wizard.create(
                {"advance_payment_method": "percentage", "amount": 50}
            ).create_invoices(),
        )
        for way in ways:
            with self.assertRaisesRegex(MoveRefused, "pays monthly"):
                way()
        statement = self.gather()
        for way in ways:
            with self.assertRaisesRegex(ProtectedRefused, statement.name):
                way()
        statement.action_cancel()
        share.order_id.alone_reason = "客户要求"
        self.env.invalidate_all()
        sales._create_invoices().action_post()
        with self.assertRaises(MoveRefused):
            self.gather()

    def test_a_forged_right_does_not_pass(self):
        share = self.make_done()
        self.quote()
        sale = share.sudo().sale_line_id.order_id.sudo(False)
        for forged in (True, ["aftersales.monthly.statement"]):
            mine = sale.with_user(self.accountant).with_context(document_flow=forged)
            with self.assertRaises(MoveRefused):
                mine._create_invoices()

    def test_the_job_closes_and_its_technician_collects_nothing(self):
        self.make_labour_job(100)
        self.assertFalse([b for b in self.order._get_unquoted() if "quoted" in str(b)])
        self.assertEqual(self.owed(), 0)
        self.assertEqual(self.order.sudo()._get_owed().total, 100)
        with self.assertRaisesRegex(MoveRefused, "pays monthly.*nothing to collect"):
            self.visit.action_collect(10, "cash")
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        card = day.get_technician_day()["visits"][0]
        self.assertIn("nothing to collect", card["monthly"])
        self.assertFalse(card["money"])
        self.agreement.active = False
        self.env.invalidate_all()
        card = day.get_technician_day()["visits"][0]
        self.assertEqual((card["monthly"], card["money"]["left"]), ("", 100))

    def test_closing_days(self):
        cases = [
            (25, "2026-01-01", "2026-01-25"),
            (25, "2026-01-26", "2026-02-25"),
            (31, "2026-02-01", "2026-02-28"),
            (31, "2028-02-01", "2028-02-29"),
            (1, "2026-01-02", "2026-02-01"),
            (30, "2026-12-31", "2027-01-30"),
        ]
        for day, start, expected in cases:
            with self.subTest(day=day, start=start):
                self.agreement.write({"day": day, "valid_from": start})
                self.assertEqual(self.agreement.next_on, date.fromisoformat(expected))

    def test_the_night_after_the_closing_day_gathers_once(self):
        share = self.make_done()
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_fee SET create_date = '2024-01-15'")
        self.env.invalidate_all()
        crons = self.env["aftersales.monthly.agreement"]
        crons._cron_gather()
        line = share.monthly_line_ids
        self.assertTrue(line)
        self.assertGreater(self.agreement.next_on, self.env.company._aftersales_today())
        self.assertLess(self.agreement.closed_on, self.env.company._aftersales_today())
        self.assertEqual(line.statement_id.date_to, self.agreement.closed_on)
        crons._cron_gather()
        self.assertEqual(share.monthly_line_ids, line)

    def test_what_was_caused_after_the_closing_day_waits(self):
        self.make_done()
        statement = self.agreement._gather(date(2020, 1, 31))
        self.assertFalse(statement)

    def test_only_finance_gathers(self):
        self.make_done()
        for user in (self.dispatcher, self.technician, self.director, self.inspector):
            with self.assertRaises(GroupRefused):
                self.agreement.with_user(user).action_gather()
