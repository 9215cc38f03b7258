import base64
import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...exceptions import MoveRefused, ProofMissing
from .common import DunningCommon


@tagged("post_install", "-at_install")
class TestSend(DunningCommon):
    """The letter goes out by the room of papers, and never for what is paid."""

    def test_by_mail_in_the_language_of_the_partner_with_its_paper(self):
        self.make_overdue()
        dunning = self.send(self.propose())
        letter = dunning.sent_letter_id
        self.assertEqual((dunning.state, letter.state), ("sent", "sent"))
        self.assertEqual(letter.lang, "zh_CN")
        raw = base64.b64decode(letter.pdf)
        self.assertTrue(raw.startswith(b"%PDF"))
        self.assertEqual(letter.paper_hash, hashlib.sha256(raw).hexdigest())
        message = letter.message_ids.filtered("attachment_ids")
        self.assertEqual(message.partner_ids, self.customer)
        self.assertIn("113.00", letter.words)
        with self.assertRaises(AccessError):
            letter.with_user(self.dispatcher).read(["words"])

    def test_pressed_twice_goes_once(self):
        self.make_overdue()
        dunning = self.send(self.propose())
        with self.assertRaises(MoveRefused):
            dunning.action_send()
        letters = self.env["aftersales.letter"].search(
            [("res_model", "=", dunning._name), ("res_id", "=", dunning.id)]
        )
        self.assertEqual(len(letters), 1)

    def test_paid_meanwhile_is_never_sent(self):
        invoice = self.make_overdue()
        dunning = self.propose()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()
        dunning.action_send()
        self.assertEqual(dunning.state, "lapsed")
        self.assertFalse(dunning.sent_letter_id)

    def test_paid_meanwhile_opens_no_link_either(self):
        invoice = self.make_overdue()
        dunning = self.propose()
        window = self.open_window(dunning)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()
        with self.assertRaises(MoveRefused):
            window.action_show()

    def open_window(self, dunning):
        action = dunning.action_aftersales_send_paper()
        window = self.env[action["res_model"]].with_user(self.accountant)
        told = {key[8:]: value for key, value in action["context"].items()}
        return window.create(told)

    def test_as_text_with_its_link(self):
        self.make_overdue()
        dunning = self.propose()
        window = self.open_window(dunning)
        window.action_show()
        self.assertIn("113.00", window.text)
        self.assertEqual(dunning.state, "draft", "shown is not sent")
        window.action_sent()
        self.assertEqual(dunning.state, "sent")

    def test_paid_in_part_meanwhile_asks_for_the_rest(self):
        invoice = self.make_overdue()
        dunning = self.propose()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"amount": 100})._create_payments()
        self.send(dunning)
        self.assertEqual(dunning.amount, 13)
        self.assertIn("13.00", dunning.sent_letter_id.words)

    def test_archived_or_without_an_address_is_told_all_at_once(self):
        self.make_overdue()
        first = self.propose()
        self.customer.email = False
        with self.assertRaisesRegex(ProofMissing, "e-mail"):
            first.action_send()
        self.customer.write({"email": "x@example.com", "active": False})
        with self.assertRaisesRegex(ProofMissing, "archived"):
            first.action_send()
        self.assertEqual(first.state, "draft")
        with self.assertRaisesRegex(ProofMissing, "archived"):
            self.open_window(first).action_show()

    def test_what_is_owed_stands_per_job(self):
        invoice = self.make_overdue()
        dunning = self.propose()
        [row] = dunning._get_rows()
        self.assertEqual(row["job"], self.order.name)
        self.assertEqual(row["invoice"], invoice.name)
        self.assertEqual(row["amount"], 113)
        self.assertIn(self.order.device_id.serial, row["device"])

    def test_one_invoice_over_two_jobs_is_split_to_the_fen(self):
        self.make_fee(100, taxes=self.vat)
        first = self.quote()
        self.make_fee(33.33, taxes=self.vat)
        sales = first | self.quote()
        invoice = sales._create_invoices()
        day = self.company._aftersales_today().replace(year=2025)
        invoice.write({"invoice_date": day, "invoice_date_due": day})
        invoice.action_post()
        self.assertEqual(len(invoice), 1)
        dunning = self.propose()
        rows = dunning._get_rows()
        self.assertEqual(len(rows), 2)
        self.assertAlmostEqual(sum(r["amount"] for r in rows), dunning.amount, 2)

    def test_rows_without_room_are_one_last_row(self):
        self.make_overdue(100, late=12)
        self.make_overdue(50, late=11)
        self.make_overdue(30, late=10)
        dunning = self.propose().sudo()
        paper = self.env["report.aftersales_service.report_dunning"]
        self.startPatcher(patch.object(type(paper), "_most_rows", 2))
        rows = paper._get_rows(dunning, self.env["aftersales.form"], False)
        self.assertEqual(len(rows), 2)
        self.assertAlmostEqual(sum(row["amount"] for row in rows), dunning.amount, 2)

    def test_the_paper_prints_full_and_blank_in_chinese(self):
        self.make_overdue()
        dunning = self.propose().sudo().with_context(lang="zh_CN")
        reports = self.env["ir.actions.report"].with_context(lang="zh_CN")
        name = "aftersales_service.report_dunning"
        html, _kind = reports._render_qweb_html(name, dunning.ids)
        text = html.decode()
        for word in (self.order.name, "113.00", "壹佰壹拾叁元整"):
            self.assertIn(word, text)
        blank, _kind = reports._render_qweb_html(name, [], data={"blank": True})
        self.assertNotIn(self.order.name, blank.decode())
