from hypothesis import example, given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from ..fees.test_movements import _FEW
from .common import MonthlyCommon


class TestMonthlyInvoice(MonthlyCommon):
    """From the confirmed statement to one invoice, and back."""

    def test_journal_items_of_one_invoice(self):
        shares = self.make_done(100) | self.make_done(50.5)
        statement = self.gather()
        statement.action_send()
        self.confirm(statement)
        statement.action_invoice()
        invoice = statement.sudo().move_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual(
            self.sums(invoice),
            {"asset_receivable": 170.07, "income": -150.5, "tax": -19.57},
        )
        self.assertEqual(invoice.partner_id, self.customer)
        self.assertEqual(invoice.amount_total, statement.amount)
        for share in shares:
            self.assertEqual(self.left(share), (0, 0))
            self.assertEqual(share.progress, "invoiced")
        self.assertEqual(self.told(shares[0], "invoiced"), (100, 13))
        self.pay(invoice)
        self.assertTrue(statement.is_paid)
        self.assertEqual(set(shares.mapped("progress")), {"paid"})

    def test_a_foreign_customer_pays_in_his_currency(self):
        usd = self.make_dollar()
        share = self.make_done(100)
        statement = self.gather()
        self.assertEqual((statement.currency_id, statement.amount), (usd, 113))
        statement.action_send()
        self.confirm(statement)
        statement.action_invoice()
        invoice = statement.sudo().move_ids
        self.assertEqual(
            self.sums(invoice), {"asset_receivable": 791, "income": -700, "tax": -91}
        )
        self.assertEqual((invoice.currency_id, statement.residual), (usd, 113))
        self.assertEqual(self.told(share, "invoiced"), (100, 13))

    def test_two_currencies_are_two_statements(self):
        self.make_done(100)
        self.make_dollar()
        self.make_done(10)
        found = self.gather()
        self.assertEqual(len(found), 2)
        self.assertEqual(set(found.mapped("amount")), {113.0, 11.3})

    def test_what_is_disputed_is_not_invoiced_and_waits(self):
        statement = self.make_sent(100, 50)
        good, bad = statement.line_ids
        statement._answer_on_portal(
            {good.id: (True, ""), bad.id: (False, "已包含在保养内")}, "王经理"
        )
        self.assertEqual(statement.state, "answered")
        statement.action_invoice()
        self.assertEqual(statement.sudo().move_ids.amount_total, 113)
        share = bad.sudo().share_id
        self.assertEqual((self.left(share), bad.is_open), ((50, 6.5), False))
        with self.assertRaisesRegex(MoveRefused, "已包含在保养内"):
            self.gather()
        sale = share.sale_line_id
        sale.order_id.action_unlock()
        sale.discount = 20
        bad.action_resolve()
        again = self.gather()
        self.assertEqual((again.net, again.line_ids.sudo().share_id), (40, share))

    def test_a_reversal_restores_and_may_be_stated_again(self):
        statement = self.make_invoiced(100)
        share = statement.line_ids.sudo().share_id
        invoice = statement.sudo().move_ids
        self.pay(invoice)
        with self.assertRaises(MoveRefused):
            self.gather()
        self.credit(invoice)
        self.assertTrue(statement.is_reversed)
        self.assertEqual(self.left(share), (100, 13))
        again = self.gather()
        self.assertEqual(again.line_ids.sudo().share_id, share)
        again.action_send()
        self.confirm(again)
        again.action_invoice()
        self.assertEqual(self.left(share), (0, 0))

    def test_a_credit_note_over_a_part_stays_with_the_invoice(self):
        statement = self.make_invoiced(100, taxed=False)
        self.credit(statement.sudo().move_ids, 30)
        share = statement.line_ids.sudo().share_id
        self.assertEqual((self.left(share), statement.is_reversed), ((0, 0), False))
        self.assertEqual(statement.residual, 70)

    def test_a_draft_again_stays_and_a_deleted_one_is_made_anew(self):
        statement = self.make_invoiced(100)
        invoice = statement.sudo().move_ids
        invoice.button_draft()
        self.assertTrue(statement.line_ids.is_open)
        with self.assertRaises(MoveRefused):
            self.gather()
        invoice.action_post()
        invoice.button_draft()
        invoice.with_context(force_delete=True).unlink()
        self.assertEqual(statement.state, "answered")
        statement.action_invoice()
        self.assertEqual(statement.sudo().move_ids.amount_total, 113)

    def test_who_confirmed_and_how_is_written_down(self):
        statement = self.make_sent()
        with self.assertRaisesRegex(ProofMissing, "who confirmed"):
            statement.action_confirm_all()
        self.confirm(statement)
        self.assertEqual(statement.line_ids.answered_by, "王经理，微信")

    def test_a_price_that_changed_meanwhile_is_told(self):
        self.make_done()
        statement = self.gather()
        sale = statement.line_ids.sudo().share_id.sale_line_id
        sale.price_unit = 90
        with self.assertRaisesRegex(MoveRefused, "gather again"):
            statement.action_send()
        sale.price_unit = 100
        statement.action_send()
        self.confirm(statement)
        sale.price_unit = 110
        with self.assertRaisesRegex(MoveRefused, "gather again"):
            statement.action_invoice()

    def test_sent_lines_stand(self):
        statement = self.make_sent()
        line = statement.line_ids
        for attack in (
            lambda: line.write({"net": 1}),
            lambda: line.write({"state": "confirmed"}),
            line.unlink,
            lambda: statement.write({"state": "answered"}),
            statement.unlink,
        ):
            with self.assertRaises(ProtectedRefused):
                attack()
        with self.assertRaises(MoveRefused):
            statement.action_invoice()

    def test_others_do_none_of_it(self):
        statement = self.make_sent()
        steps = ("action_send", "action_confirm_all", "action_invoice", "action_cancel")
        for user in (self.director, self.inspector):
            for step in steps:
                with self.assertRaises(GroupRefused):
                    getattr(statement.with_user(user), step)()
        for user in (self.dispatcher, self.technician, self.keeper):
            with self.assertRaises(AccessError):
                statement.with_user(user).read(["name"])
        other = self.env["res.company"].create({"name": "外人公司"})
        stranger = self.make_user(
            "finance",
            "monthly_b",
            company_id=other.id,
            company_ids=self.command(other.id),
        )
        self.assertFalse(
            self.env["aftersales.monthly.statement"].with_user(stranger).search([])
        )
        with self.assertRaises(UserError):
            statement.with_user(stranger).action_cancel()

    @_FEW
    @given(
        st.lists(
            st.tuples(st.integers(1, 99999), st.sampled_from([1, 2, 3, 1.5])),
            min_size=1,
            max_size=6,
        ),
        st.sampled_from(["round_globally", "round_per_line"]),
    )
    def test_told_is_confirmed_and_owed_to_the_fen(self, told, rounding):
        with self.env.cr.savepoint() as savepoint:
            self.company.tax_calculation_rounding_method = rounding
            for fen, quantity in told:
                self.make_done(fen / 100, quantity)
            statement = self.gather()
            statement.action_send()
            before = statement.amount
            self.confirm(statement)
            statement.action_invoice()
            invoice = statement.sudo().move_ids
            self.assertEqual(invoice.amount_total, before)
            self.assertAlmostEqual(
                sum(statement.line_ids.mapped("tax")), invoice.amount_tax, 2
            )
            for share in statement.line_ids.sudo().share_id:
                self.assertEqual(share.open_net, 0)
            savepoint.rollback()

    @_FEW
    @given(
        st.lists(
            st.sampled_from(
                [
                    "settle",
                    "gather",
                    "send",
                    "confirm",
                    "invoice",
                    "alone",
                    "credit",
                    "cancel",
                    "except",
                    "draft",
                ]
            ),
            min_size=1,
            max_size=12,
        )
    )
    @example(["settle", "credit", "settle", "draft"])
    @example(["settle", "credit", "alone", "draft"])
    @example(["settle", "credit", "draft", "alone"])
    @example(["settle", "draft", "credit", "alone"])
    @mute_logger("odoo.sql_db")
    def test_a_fee_is_on_one_statement_or_one_invoice(self, steps):
        """Whatever is pressed in whatever order."""
        with self.env.cr.savepoint() as savepoint:
            share = self.make_done()
            self.quote()
            for step in steps:
                try:
                    with self.env.cr.savepoint():
                        self.press(step, share)
                except UserError:
                    self.env.invalidate_all()
                self.check_once(share)
            savepoint.rollback()

    def press(self, step, share):
        getattr(self, f"press_{step}")(share)
        self.env.flush_all()
        self.env.invalidate_all()

    def last(self, share):
        """The statement on which it stood last, for the accountant."""
        found = share.monthly_line_ids.statement_id.sorted("id")[-1:]
        return found.sudo(False).with_user(self.accountant)

    def invoices(self, share):
        return share.sudo().sale_line_id.invoice_lines.move_id

    def press_settle(self, share):
        for step in ("gather", "send", "confirm", "invoice"):
            self.press(step, share)

    def press_gather(self, share):
        self.gather()

    def press_send(self, share):
        self.last(share).action_send()

    def press_confirm(self, share):
        self.confirm(self.last(share))

    def press_invoice(self, share):
        self.last(share).action_invoice()

    def press_cancel(self, share):
        self.last(share).action_cancel()

    def press_alone(self, share):
        sale = share.sudo().sale_line_id.order_id.sudo(False)
        sale.with_user(self.accountant)._create_invoices().action_post()

    def press_credit(self, share):
        live = self.invoices(share).filtered(
            lambda m: m.move_type == "out_invoice" and m._aftersales_is_live()
        )
        self.credit(live[-1:])

    def press_except(self, share):
        order = share.order_id
        order.alone_reason = False if order.alone_reason else "单独开票"

    def press_draft(self, share):
        """The last document, and each credit note: what it took back stands again."""
        posted = self.invoices(share).filtered(lambda m: m.state == "posted")
        notes = posted.filtered(lambda m: m.move_type == "out_refund")
        for move in notes or posted[-1:]:
            move.button_draft()

    def check_once(self, share):
        share = share.sudo()
        lines = share.monthly_line_ids.filtered("is_open")
        items = share.sale_line_id._aftersales_get_live_invoice_lines()
        charged = items.move_id.filtered(lambda m: m.move_type == "out_invoice")
        own = charged.filtered(lambda m: not m.aftersales_monthly_id)
        self.assertLessEqual(len(lines), 1)
        self.assertLessEqual(len(charged), 1)
        self.assertFalse(lines and own)
        self.assertGreaterEqual(share.open_net, 0)
