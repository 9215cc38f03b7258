from hypothesis import given
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from ..fees.test_movements import _FEW
from .common import TwoCompanies


class TestCompanyCharge(TwoCompanies):
    """A charge of one company of the database is proposed to the other as its cost."""

    def reverse(self, move, price=None):
        note = move._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if price is not None:
            note.invoice_line_ids.write({"quantity": 1, "price_unit": price})
        note.action_post()
        return note

    def post_theirs(self, charge=None):
        self.theirs(charge).action_draft()
        move = self.their_move(charge)
        move.action_post()
        return move

    def test_journal_items_of_both_sides(self):
        """(becomes, taxes) → (our items, their items)."""
        table = [
            (
                ("service", self.vat),
                {"asset_receivable": 113, "income_other": -100, "tax": -13},
                ("in_invoice", {"liability_payable": -113, "expense": 100, "tax": 13}),
            ),
            (
                ("service", None),
                {"asset_receivable": 100, "income_other": -100},
                ("in_invoice", {"liability_payable": -100, "expense": 100}),
            ),
            (
                ("compensation", None),
                {"asset_receivable": 100, "income_other": -100},
                ("entry", {"liability_payable": -100, "expense": 100}),
            ),
            (
                ("price_cut", self.buy_vat),
                {"liability_payable": 113, "income_other": -100, "tax": -13},
                # their sales tax of that percent is missing: all of it is their loss
                ("out_refund", {"asset_receivable": -113, "income": 113}),
            ),
        ]
        for (becomes, taxes), ours, (kind, theirs) in table:
            with self.subTest(becomes=becomes), self.env.cr.savepoint() as save:
                move = self.make_charged(becomes=becomes, taxes=taxes)
                charge = self.charges()
                self.assertEqual((charge.state, charge.kind), ("proposed", kind))
                self.assertFalse(charge.bill_ids)
                self.assertEqual(self.sums_of(move), ours)
                answer = self.post_theirs()
                self.assertEqual(self.sums_of(answer), theirs)
                self.assertEqual(answer.company_id, self.sales)
                self.assertEqual(
                    answer.partner_id.commercial_partner_id, self.company.partner_id
                )
                self.assertEqual((charge.state, charge.difference), ("posted", 0))
                save.rollback()

    def test_a_customer_of_the_house_is_charged_by_his_invoice(self):
        self.customer = self.sales.partner_id
        self.make_fee(taxes=self.vat)
        invoice = self.bill()
        charge = self.charges()
        self.assertEqual((charge.name, charge.amount), (invoice.name, 113))
        self.assertEqual(self.post_theirs().amount_total, 113)

    def test_a_company_that_becomes_another_partner_is_known_again(self):
        """Who is which company is remembered for all documents, and forgotten in time."""
        find = self.env["res.company"]._aftersales_get_of_partners
        before, after = (
            self.sales.partner_id,
            self.env["res.partner"].create({"name": "新名公司", "is_company": True}),
        )
        self.assertEqual(find()[before.id], self.sales.id)
        self.sales.partner_id = after
        self.assertNotIn(before.id, find())
        self.customer = after
        self.make_fee(taxes=self.vat)
        invoice = self.bill()
        self.assertEqual(self.charges().source_move_id, invoice)

    def test_a_company_that_pays_monthly_gets_one_charge(self):
        """Several jobs, one statement, one invoice, one bill."""
        self.customer = self.sales.partner_id
        agreement = self.env["aftersales.monthly.agreement"].create(
            {"partner_id": self.customer.id, "valid_from": "2020-01-01", "day": 25}
        )
        for price in (100, 33.33):
            self.make_fee(price, taxes=self.vat)
            self.order.sudo()._in_flow().write({"state": "closed"})
        action = agreement.with_user(self.accountant).action_gather()
        statement = self.env["aftersales.monthly.statement"].search(action["domain"])
        statement = statement.with_user(self.accountant)
        statement.action_send()
        statement.confirmed_how = "内部对账"
        statement.action_confirm_all()
        statement.action_invoice()
        charge = self.charges()
        self.assertEqual((len(charge), charge.amount), (1, statement.amount))
        self.assertEqual(self.post_theirs().amount_total, statement.amount)
        self.assertEqual(len(charge.line_ids), 2)

    def test_others_and_plain_sales_are_not_mirrored(self):
        self.make_fee()
        self.bill()
        self.assertFalse(self.charges())
        plain = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.sales.partner_id.id,
                "invoice_line_ids": [
                    fields.Command.create({"name": "货款", "price_unit": 50})
                ],
            }
        )
        plain.action_post()
        self.assertFalse(self.charges())

    def test_their_accountant_has_a_task_and_refuses_with_a_reason(self):
        self.make_charged()
        charge = self.charges()
        task = charge.activity_ids
        self.assertIn(charge.name, task.summary)
        self.assertIn(self.sales, task.user_id.company_ids)
        with self.assertRaisesRegex(ProofMissing, "write why"):
            self.theirs().action_refuse()
        self.theirs().action_draft()
        self.theirs().reason = "不是我们的客户"
        self.theirs().action_refuse()
        self.assertEqual((charge.state, charge.bill_ids.ids), ("refused", []))
        told = charge.activity_ids.filtered(lambda a: "不是我们的客户" in a.summary)
        self.assertIn(self.company, told.user_id.company_ids)
        self.theirs().action_reopen()
        self.assertEqual(charge.state, "proposed")

    def test_only_a_rule_of_the_receiver_books_by_itself(self):
        cases = [
            ({"booking": "propose"}, "proposed"),
            ({"booking": "draft"}, "drafted"),
            ({"booking": "post"}, "posted"),
            ({"booking": "post", "limit": 99}, "proposed"),
            ({"booking": "post", "limit": 100}, "posted"),
            ({"booking": "post", "partner_id": False}, "posted"),
            ({"booking": "post", "company_id": self.company.id}, "proposed"),
        ]
        for vals, state in cases:
            with self.subTest(vals=vals), self.env.cr.savepoint() as save:
                self.make_rule(**vals)
                self.make_charged()
                self.assertEqual(self.charges().state, state)
                save.rollback()

    def test_trouble_of_the_receiver_never_stops_the_sender(self):
        self.make_rule(booking="post")
        journals = self.env["account.journal"].search(
            [("company_id", "=", self.sales.id), ("type", "=", "purchase")]
        )
        journals.active = False
        move = self.make_charged()
        self.assertEqual((move.state, self.charges().state), ("posted", "proposed"))

    def test_the_rule_names_the_account(self):
        account = self.env["account.account"].create(
            {
                "name": "售后服务费",
                "code": "660199",
                "account_type": "expense",
                "company_ids": [fields.Command.set(self.sales.ids)],
            }
        )
        self.make_rule(account_id=account.id)
        self.make_charged(taxes=self.vat)
        move = self.post_theirs()
        self.assertEqual(move.invoice_line_ids.account_id, account)

    def test_a_reversal_is_mirrored(self):
        for becomes in ("service", "compensation"):
            with self.subTest(becomes=becomes), self.env.cr.savepoint() as save:
                move = self.make_charged(becomes=becomes)
                charge = self.charges()
                bill = self.post_theirs()
                self.reverse(move)
                back = self.charges() - charge
                self.assertEqual((back.state, back.origin_id), ("proposed", charge))
                note = self.post_theirs(back)
                self.assertEqual(note.reversed_entry_id, bill)
                self.assertEqual(self.sums_of(bill | note), {})
                self.assertEqual((charge.difference, back.difference), (0, 0))
                self.assertEqual(charge.state, "posted")
                save.rollback()

    def test_a_credit_over_a_part_is_mirrored_to_the_cent(self):
        move = self.make_charged(taxes=self.vat)
        charge = self.charges()
        bill = self.post_theirs()
        self.reverse(move, 33.33)
        back = self.charges() - charge
        note = self.post_theirs(back)
        self.assertEqual((back.amount, note.amount_total), (37.66, 37.66))
        self.assertEqual(bill.amount_residual, round(113 - 37.66, 2))

    def test_what_was_reversed_before_it_was_booked_needs_nothing(self):
        move = self.make_charged()
        self.theirs().action_draft()
        bill = self.their_move()
        self.reverse(move)
        charge = self.charges()
        self.assertEqual((len(charge), charge.state), (1, "withdrawn"))
        with self.assertRaisesRegex(MoveRefused, "took .* back"):
            bill.action_post()

    def test_a_draft_again_takes_it_back_and_posting_brings_it_again(self):
        move = self.make_charged()
        charge = self.charges()
        bill = self.post_theirs()
        tasks = len(charge.activity_ids)
        move.button_draft()
        self.assertEqual((charge.state, charge.difference), ("withdrawn", 100))
        self.assertEqual(len(charge.activity_ids), tasks + 1)
        move.action_post()
        self.assertEqual((charge.state, charge.difference), ("posted", 0))
        bill.button_draft()
        self.assertEqual(charge.state, "drafted")
        move.button_draft()
        self.assertEqual(charge.state, "withdrawn")
        with self.assertRaises(MoveRefused):
            bill.action_post()

    def test_what_the_receiver_changes_is_told_to_the_sender(self):
        self.make_charged()
        charge = self.charges()
        self.theirs().action_draft()
        bill = self.their_move()
        bill.invoice_line_ids.price_unit = 90
        bill.action_post()
        self.assertEqual((charge.state, charge.difference), ("posted", -10))
        last = charge.activity_ids.sorted("id")[-1:]
        self.assertIn(self.company, last.user_id.company_ids)
        self.reverse(bill, 40)
        self.assertEqual(charge.difference, -50)

    def test_a_deleted_or_cancelled_draft_is_proposed_again(self):
        self.make_charged()
        charge = self.charges()
        self.theirs().action_draft()
        self.their_move().button_cancel()
        self.assertEqual(charge.state, "proposed")
        self.theirs().action_draft()
        self.their_move().unlink()
        self.assertEqual(charge.state, "proposed")
        self.theirs().action_draft()
        with self.assertRaises(MoveRefused):
            self.theirs().action_draft()

    def test_what_is_not_proposed_any_more_is_drafted_by_nobody(self):
        """The button stands above the list too, where anything may be ticked."""
        move = self.make_charged()
        bill = self.post_theirs()
        charge = self.charges()
        with self.assertRaisesRegex(MoveRefused, "cannot become"):
            self.theirs().action_draft()
        self.assertEqual(charge.bill_ids, bill)
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()
        self.theirs().reason = "不是我们的客户"
        self.theirs().action_refuse()
        with self.assertRaisesRegex(MoveRefused, "cannot become"):
            self.theirs().action_draft()
        self.reverse(move)
        self.assertEqual(charge.state, "withdrawn")
        with self.assertRaisesRegex(MoveRefused, "cannot become"):
            self.theirs().action_draft()
        self.assertFalse(charge.bill_ids)

    def test_neither_side_reads_the_documents_of_the_other(self):
        move = self.make_charged()
        charge = self.theirs()
        self.assertEqual(charge.name, move.name)
        self.assertTrue(charge.line_ids.mapped("net"))
        settlement = move.sudo().aftersales_settlement_id
        for attack in (
            lambda: charge.read(["source_move_id"]),
            lambda: charge.read(["bill_ids"]),
            lambda: move.sudo(False).with_user(self.their_accountant).read(["name"]),
            lambda: settlement.sudo(False)
            .with_user(self.their_accountant)
            .read(["name"]),
            lambda: charge.search([("source_move_id.name", "=", move.name)]),
        ):
            with self.assertRaises(AccessError):
                attack()
        with self.assertRaises(MoveRefused):
            charge.action_open_document()
        charge.action_draft()
        bill = self.their_move()
        self.assertEqual(charge.action_open_document()["res_id"], bill.id)
        ours = charge.with_user(self.accountant)
        self.assertEqual(ours.action_open_document()["res_id"], move.id)
        with self.assertRaises(AccessError):
            bill.sudo(False).with_user(self.accountant).read(["name"])

    def test_the_sender_answers_nothing_for_the_receiver(self):
        self.make_charged()
        ours = self.charges().sudo(False).with_user(self.accountant)
        self.assertEqual(ours.state, "proposed")
        for attack in (
            ours.action_draft,
            ours.action_refuse,
            ours.action_reopen,
            lambda: ours.write({"reason": "x"}),
        ):
            with self.assertRaises(UserError):
                attack()
        clerk = self.make_b("dispatcher", "sales_desk")
        with self.assertRaises(GroupRefused):
            self.charges().sudo(False).with_user(clerk).action_draft()
        with self.assertRaises(ProtectedRefused):
            self.theirs().write({"amount": 1})
        third = self.env["res.company"].create({"name": "西南分公司"})
        stranger = self.make_b("finance", "third_finance")
        stranger.write(
            {
                "company_ids": [fields.Command.set(third.ids)],
                "company_id": third.id,
            }
        )
        self.assertFalse(
            self.env["aftersales.company.charge"].with_user(stranger).search([])
        )

    def test_a_foreign_currency_agrees_in_the_currency_of_the_document(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        if self.company.currency_id == usd:
            usd = self.env.ref("base.EUR")
            usd.active = True
        usd.rate_ids.unlink()
        rates = self.env["res.currency.rate"]
        for company, rate in ((self.company, 7.0), (self.sales, 7.2)):
            rates.create(
                {
                    "name": "2020-01-01",
                    "currency_id": usd.id,
                    "inverse_company_rate": rate,
                    "company_id": company.id,
                }
            )
        self.company.aftersales_pricelist_id.currency_id = usd
        for becomes in ("service", "compensation"):
            with self.subTest(becomes=becomes), self.env.cr.savepoint() as save:
                move = self.make_charged(33.33, becomes=becomes)
                bill = self.post_theirs()
                self.assertEqual(bill.currency_id, move.currency_id)
                self.assertEqual(self.charges().amount, 33.33)
                owed = {"asset_receivable": 233.31, "income_other": -233.31}
                self.assertEqual(self.sums_of(move), owed)
                cost = {"liability_payable": -239.98, "expense": 239.98}
                self.assertEqual(self.sums_of(bill), cost)
                self.assertEqual(self.charges().difference, 0)
                save.rollback()

    def test_one_company_alone_sees_no_menu(self):
        menu = self.env.ref("aftersales_service.menu_company_charge")
        self.assertNotIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())

    @_FEW
    @given(
        st.lists(st.integers(1, 99999), min_size=1, max_size=5),
        st.sampled_from(["round_globally", "round_per_line"]),
        st.sampled_from(["round_globally", "round_per_line"]),
    )
    def test_both_sides_agree_to_the_cent(self, prices, ours, theirs):
        """However each of them rounds its taxes."""
        with self.env.cr.savepoint() as savepoint:
            self.company.tax_calculation_rounding_method = ours
            self.sales.tax_calculation_rounding_method = theirs
            self.labour.taxes_id = self.vat
            sale = self.env["sale.order"].create(
                {
                    "partner_id": self.sales.partner_id.id,
                    "order_line": [
                        fields.Command.create(
                            {
                                "product_id": self.labour.id,
                                "price_unit": fen / 100,
                                "tax_ids": [fields.Command.set(self.vat.ids)],
                            }
                        )
                        for fen in prices
                    ],
                }
            )
            self.labour.invoice_policy = "order"
            sale.order_line.aftersales_is_fee = True
            sale.action_confirm()
            invoice = sale._create_invoices()
            invoice.action_post()
            bill = self.post_theirs()
            self.assertEqual(bill.amount_untaxed, invoice.amount_untaxed)
            self.assertEqual(bill.amount_tax, invoice.amount_tax)
            self.assertEqual(bill.amount_total, invoice.amount_total)
            savepoint.rollback()
