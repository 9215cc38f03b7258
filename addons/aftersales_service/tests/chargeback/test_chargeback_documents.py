from hypothesis import given
from hypothesis import strategies as st

from odoo import Command

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..fees.test_movements import _FEW
from .common import ChargebackCommon


class TestChargebackDocuments(ChargebackCommon):
    """Expected journal items of what we accept, and of its set-off."""

    def sums(self, moves):
        told = {}
        for item in moves.line_ids:
            kind = item.account_id.account_type
            key = "tax" if item.tax_line_id else kind
            told[key] = round(told.get(key, 0.0) + item.balance, 2)
        return {key: value for key, value in told.items() if value}

    def reverse(self, move):
        note = move._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        note.action_post()
        return note

    def test_table_of_journal_items(self):
        """(becomes, accepted of 100, taxes) → balance by type of account."""
        included = self.vat.copy(
            {"name": "含税", "price_include_override": "tax_included"}
        )
        table = [
            (("entry", None, None), {"expense": 100, "liability_payable": -100}),
            (("entry", 60, None), {"expense": 60, "liability_payable": -60}),
            (
                ("bill", None, self.buy_vat),
                {"expense": 100, "tax": 13, "liability_payable": -113},
            ),
            (
                ("bill", 33.33, self.buy_vat),
                {"expense": 33.33, "tax": 4.33, "liability_payable": -37.66},
            ),
            (
                ("credit_note", None, self.vat),
                {"expense": 100, "tax": 13, "asset_receivable": -113},
            ),
            (
                ("credit_note", 60, included),
                {"expense": 60, "tax": 7.8, "asset_receivable": -67.8},
            ),
            (("credit_note", 0, self.vat), {}),
        ]
        for (becomes, net, taxes), expected in table:
            with (
                self.subTest(becomes=becomes, net=net),
                self.env.cr.savepoint() as save,
            ):
                self.agree(becomes=becomes, tax_ids=taxes and taxes.ids)
                record = self.settle(self.answer_list(net))
                moves = record.sudo().move_ids
                self.assertEqual(self.sums(moves), expected)
                self.assertEqual(record.state, "settled")
                self.assertEqual(record.to_book_net, 0)
                self.assertEqual(set(moves.mapped("state")) - {"posted"}, set())
                save.rollback()

    def test_only_finance_books_and_only_what_is_answered(self):
        self.agree()
        record = self.answer_list(None)
        with self.assertRaises(GroupRefused):
            record.with_user(self.dispatcher).action_settle()
        waiting = self.propose(self.make_list(100))
        with self.assertRaises(MoveRefused):
            waiting.with_user(self.accountant).action_settle()

    def test_without_agreement_or_account_it_says_so(self):
        record = self.answer_list(None)
        with self.assertRaisesRegex(ProofMissing, "Nothing was agreed"):
            self.settle(record)
        late = self.agree(account_id=False)
        with self.assertRaisesRegex(ProofMissing, "neither product nor account"):
            self.settle(record)
        late.account_id = self.cost
        self.assertEqual(self.settle(record).agreement_id, late)

    def test_the_agreement_with_everybody_is_the_last(self):
        common = self.agree(partner_id=False, becomes="bill")
        record = self.make_list(100)
        self.assertEqual(record.agreement_id, common)
        mine = self.agree()
        self.assertEqual(self.make_list(100).agreement_id, mine)

    def test_nothing_is_booked_twice_and_a_reversal_opens_it(self):
        self.agree()
        record = self.settle(self.answer_list(None, 40))
        move = record.sudo().move_ids
        self.assertEqual(self.sums(move), {"expense": 140, "liability_payable": -140})
        with self.assertRaisesRegex(MoveRefused, "left to book"):
            record.action_settle()
        self.reverse(move)
        self.assertEqual((record.to_book_net, record.residual), (140, 0))
        record.action_settle()
        self.assertEqual(record.to_book_net, 0)
        self.assertEqual(record.residual, 140)

    def test_a_draft_again_opens_it_too(self):
        self.agree(becomes="bill", tax_ids=self.buy_vat.ids)
        record = self.settle(self.answer_list(None))
        record.sudo().move_ids.button_draft()
        self.assertEqual(record.to_book_net, 100)

    def test_what_was_booked_otherwise_does_not_come_again(self):
        """A draft whose claims stand on another document meanwhile; with a ruling beside
        it, a document may be drawn back and come again."""
        for becomes in ("bill", "entry"):
            with self.subTest(becomes=becomes), self.env.cr.savepoint() as save:
                self.agree(becomes=becomes, tax_ids=self.buy_vat.ids)
                record = self.settle(self.answer_list(None, 40))
                first = record.sudo().move_ids
                first.button_draft()
                first.action_post()
                record.with_user(self.dispatcher).line_ids[1].objection = "请复核"
                record.line_ids[1].with_user(self.dispatcher).action_contest()
                self.approve(record.line_ids[1], user=self.arbiter)
                record.action_settle()
                first.button_draft()
                first.action_post()
                first.button_draft()
                record.action_settle()
                self.assertEqual(record.to_book_net, 0)
                with (
                    self.assertRaisesRegex(MoveRefused, "otherwise"),
                    self.env.cr.savepoint(),
                ):
                    first.action_post()
                save.rollback()

    def test_what_is_contested_waits_and_a_ruling_has_its_own_document(self):
        self.agree()
        record = self.answer_list(None, 0)
        record.line_ids[1].objection = "不认可"
        record.line_ids[1].action_contest()
        self.settle(record)
        self.assertEqual(record.state, "answered")
        self.assertEqual(len(record.sudo().move_ids), 1)
        self.approve(record.line_ids[1], user=self.arbiter)
        self.assertEqual(record.to_book_net, 100)
        self.settle(record)
        self.assertEqual((record.state, record.residual), ("settled", 200))
        self.assertEqual(len(record.sudo().move_ids), 2)

    def test_an_objection_after_the_booking(self):
        self.agree()
        record = self.settle(self.answer_list(None, 40))
        record = record.with_user(self.dispatcher)
        record.line_ids[1].objection = "请复核"
        record.line_ids[1].action_contest()
        self.approve(record.line_ids[1], user=self.arbiter)
        self.assertEqual(record.line_ids[1].accepted_net, 100)
        self.assertEqual(record.to_book_net, 60)
        first = record.sudo().move_ids
        mine = self.settle(record)
        self.assertEqual((mine.residual, mine.to_book_net), (200, 0))
        later = record.sudo().move_ids - first
        self.assertEqual(later.amount_total, 60)
        self.reverse(later)
        self.assertEqual(mine.to_book_net, 60)
        self.reverse(first)
        self.assertEqual(mine.to_book_net, 200)
        mine.action_settle()
        self.assertEqual((mine.residual, mine.to_book_net), (200, 0))

    # --- set-off with a maker who owes and is owed

    def test_set_off_of_an_entry_is_reconciled_on_both_accounts(self):
        self.agree()
        goods = self.invoice(70)
        record = self.settle(self.answer_list(None))
        record.action_set_off()
        self.assertEqual((goods.amount_residual, record.residual), (0, 30))
        entry = self.env["account.move"].search([("ref", "like", record.name)])
        entry = entry.filtered(lambda m: not m.aftersales_chargeback_id)
        self.assertEqual(
            self.sums(entry), {"liability_payable": 70, "asset_receivable": -70}
        )
        self.assertTrue(all(entry.line_ids.mapped("reconciled")))
        with self.assertRaises(MoveRefused):
            record.action_set_off()
        more = self.invoice(50)
        record.action_set_off()
        self.assertEqual((more.amount_residual, record.residual), (20, 0))
        self.assertTrue(record.is_paid)
        with self.assertRaises(MoveRefused):
            record.action_set_off()

    def test_set_off_of_a_bill_with_tax(self):
        self.agree(becomes="bill", tax_ids=self.buy_vat.ids)
        first, second = self.invoice(100), self.invoice(50)
        record = self.settle(self.answer_list(None))
        record.action_set_off()
        self.assertEqual(record.residual, 0)
        self.assertEqual(first.amount_residual + second.amount_residual, 37)

    def test_a_credit_note_meets_the_invoice_without_an_entry(self):
        self.agree(becomes="credit_note", tax_ids=self.vat.ids)
        goods = self.invoice(500)
        record = self.settle(self.answer_list(None))
        moves = self.env["account.move"].search_count([])
        record.action_set_off()
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual((goods.amount_residual, record.residual), (387, 0))
        self.assertTrue(record.is_paid)

    def test_what_he_owes_by_a_statement_is_set_off_too(self):
        """He owes for service that we did for him, and is owed for his claims."""
        self.agree()
        self.make_term("manufacturer", lines={"labour": {"becomes": "service"}})
        statement = self.make_settled(self.make_share(payer="manufacturer"))
        record = self.settle(self.answer_list(None, nets=[250]))
        record.action_set_off()
        self.assertEqual((statement.residual, record.residual), (0, 150))
        self.assertTrue(statement.is_paid)

    def test_a_statement_is_set_off_against_claims(self):
        """The same from the other side."""
        self.agree()
        self.make_term("manufacturer", lines={"labour": {"becomes": "service"}})
        record = self.settle(self.answer_list(None, nets=[60]))
        statement = self.make_settled(self.make_share(payer="manufacturer"))
        statement.action_set_off()
        self.assertEqual((statement.residual, record.residual), (40, 0))

    def test_zero_kilometre_money_is_booked_apart(self):
        self.agree()
        service = self.settle(self.answer_list(None))
        plant = self.settle(self.answer_list(None, life_stage="zero_km"))
        self.assertEqual((service.residual, plant.residual), (100, 100))
        self.assertFalse(service.sudo().move_ids & plant.sudo().move_ids)
        self.assertEqual(set(plant.line_ids.mapped("life_stage")), {"zero_km"})

    def test_another_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        usd.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": usd.id, "inverse_company_rate": 7.0}
        )
        for becomes in ("entry", "bill", "credit_note"):
            agreement = self.agree(becomes=becomes, tax_ids=[Command.clear()])
            record = self.settle(self.answer_list(None, currency_id=usd.id))
            self.assertEqual(self.sums(record.sudo().move_ids).get("expense"), 700)
            self.assertEqual(record.residual, 100)
            agreement.active = False
            agreement.flush_recordset()

    @_FEW
    @given(
        st.lists(
            st.tuples(st.integers(1, 99999), st.integers(0, 100)),
            min_size=1,
            max_size=5,
        )
    )
    def test_nothing_is_lost_to_the_fen(self, told):
        """Claimed = accepted + not accepted; the document is over what was accepted."""
        with self.env.cr.savepoint() as savepoint:
            self.agree(becomes="bill", tax_ids=self.buy_vat.ids)
            nets = [fen / 100 for fen, _part in told]
            parts = [
                round(net * part / 100, 2)
                for net, (_f, part) in zip(nets, told, strict=True)
            ]
            record = self.settle(self.answer_list(*parts, nets=nets))
            self.assertAlmostEqual(
                record.claimed_net, record.accepted_net + record.rest_net, 2
            )
            moves = record.sudo().move_ids
            self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), sum(parts), 2)
            savepoint.rollback()
