"""What the customer of a job owes: one number for what he is told, signs and pays."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from .common import CashCommon

_FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


class OwedCommon(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.env["account.tax"].create(
            {"name": "增值税 13%", "amount": 13, "type_tax_use": "sale"}
        )

    def make_labour_job(self, price=100, taxed=False):
        """A job whose customer pays one hour of labour, at work."""
        self.labour.write(
            {
                "list_price": price,
                "taxes_id": [Command.set(self.vat.ids if taxed else [])],
            }
        )
        self.order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit, consent="王经理")
        return self.order

    def finish_labour_job(self):
        self.finish(self.visit)
        self.sign(self.visit)

    def owed(self, order=None):
        order = (order or self.order).sudo()
        order.invalidate_recordset()
        return order._get_collectable()[order.id]

    def share(self):
        share = self.order.sudo().fee_ids.share_ids
        share.invalidate_recordset()
        return share

    def credit(self, invoice, price=None):
        note = invoice._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if price is not None:
            note.invoice_line_ids.write({"quantity": 1, "price_unit": price})
        note.action_post()
        return note

    def pay(self, invoice, amount=None):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({} if amount is None else {"amount": amount})
        )
        return wizard._create_payments()

    def match(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
            and not line.reconciled
        ).reconcile()


class TestOwed(OwedCommon):
    # --- invoices, credit notes, payments

    def bill(self, price=100, **args):
        self.make_labour_job(price, **args)
        self.finish_labour_job()
        return self.invoice()

    def test_a_credit_note_lowers_what_is_owed_and_invoiced(self):
        invoice = self.bill()
        note = self.credit(invoice, 30)
        self.assertEqual(self.owed(), 70)
        share = self.share()
        self.assertEqual((share.invoiced_amount, share.progress), (70, "invoiced"))
        self.match(invoice, note)
        self.assertEqual(self.owed(), 70)
        self.pay(invoice)
        self.assertEqual(self.owed(), 0)
        self.assertEqual(self.share().progress, "paid")

    def test_credit_note_that_is_not_matched_counts_too(self):
        invoice = self.bill()
        self.credit(invoice, 30)
        self.pay(invoice, 70)
        self.assertEqual(self.owed(), 0)
        self.assertEqual(self.share().progress, "paid")

    def test_a_full_reversal_is_open_again(self):
        invoice = self.bill()
        note = self.credit(invoice)
        self.match(invoice, note)
        share = self.share()
        self.assertEqual((share.invoiced_amount, share.progress), (0, "ordered"))
        self.assertEqual(self.owed(), 100)
        sale = self.order.sudo().sale_order_ids
        again = sale._create_invoices()
        again.action_post()
        self.assertEqual((self.share().invoiced_amount, self.owed()), (100, 100))

    def test_an_invoice_lower_than_the_order_is_what_is_owed(self):
        self.make_labour_job()
        self.finish_labour_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_confirm()
        invoice = sale._create_invoices()
        self.assertEqual(self.owed(), 100)
        invoice.invoice_line_ids.price_unit = 80
        invoice.action_post()
        self.assertEqual(self.owed(), 80)

    def test_a_cancelled_sale_order_does_not_cancel_its_invoice(self):
        invoice = self.bill()
        self.order.sudo().sale_order_ids._action_cancel()
        self.assertEqual(self.owed(), 100)
        self.assertEqual(self.share().progress, "invoiced")
        self.assertFalse(self.order._get_shares_to_quote())
        self.pay(invoice)
        self.assertEqual((self.owed(), self.share().progress), (0, "paid"))

    def test_down_payment_and_final_invoice(self):
        self.make_labour_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_confirm()
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 30,
                "sale_order_ids": sale.ids,
            }
        ).create_invoices()
        down = sale.invoice_ids
        down.action_post()
        self.assertEqual(self.owed(), 100)
        self.pay(down)
        self.assertEqual(self.owed(), 70)
        self.finish_labour_job()
        final = sale._create_invoices(final=True)
        final.action_post()
        self.assertEqual((final.amount_total, self.owed()), (70, 70))

    def test_one_invoice_of_two_jobs_is_shared_out(self):
        sales = self.env["sale.order"]
        orders = []
        for price in (100, 50):
            self.labour.list_price = price
            self.order = self.make_order(service_type="a")
            self.visit = self.make_visit(self.order)
            self.go_to_work(self.visit, consent="王经理")
            self.finish_labour_job()
            self.order.action_create_quotation()
            sales |= self.order.sudo().sale_order_ids
            orders.append(self.order)
        sales.action_confirm()
        invoice = sales._create_invoices()
        invoice.action_post()
        self.assertEqual([self.owed(order) for order in orders], [100, 50])
        self.pay(invoice, 30)
        self.assertEqual([self.owed(order) for order in orders], [80, 40])

    def test_documents_are_shown_in_their_own_currency(self):
        dollar = self.env.ref("base.USD")
        euro = self.env.ref("base.EUR")
        (dollar | euro).active = True
        foreign = dollar if self.company.currency_id != dollar else euro
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.5}
        )
        self.company.aftersales_pricelist_id.currency_id = foreign
        self.make_labour_job()
        fee = self.order.sudo().fee_ids
        self.assertEqual((fee.currency_id, fee.amount), (foreign, 50))
        self.assertEqual(self.visit.customer_amount, 100)
        self.assertEqual(self.order.fee_total, 100)
        self.assertEqual(self.owed(), 100)
        self.assertEqual(self.order._get_job_amounts()[self.order.id], 100)
        self.finish_labour_job()
        invoice = self.invoice()
        self.assertEqual((invoice.currency_id, invoice.amount_total), (foreign, 50))
        self.assertEqual(self.owed(), 100)
        self.assertEqual(self.share().invoiced_amount, 50)
        self.assertIn(foreign.format(50), self.order.owed_documents)
        self.assertEqual(self.order.owed_amount, 100)

    # --- payments that bounce

    def hand_in(self, method="transfer"):
        self.make_labour_job()
        row = self.collect(100, method)
        self.count(self.take_over())
        return row

    def test_a_cancelled_payment_is_owed_again(self):
        row = self.hand_in()
        self.finish_labour_job()
        self.invoice()
        self.assertEqual((self.owed(), self.share().progress), (0, "paid"))
        row.payment_id.action_draft()
        row.payment_id.action_cancel()
        self.assertEqual((self.owed(), self.share().progress), (100, "invoiced"))
        self.assertTrue(row.is_bounced)

    def test_a_payment_that_the_bank_takes_back_is_owed_again(self):
        row = self.hand_in("wechat")
        self.assertEqual(self.owed(), 0)
        row.payment_id.move_id._reverse_moves(cancel=True)
        self.assertEqual(self.owed(), 100)
        self.assertTrue(row.is_bounced)
        self.finish_labour_job()
        self.assertEqual(self.invoice().amount_residual, 100)

    def test_a_bounced_payment_can_be_taken_again(self):
        self.make_policy(field_cash_limit=100)
        row = self.hand_in()
        row.payment_id.action_draft()
        row.payment_id.action_cancel()
        again = self.collect(100, "cash")
        self.assertEqual((again.state, self.owed()), ("held", 0))

    # --- tax: told, signed, asked for, owed

    def test_told_signed_quoted_and_owed_are_one_number(self):
        self.make_labour_job(120, taxed=True)
        visit = self.visit
        told = (visit.customer_net, visit.customer_tax, visit.customer_amount)
        self.assertEqual(told, (120, 15.6, 135.6))
        self.assertEqual((self.owed(), self.order.fee_total), (135.6, 135.6))
        visit = visit.with_user(self.technician)
        card = visit.env["aftersales.technician.day"]._prepare_card(visit)
        self.assertIn("135.60", card["customer_amount"])
        self.assertIn("15.60", card["customer_tax"])
        self.assertEqual(card["money"]["left"], 135.6)
        self.finish_labour_job()
        self.assertEqual(visit.signed_content["customer_amount"], 135.6)
        invoice = self.invoice()
        self.assertEqual(invoice.amount_total, 135.6)
        self.assertEqual(self.owed(), 135.6)

    def test_the_refusal_to_start_tells_the_taxed_amount(self):
        self.labour.taxes_id = self.vat
        self.order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(self.order)
        for step in ("contact", "leave", "arrive"):
            getattr(self.visit, f"action_{step}")()
        with self.assertRaisesRegex(Exception, "135.60"):
            self.visit.action_start()

    def test_a_price_lowered_on_the_quotation_is_told_at_once(self):
        self.make_labour_job(100, taxed=True)
        self.order.action_create_quotation()
        self.order.sudo().sale_order_ids.order_line.discount = 10
        self.assertEqual(self.visit.customer_amount, 101.7)
        self.assertEqual(self.owed(), 101.7)

    def test_the_customer_s_fiscal_position_counts_before_the_quotation(self):
        free = self.env["account.tax"].create(
            {"name": "免税", "amount": 0, "type_tax_use": "sale"}
        )
        position = self.env["account.fiscal.position"].create({"name": "出口"})
        free.write(
            {
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(self.vat.id)],
            }
        )
        self.customer.property_account_position_id = position
        self.make_labour_job(120, taxed=True)
        self.assertEqual(self.visit.customer_amount, 120)
        self.order.action_create_quotation()
        self.assertEqual(self.order.sudo().sale_order_ids.amount_total, 120)

    def test_receipt_and_slip_print_net_tax_and_total(self):
        self.make_labour_job(120, taxed=True)
        row = self.collect(100)
        self.finish_labour_job()
        for report, record in (("receipt", self.visit), ("collection", row)):
            page = self.env["ir.actions.report"]._render_qweb_html(
                f"aftersales_service.report_{report}", record.ids
            )[0]
            for amount in ("120.00", "15.60", "135.60"):
                self.assertIn(amount, page.decode(), report)

    def test_what_was_signed_is_printed_again(self):
        self.make_labour_job(120, taxed=True)
        self.finish_labour_job()
        self.order.action_create_quotation()
        self.order.sudo().sale_order_ids.order_line.price_unit = 500
        self.assertEqual(self.visit._get_told_totals(), (120, 15.6, 135.6))

    @_FEW
    @given(st.integers(1, 999999), st.integers(1, 99), st.integers(1, 7))
    def test_a_quotation_line_is_worth_its_share_to_the_fen(self, fen, percent, pieces):
        with self.env.cr.savepoint() as savepoint:
            order = self.make_order(service_type="a")
            fee = self.env["aftersales.fee"].create(
                {
                    "name": "检测费",
                    "order_id": order.id,
                    "product_id": self.labour.id,
                    "quantity": pieces,
                    "price_unit": fen / 100,
                    "share_ids": [
                        Command.create({"payer": "customer", "percent": percent}),
                        Command.create({"payer": "agent", "percent": 100 - percent}),
                    ],
                }
            )
            mine = fee.share_ids[0]
            if mine.amount:
                order.action_create_quotation()
                sale = order.sudo().sale_order_ids
                self.assertAlmostEqual(sale.amount_total, mine.amount, 6)
                fee._settle_quantity(pieces + 1)
                self.assertAlmostEqual(sale.amount_total, mine.amount, 6)
            savepoint.rollback()
        self.env.invalidate_all()

    # --- property

    @_FEW
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("credit", "pay", "match", "bounce")),
                st.integers(1, 60),
            ),
            max_size=6,
        )
    )
    def test_owed_is_the_sum_of_the_residuals(self, story):
        with self.env.cr.savepoint() as savepoint:
            moves, payments = self.bill(), self.env["account.payment"]
            credited = 0
            for what, amount in story:
                if what == "credit" and credited + amount < 100:
                    moves |= self.credit(moves[0], amount)
                    credited += amount
                elif what == "pay" and moves[0].amount_residual >= amount:
                    payments |= self.pay(moves[0], amount)
                elif what == "match" and moves[1:]:
                    self.match(*moves)
                elif what == "bounce" and payments[-1:].state != "canceled":
                    payments[-1:].action_draft()
                    payments[-1:].action_cancel()
                residual = sum(moves.mapped("amount_residual_signed"))
                owed = self.order.sudo()._get_owed()
                self.assertEqual(owed.total, round(residual, 2))
                self.assertEqual(self.owed(), max(round(residual, 2), 0))
                self.assertEqual(self.share().invoiced_amount, 100 - credited)
            savepoint.rollback()
        self.env.invalidate_all()
