from odoo import fields

from ...exceptions import MoveRefused
from .common import MatchingCommon


class TestCurrencies(MatchingCommon):
    """Accounts in other currencies: matched in their own, or refused with a sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.make_currency("USD", 0.14037)
        cls.dollars = cls.env["account.journal"].create(
            {
                "name": "美元户",
                "code": "USDM",
                "type": "bank",
                "currency_id": cls.usd.id,
            }
        )

    @classmethod
    def make_currency(cls, name, rate):
        currency = cls.env.ref(f"base.{name}")
        currency.active = True
        currency.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "name": fields.Date.to_date("2020-01-01"),
                "rate": rate,
                "company_id": cls.company.id,
            }
        )
        return currency

    def test_a_dollar_line_pays_dollar_invoices(self):
        moves = [self.bill(33.33, currency_id=self.usd.id) for _n in range(2)]
        moves.append(self.bill(33.34, currency_id=self.usd.id))
        names = " ".join(move.name for move in moves)
        line = self.make_line(100, self.customer.name, names, self.dollars)
        self.desk.propose()
        self.assertTrue(self.get_proposal(line).sure)
        self.desk.confirm([line.id])
        self.assertEqual([move.amount_residual for move in moves], [0, 0, 0])
        self.assertTrue(line.is_reconciled)
        items = line.move_id.line_ids
        self.assertAlmostEqual(sum(items.mapped("balance")), 0)
        self.assertEqual(items.currency_id, self.usd)
        self.desk.undo([line.id])
        self.assertEqual(sum(move.amount_residual for move in moves), 100)

    def test_yen_have_no_hundredths(self):
        yen = self.make_currency("JPY", 21.3)
        journal = self.env["account.journal"].create(
            {"name": "日元户", "code": "JPYM", "type": "bank", "currency_id": yen.id}
        )
        invoice = self.bill(12345, currency_id=yen.id)
        line = self.make_line(12345, self.customer.name, invoice.name, journal)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(invoice.amount_residual, 0)

    def test_yuan_are_not_dollars(self):
        invoice = self.bill(100)
        line = self.make_line(100, self.customer.name, invoice.name, self.dollars)
        self.desk.propose()
        self.assertFalse(self.get_proposal(line))
        self.assertEqual(self.desk.find_items(line.id, ""), [])
        with self.assertRaises(MoveRefused):
            self.desk.choose(line.id, [self.pick(self.due(invoice))])

    def test_a_line_in_two_currencies_is_refused(self):
        line = self.make_line(700, self.customer.name, key=False)  # no file tells two
        line.write({"foreign_currency_id": self.usd.id, "amount_currency": 100})
        invoice = self.bill(700)
        self.desk.propose()
        self.assertFalse(self.get_proposal(line))
        with self.assertRaisesRegex(MoveRefused, "USD"):
            self.desk.choose(line.id, [self.pick(self.due(invoice))])

    def test_thousandths_are_refused(self):
        dinar = self.make_currency("KWD", 0.043)
        dinar.rounding = 0.001
        journal = self.env["account.journal"].create(
            {"name": "户", "code": "KWDM", "type": "bank", "currency_id": dinar.id}
        )
        invoice = self.bill(10.125, currency_id=dinar.id)
        line = self.make_line(10.125, self.customer.name, invoice.name, journal)
        self.desk.propose()
        self.assertFalse(self.get_proposal(line))
        with self.assertRaisesRegex(MoveRefused, "KWD"):
            self.desk.choose(line.id, [self.pick(self.due(invoice))])

    def test_a_dollar_line_of_a_closed_month(self):
        """The entry beside is in dollars, too, and balances in yuan."""
        invoice = self.bill(66.67, currency_id=self.usd.id)
        line = self.make_line(100.01, self.customer.name, invoice.name, self.dollars)
        account = self.env["account.account"].create(
            {"name": "挂账", "code": "224197", "account_type": "liability_current"}
        )
        line._aftersales_wait_on(account)
        self.desk.choose(
            line.id, [self.pick(self.due(invoice))], account_id=self.charges.id
        )
        self.desk.confirm([line.id])
        entry = self.get_proposal(line).entry_ids
        self.assertEqual(invoice.amount_residual, 0)
        waits = (entry | line.move_id).line_ids.filtered(
            lambda i: i.account_id == account
        )
        self.assertEqual(len(waits), 2)
        self.assertAlmostEqual(sum(waits.mapped("amount_currency")), 0)
