"""What went out before: numbers, notes, later changes; companies and lists."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tools import mute_logger

from ...exceptions import ProofMissing, ProtectedRefused
from .common import VoucherCommon


class TestBefore(VoucherCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("aftersales_service.voucher_layout_kingdee").own_codes = True

    def make_done(self, **vals):
        file = self.make_file(**vals)
        file.action_make()
        return file

    def test_nothing_left_names_the_file(self):
        self.make_bill()
        file = self.make_done()
        with self.assertRaisesRegex(ProofMissing, file.name):
            self.make_file().action_make()

    def test_what_stays_away_is_told(self):
        self.make_bill()
        first = self.make_done()
        self.make_bill(50)
        second = self.make_done()
        self.assertIn(first.name, second.note)
        self.assertEqual(second.entry_count, 1)

    def test_a_later_change_is_told(self):
        invoice = self.make_bill()
        first = self.make_done()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 70
        invoice.action_post()
        self.make_bill(50)
        second = self.make_done()
        self.assertIn(f"{invoice.name} is no longer", second.note)
        self.assertIn(first.name, second.note)
        again = self.make_done(again=True)
        self.assertIn(invoice.name, again.note)
        self.make_bill(20)
        third = self.make_done()
        self.assertNotIn("no longer", third.note, "it went out again as it is now")

    def test_a_number_is_given_once(self):
        self.make_bill()
        self.make_done(first_number=5)
        self.make_bill(50)
        with self.assertRaisesRegex(ProofMissing, "number 5"):
            self.make_file(first_number=5).action_make()
        file = self.make_done()
        self.assertEqual(file.entry_ids.number, 6)
        entry = file.entry_ids.sudo()._in_flow()
        other = self.make_bill(30)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            entry.copy({"move_id": other.id, "number": 5, "is_again": False})

    def test_a_document_without_amounts_is_no_voucher(self):
        nothing, something = self.make_bill(), self.make_bill()
        nothing.button_draft()
        nothing.invoice_line_ids.price_unit = 0
        nothing.action_post()
        file = self.make_done()
        self.assertEqual(file.entry_ids.sudo().move_id, something)
        self.assertEqual({row["凭证号"] for row in self.read(file)}, {1})

    def test_the_whole_month_once_whichever_journals(self):
        invoices = self.make_bill() | self.make_bill(50)
        self.assertEqual(self.make_done().entry_count, 2)
        with self.assertRaises(ProofMissing):
            self.make_file(journal_ids=invoices.journal_id.ids).action_make()

    def test_codes_are_those_of_the_company_of_the_file(self):
        """Codes of accounts differ by company; the file is for its own."""
        invoice = self.make_bill()
        other = self.env["res.company"].create({"name": "乙公司"})
        self.accountant.company_ids |= other
        file = self.make_file()
        file.with_context(allowed_company_ids=[other.id, self.company.id]).action_make()
        codes = {row["科目代码"] for row in self.read(file)}
        self.assertEqual(codes, set(invoice.line_ids.account_id.mapped("code")))

    def test_the_kind_of_fapiao_stands_too(self):
        self.make_bill()
        file = self.make_done()
        with self.assertRaises(ProtectedRefused):
            file.asked_kind = "special"

    def test_a_batch_asks_for_jobs_only_unless_journals_are_chosen(self):
        self.labour.aftersales_tax_code = "3040802010200000000"
        ours = self.make_bill()
        theirs = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.month,
                "date": self.month,
                "invoice_line_ids": [
                    Command.create({"product_id": self.labour.id, "price_unit": 9})
                ],
            }
        )
        theirs.action_post()
        file = self.make_done(layout="tax")
        self.assertEqual(file.entry_ids.sudo().move_id, ours)
        journals = self.make_file("tax", journal_ids=theirs.journal_id.ids)
        journals.action_make()
        self.assertIn(theirs, journals.entry_ids.sudo().move_id)

    def test_natural_persons(self):
        file = self.make_file("tax")
        person = self.env["res.partner"].create({"name": "张三"})
        self.assertTrue(file._is_natural(person))
        person.vat = "360426199101010071"
        self.assertTrue(file._is_natural(person) and file._is_buyer_number(person))
        person.vat = "91370100MA3C5P8X1R"
        self.assertFalse(file._is_natural(person))
        file.asked_kind = "special"
        person.vat = "360426199101010071"
        self.assertFalse(file._is_buyer_number(person))

    def test_queries_do_not_grow_with_the_month(self):
        counts = []
        for size in (3, 12):
            for _number in range(size):
                self.make_bill()
            file = self.make_file()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            file.action_make()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 12)
