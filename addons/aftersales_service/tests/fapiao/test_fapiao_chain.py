"""Blue, red, blue again: what invoices say on the way."""

from odoo import Command
from odoo.exceptions import ValidationError

from ...exceptions import MoveRefused, ProofMissing
from .common import FapiaoCommon

PAPER = {"kind": "paper_general", "code": "037002600111"}


class TestChain(FapiaoCommon):
    def make_red(self, original, total, **vals):
        return self.make_fapiao(net=-total, original_id=original.id, **vals)

    def register_paper(self, *invoices, **vals):
        return self.register(*invoices, **PAPER, **vals)

    def test_a_draft_issues_nothing(self):
        invoice = self.make_invoice()
        fapiao = self.make_fapiao(invoice)
        self.assertEqual(invoice.aftersales_fapiao_state, "none")
        none = [("aftersales_fapiao_state", "=", "none"), ("id", "=", invoice.id)]
        self.assertEqual(self.env["account.move"].search(none), invoice)
        self.assertEqual(invoice._aftersales_get_without_fapiao(), 0, "not twice")
        fapiao.action_register()
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_wrong_name_taken_back_and_issued_anew(self):
        invoice = self.make_invoice()
        blue = self.register_paper(invoice, number="00000001")
        red = self.make_red(blue, 176, number="00000002", **PAPER)
        red.action_register()
        self.assertEqual(red.link_ids.move_id, invoice)
        self.assertEqual(invoice.aftersales_fapiao_state, "none")
        none = [("aftersales_fapiao_state", "=", "none"), ("id", "=", invoice.id)]
        self.assertEqual(self.env["account.move"].search(none), invoice)
        self.register_paper(invoice, number="00000003")
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")
        self.assertFalse(self.env["account.move"].search(none))

    def test_a_part_taken_back(self):
        invoice = self.make_invoice()
        blue = self.register_paper(invoice, number="00000001")
        self.make_red(blue, 50, number="00000002", **PAPER).action_register()
        self.assertEqual(invoice.aftersales_fapiao_state, "part")
        self.assertEqual(invoice._aftersales_get_without_fapiao(), 50)

    def test_the_credit_note_takes_the_red_letter(self):
        invoice = self.make_invoice()
        blue = self.register_paper(invoice, number="00000001")
        note = invoice._reverse_moves([{"invoice_date": "2026-10-11"}])
        note.invoice_line_ids.price_unit = 50
        note.action_post()
        red = self.make_red(blue, 50, number="00000002", **PAPER)
        red.action_register()
        self.assertEqual(red.link_ids.move_id, note)
        self.assertEqual(note.aftersales_fapiao_state, "whole")
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_a_red_letter_on_its_invoice_proposes_its_amount(self):
        invoice = self.make_invoice()
        blue = self.register_paper(invoice, number="00000001")
        red = self.make_red(
            blue,
            60,
            number="00000002",
            link_ids=[Command.create({"move_id": invoice.id})],
            **PAPER,
        )
        self.assertEqual(red.link_ids.amount, -60)

    def test_two_at_once_take_back_no_more_than_there_is(self):
        blue = self.register_paper(net=100, number="00000001")
        reds = self.make_red(blue, 100, number="00000002", **PAPER)
        reds |= self.make_red(blue, 100, number="00000003", **PAPER)
        with self.assertRaisesRegex(ProofMissing, "more than is left"):
            reds.action_register()

    def test_one_confirmation_is_for_one_red_letter(self):
        blue = self.register(net=200)
        confirmation = "37000000000000000001"
        asked = self.env["aftersales.fapiao.red"].with_user(self.accountant)
        asked = asked.create({"name": confirmation, "fapiao_id": blue.id, "total": 100})
        asked.action_confirm()
        reds = self.make_red(blue, 100, confirmation_number=confirmation)
        reds |= self.make_red(blue, 100, confirmation_number=confirmation)
        with self.assertRaisesRegex(ProofMissing, "confirmed"):
            reds.action_register()

    def test_what_was_taken_back_is_not_made_void(self):
        today = self.company._aftersales_today()
        blue = self.register_paper(net=100, number="00000001", date=today)
        self.make_red(blue, 100, number="00000002", **PAPER).action_register()
        with self.assertRaisesRegex(MoveRefused, "taken back"):
            blue.action_void()

    def test_only_what_fits_is_assigned(self):
        invoice, bill = self.make_invoice(), self.make_invoice(kind="in_invoice")
        draft = self.make_invoice()
        draft.button_draft()
        today = self.company._aftersales_today()
        void = self.register_paper(net=50, number="00000001", date=today)
        void.action_void()
        links = self.env["aftersales.fapiao.link"]
        issued = self.register(net=400)
        for fapiao, move, amount, words in (
            (void, invoice, 10, "void"),
            (issued, bill, 10, "side"),
            (issued, draft, 10, "posted"),
            (issued, invoice, -10, "sign"),
        ):
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                links.create(
                    {"fapiao_id": fapiao.id, "move_id": move.id, "amount": amount}
                )

    def test_a_red_letter_takes_back_what_was_issued_only(self):
        blue = self.register(net=100)
        invoice = self.make_invoice()
        red = self.make_red(blue, 50)
        with self.assertRaisesRegex(ValidationError, "take back"):
            red.link_ids = [
                Command.create({"move_id": invoice.id, "amount": -50}),
            ]

    def test_it_takes_back_the_own_side_and_never_itself(self):
        blue, red = self.register(net=100), self.make_fapiao(net=-10)
        for vals in (
            {"original_id": red.id},
            {"original_id": blue.id, "side": "received"},
        ):
            with self.assertRaisesRegex(ValidationError, "takes back"):
                red.write(vals)

    def test_the_rest_of_an_invoice_is_proposed(self):
        invoice = self.make_invoice()
        self.register(invoice, net=100)
        context = invoice.with_user(self.accountant).action_aftersales_fapiao()[
            "context"
        ]
        self.assertEqual((context["default_net"], context["default_tax"]), (76, 0))
        self.register(invoice, net=76)
        with self.assertRaisesRegex(MoveRefused, "nothing"):
            invoice.with_user(self.accountant).action_aftersales_fapiao()
        other = self.env["res.partner"].create({"name": "别家"})
        two = self.make_invoice() | self.make_invoice(partner_id=other.id)
        with self.assertRaisesRegex(MoveRefused, "one partner"):
            two.with_user(self.accountant).action_aftersales_fapiao()

    def test_core_field_of_the_localisation(self):
        """Exactly eight digits, and never what somebody typed himself."""
        moves = self.env["account.move"]
        if "fapiao" not in moves._fields:
            self.skipTest("the Chinese localisation is not installed")
        today = self.company._aftersales_today()
        invoice = self.make_invoice()
        paper = self.register_paper(invoice, number="00000001", date=today)
        self.assertEqual(invoice.fapiao, "00000001")
        paper.action_void()
        self.assertFalse(invoice.fapiao)
        invoice.fapiao = "12345678"
        self.register(invoice, net=100)
        self.assertEqual(invoice.fapiao, "12345678")
        self.register(invoice, net=50)
        self.assertEqual(invoice.fapiao, "12345678")
        printed = self.register(
            invoice, net=26, code="037002600111", paper_number="87654321"
        )
        self.assertEqual(invoice.fapiao, "87654321")
        printed.link_ids.unlink()
        self.assertFalse(invoice.fapiao)
