from datetime import timedelta

from odoo.exceptions import ValidationError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused, Refused
from .common import FapiaoCommon


class TestRegister(FapiaoCommon):
    def test_an_invoice_knows_its_fapiao(self):
        invoice = self.make_invoice()
        self.assertEqual(invoice.aftersales_fapiao_state, "none")
        fapiao = self.register(invoice)
        self.assertEqual(fapiao.link_ids.amount, 176)
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")
        self.assertEqual(fapiao.party_name, self.customer.name)

    def test_one_invoice_several_fapiaos(self):
        invoice = self.make_invoice()
        self.register(invoice, net=100)
        self.assertEqual(invoice.aftersales_fapiao_state, "part")
        second = self.register(invoice, net=100)
        self.assertEqual((second.link_ids.amount, second.open_total), (76, 24))
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_one_fapiao_several_invoices(self):
        invoices = self.make_invoice(100) | self.make_invoice(50)
        fapiao = self.register(*invoices)
        self.assertEqual(fapiao.link_ids.mapped("amount"), [100, 50])
        self.assertEqual(set(invoices.mapped("aftersales_fapiao_state")), {"whole"})

    def test_neither_gets_more_than_there_is(self):
        invoice = self.make_invoice()
        fapiao = self.register(invoice)
        with self.assertRaisesRegex(ValidationError, "too much|together"):
            fapiao.link_ids.amount = 177
        other = self.register(net=176)
        with self.assertRaisesRegex(ValidationError, "too much"):
            self.env["aftersales.fapiao.link"].create(
                {"fapiao_id": other.id, "move_id": invoice.id, "amount": 1}
            )

    def test_what_is_registered_stands(self):
        fapiao = self.register(self.make_invoice())
        for vals in ({"net": 1}, {"date": "2026-10-13"}, {"kind": "digital_special"}):
            with self.assertRaisesRegex(ProtectedRefused, "red-letter"):
                fapiao.write(vals)
        with self.assertRaises(ProtectedRefused):
            fapiao.unlink()
        with self.assertRaises(ProtectedRefused):
            fapiao.write({"state": "draft"})

    def test_a_special_one_needs_the_buyers_tax_number(self):
        vals = {"kind": "digital_special", "party_tax_number": "9111"}
        fapiao = self.make_fapiao(net=10, **vals)
        with self.assertRaisesRegex(ProofMissing, "tax number"):
            fapiao.action_register()
        fapiao.party_tax_number = "91110108551385082Q"
        fapiao.action_register()
        self.assertEqual(fapiao.state, "registered")

    def test_only_finance_registers(self):
        fapiao = self.make_fapiao(net=10)
        for user in (self.dispatcher, self.technician, self.director, self.inspector):
            with self.assertRaises(Refused):
                fapiao.with_user(user).action_register()

    def test_void_in_its_month_only_and_never_digital(self):
        today = self.company._aftersales_today()
        invoice = self.make_invoice(invoice_date=today)
        paper = {"kind": "paper_general", "number": "00000001", "code": "037002600111"}
        fapiao = self.register(invoice, date=today, **paper)
        fapiao.action_void()
        self.assertEqual(invoice.aftersales_fapiao_state, "none")
        paper["number"] = "00000002"
        late = today.replace(day=1) - timedelta(days=1)
        old = self.register(net=10, date=late, **paper)
        digital = self.register(net=10, date=today, number=f"{today:%y}" + "1" * 18)
        for fapiao in (old, digital):
            with self.assertRaisesRegex(MoveRefused, "red-letter"):
                fapiao.action_void()

    def test_from_the_invoice(self):
        invoices = self.make_invoice(100) | self.make_invoice(50)
        action = invoices.with_user(self.accountant).action_aftersales_fapiao()
        fapiao = (
            self.env["aftersales.fapiao"]
            .with_user(self.accountant)
            .with_context(**action["context"])
            .create({"number": self.next_number(), "date": "2026-10-12"})
        )
        fapiao.action_register()
        self.assertEqual((fapiao.total, fapiao.open_total), (150, 0))
        self.assertEqual(fapiao.partner_id, self.customer)

    def test_search_of_invoices(self):
        none, part, whole = (self.make_invoice() for _n in range(3))
        self.register(part, net=100)
        self.register(whole)
        mine = [("id", "in", (none | part | whole).ids)]
        moves = self.env["account.move"]
        for state, found in (("none", none), ("part", part), ("whole", whole)):
            domain = [("aftersales_fapiao_state", "=", state), *mine]
            self.assertEqual(moves.search(domain), found, state)
        domain = [("aftersales_fapiao_state", "in", ("none", "part")), *mine]
        self.assertEqual(moves.search(domain), none | part)

    def test_foreign_invoice_is_compared_in_its_currency(self):
        dollar = self.env.ref("base.EUR")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.5, "name": "2026-10-01"}
        )
        invoice = self.make_invoice(100, currency_id=dollar.id)
        fapiao = self.register(invoice, net=200)
        self.assertEqual(invoice.currency_id, dollar)
        fapiao.link_ids.amount = 200
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")
