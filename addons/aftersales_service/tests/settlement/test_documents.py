from hypothesis import given
from hypothesis import strategies as st

from odoo import Command

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..fees.test_movements import _FEW
from .common import SettlementCommon


class TestDocuments(SettlementCommon):
    """Expected journal items of each way in which something is settled."""

    def bill(self, partner, amount):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": partner.id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "配件",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def reverse(self, move, price=None):
        note = move._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if price is not None:
            note.invoice_line_ids.write({"quantity": 1, "price_unit": price})
        note.action_post()
        return note

    def test_table_of_journal_items(self):
        """(becomes, accepted of 100, taxes) → balance by type of account."""
        included = self.vat.copy(
            {"name": "含税", "price_include_override": "tax_included"}
        )
        table = [
            (
                ("compensation", None, None),
                {"asset_receivable": 100, "income_other": -100},
            ),
            (
                ("compensation", 60, None),
                {"asset_receivable": 60, "income_other": -60},
            ),
            (
                ("service", None, self.vat),
                {"asset_receivable": 113, "income_other": -100, "tax": -13},
            ),
            (
                ("service", 60, self.vat),
                {"asset_receivable": 67.8, "income_other": -60, "tax": -7.8},
            ),
            (
                ("service", None, included),
                {"asset_receivable": 113, "income_other": -100, "tax": -13},
            ),
            (
                ("price_cut", None, self.buy_vat),
                {"liability_payable": 113, "income_other": -100, "tax": -13},
            ),
            (
                ("price_cut", 33.33, self.buy_vat),
                {"liability_payable": 37.66, "income_other": -33.33, "tax": -4.33},
            ),
            (("service", 0, self.vat), {}),
        ]
        for (becomes, net, taxes), expected in table:
            with (
                self.subTest(becomes=becomes, net=net),
                self.env.cr.savepoint() as save,
            ):
                told = {"becomes": becomes, "tax_ids": taxes and taxes.ids}
                self.make_term(lines={"labour": told})
                share = self.make_share()
                settlement = self.make_sent(share)
                line = self.answer(settlement.line_ids, net)
                if line.rest_net:
                    self.agree_bearing(line)
                settlement.action_settle()
                self.assertEqual(self.sums(settlement), expected)
                tax = -expected.get("tax", 0)
                self.assertEqual(self.told(share, "invoiced"), (line.accepted_net, tax))
                self.assertEqual(self.left(share), (0, 0))
                save.rollback()

    def sums(self, settlement):
        told = {}
        for item in settlement.sudo().move_ids.line_ids:
            kind = item.account_id.account_type
            key = "tax" if item.tax_line_id else kind
            told[key] = round(told.get(key, 0.0) + item.balance, 2)
        return told

    def test_several_kinds_are_lines_of_one_document(self):
        self.make_term(
            lines={
                "labour": {"becomes": "service", "tax_ids": self.vat.ids},
                "freight": {"becomes": "service", "tax_ids": self.vat.ids},
                "travel": {},
            },
            rhythm="monthly",
        )
        shares = self.env["aftersales.fee.share"]
        for price, kind in (
            (10.01, "labour"),
            (20.02, "labour"),
            (7.77, "freight"),
            (5, "travel"),
        ):
            share = self.make_share(price)
            share.fee_id._in_flow().kind = kind
            shares |= share
        self.env.cr.execute("UPDATE aftersales_fee SET create_date = '2024-01-15'")
        self.env.invalidate_all()
        settlement = self.gather(shares)
        settlement.action_send()
        settlement.action_accept_all()
        settlement.action_settle()
        invoice = settlement.sudo().move_ids.filtered(
            lambda m: m.move_type == "out_invoice"
        )
        self.assertEqual(
            invoice.invoice_line_ids.mapped("price_subtotal"), [30.03, 7.77]
        )
        entry = settlement.sudo().move_ids - invoice
        self.assertEqual(entry.amount_total, 5)
        taxes = sum(settlement.line_ids.mapped("booked_tax"))
        self.assertAlmostEqual(taxes, invoice.amount_tax, 2)
        self.assertEqual(sum(shares.mapped("open_net")), 0)
        self.assertAlmostEqual(sum(shares.mapped("open_tax")), 0, 2)

    def test_terms_without_account_or_product_say_so(self):
        self.make_term(lines={"labour": {"account_id": False}})
        settlement = self.make_sent(self.make_share())
        settlement.action_accept_all()
        with self.assertRaisesRegex(ProofMissing, "neither product nor account"):
            settlement.action_settle()

    def test_a_reversal_opens_the_shares_again(self):
        for becomes, taxes in (("service", self.vat), ("compensation", None)):
            self.make_term(
                lines={"labour": {"becomes": becomes, "tax_ids": taxes and taxes.ids}}
            )
            share = self.make_share()
            settlement = self.make_settled(share)
            self.assertEqual(share.progress, "invoiced")
            with self.assertRaises(ProtectedRefused):
                share.write({"payer": "carrier"})
            self.reverse(settlement.sudo().move_ids)
            self.assertEqual(self.left(share), (100, 0))
            self.assertEqual(self.told(share, "invoiced"), (0, 0))
            self.assertTrue(settlement.is_reversed)
            self.assertEqual(self.gather(share).claimed_net, 100)
            self.env["aftersales.settlement.policy"].search([]).active = False

    def test_a_credit_note_after_payment_opens_the_share_too(self):
        self.make_term(lines={"labour": {"becomes": "service"}})
        share = self.make_share()
        settlement = self.make_settled(share)
        self.pay(settlement.sudo().move_ids)
        self.assertTrue(settlement.is_paid)
        self.reverse(settlement.sudo().move_ids)
        self.assertEqual((self.left(share), share.accepted_net), ((100, 0), 0))
        self.assertEqual(
            (settlement.is_paid, settlement.is_reversed, share.progress),
            (False, True, "open"),
        )

    def test_a_credit_note_over_a_part_opens_that_part(self):
        self.make_term(lines={"labour": {"becomes": "service"}})
        share = self.make_share()
        settlement = self.make_settled(share)
        self.reverse(settlement.sudo().move_ids, 25)
        self.assertEqual(self.left(share), (25, 0))
        self.assertFalse(settlement.is_reversed)

    def test_what_a_credit_note_leaves_is_shared_out_to_the_fen(self):
        """Seven lines of 14.29 less 33.34: the shares say 66.69 and its tax, not 66.71."""
        self.make_term(
            lines={"labour": {"becomes": "service", "tax_ids": self.vat.ids}},
            rhythm="monthly",
        )
        shares = self.env["aftersales.fee.share"].union(
            *(self.make_share(14.29) for _i in range(7))
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_fee SET create_date = '2024-01-15'")
        self.env.invalidate_all()
        move = self.make_settled(shares).sudo().move_ids
        note = self.reverse(move, 33.34)
        net, tax = map(
            sum, zip(*(self.told(s, "invoiced") for s in shares), strict=True)
        )
        self.assertAlmostEqual(net, 66.69, 6)
        self.assertAlmostEqual(tax, move.amount_tax - note.amount_tax, 6)
        self.assertAlmostEqual(sum(shares.mapped("open_net")), 33.34, 6)
        self.assertTrue(all(abs(share.open_net - 4.76) < 0.02 for share in shares))

    def test_a_draft_again_does_not_come_over_another_claim(self):
        self.make_term()
        share = self.make_share()
        move = self.make_settled(share).sudo().move_ids
        move.button_draft()
        self.assertEqual(self.left(share), (100, 0))
        move.action_post()
        self.assertEqual(self.left(share), (0, 0))
        move.button_draft()
        self.make_settled(share)
        with self.assertRaises(MoveRefused):
            move.action_post()

    def test_queries_of_answers_and_books_grow_little(self):
        """Each share asks for its price once; nothing else is asked for each line."""
        self.make_term(
            lines={"labour": {"becomes": "service", "tax_ids": self.vat.ids}},
            rhythm="monthly",
        )
        counts = []
        for size in (2, 12):
            shares = self.env["aftersales.fee.share"].union(
                *(self.make_share(10) for _i in range(size))
            )
            self.env.flush_all()
            self.env.cr.execute("UPDATE aftersales_fee SET create_date = '2024-01-15'")
            self.env.invalidate_all()
            settlement = self.gather(shares)
            told = []
            for step in ("action_send", "action_accept_all", "action_settle"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                getattr(settlement, step)()
                self.env.flush_all()
                told.append(self.env.cr.sql_log_count - before)
            counts.append(told)
        few, many = counts
        grown = [(b - a) / 10 for a, b in zip(few, many, strict=True)]
        self.assertLessEqual(grown[0], 1, counts)
        self.assertLessEqual(grown[1], 1, counts)
        self.assertLessEqual(grown[2], 3, counts)

    def test_paid_is_what_the_books_say(self):
        self.make_term("agent", lines={"labour": {"becomes": "service"}})
        share = self.make_share(payer="agent")
        settlement = self.make_settled(share)
        self.assertEqual((settlement.residual, settlement.is_paid), (100, False))
        self.pay(settlement.sudo().move_ids, 40)
        self.assertEqual((settlement.residual, settlement.is_paid), (60, False))
        self.pay(settlement.sudo().move_ids, 60)
        self.assertTrue(settlement.is_paid)
        self.assertEqual(share.progress, "paid")

    def test_set_off_of_who_owes_and_is_owed(self):
        agent = self.partners["agent"]
        self.make_term("agent", lines={"labour": {"becomes": "service"}})
        settlement = self.make_settled(self.make_share(payer="agent"))
        with self.assertRaises(MoveRefused):
            settlement.action_set_off()
        bill = self.bill(agent, 70)
        settlement.action_set_off()
        self.assertEqual((settlement.residual, bill.amount_residual), (30, 0))
        more = self.bill(agent, 80)
        settlement.action_set_off()
        self.assertEqual((settlement.residual, more.amount_residual), (0, 50))
        self.assertTrue(settlement.is_paid)
        with self.assertRaises(MoveRefused):
            settlement.action_set_off()

    def test_an_employee_owes_on_the_account_that_is_kept_for_him(self):
        staff = self.env["account.account"].create(
            {
                "name": "其他应收款-员工",
                "code": "122190",
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [Command.link(self.company.id)],
            }
        )
        self.company.aftersales_staff_account_id = staff
        self.make_term("technician")
        settlement = self.make_settled(self.make_share(payer="technician"))
        self.assertEqual(settlement.direction, "receivable")
        items = settlement.sudo().move_ids.line_ids
        owed = items.filtered(lambda i: i.account_id == staff)
        self.assertEqual(
            (owed.balance, owed.partner_id), (100, self.partners["technician"])
        )
        self.assertEqual(settlement.residual, 100)

    def test_a_foreign_supplier_settles_in_his_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        usd.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": usd.id, "inverse_company_rate": 7.0}
        )
        self.company.aftersales_pricelist_id.currency_id = usd
        for becomes in ("compensation", "service"):
            self.make_term(lines={"labour": {"becomes": becomes}})
            share = self.make_share()
            settlement = self.make_settled(share)
            self.assertEqual(settlement.currency_id, usd)
            sums = self.sums(settlement)
            self.assertEqual(sums, {"asset_receivable": 700, "income_other": -700})
            self.assertEqual(settlement.residual, 100)
            self.assertEqual(self.told(share, "invoiced"), (100, 0))
            self.env["aftersales.settlement.policy"].search([]).active = False

    @_FEW
    @given(
        st.lists(
            st.tuples(st.integers(1, 99999), st.integers(0, 100)),
            min_size=1,
            max_size=5,
        )
    )
    def test_nothing_is_lost_to_the_fen(self, told):
        """Σ shares = Σ invoiced + borne, and tax of the lines = tax of the document."""
        with self.env.cr.savepoint() as savepoint:
            self.make_term(
                lines={"labour": {"becomes": "service", "tax_ids": self.vat.ids}},
                rhythm="monthly",
            )
            shares = self.env["aftersales.fee.share"].union(
                *(self.make_share(fen / 100) for fen, _percent in told)
            )
            self.env.flush_all()
            self.env.cr.execute("UPDATE aftersales_fee SET create_date = '2024-01-15'")
            self.env.invalidate_all()
            settlement = self.gather(shares)
            settlement.action_send()
            for line, (_fen, percent) in zip(settlement.line_ids, told, strict=True):
                self.answer(line, round(line.net * percent / 100, 2))
                if line.rest_net:
                    self.agree_bearing(line)
            settlement.action_settle()
            move = settlement.sudo().move_ids
            for share in shares:
                self.assertEqual(self.left(share), (0, 0))
            net, tax = map(
                sum, zip(*(self.told(s, "invoiced") for s in shares), strict=True)
            )
            self.assertAlmostEqual(net, move.amount_untaxed, 2)
            self.assertAlmostEqual(tax, move.amount_tax, 2)
            savepoint.rollback()
