import base64
import hashlib
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestLetters(PapersCommon, HttpCase):
    """One way for all papers: by mail, as link, as code, as text."""

    def test_by_mail_with_the_paper_in_the_language_of_the_addressee(self):
        fee = self.make_fee(100)
        window = self.open_window(fee.order_id, form_id=self.form("fee_sheet").id)
        window = window.with_context(
            force_report_rendering=True, mail_notify_force_send=False
        )
        window.action_mail()
        letter = self.letters(fee.order_id)
        self.assertEqual((letter.state, letter.channel), ("sent", "mail"))
        self.assertEqual(letter.sent_by_id, self.dispatcher)
        self.assertIn("费用结算单", letter.name)
        message = letter.message_ids.filtered("attachment_ids")
        self.assertEqual(message.partner_ids, self.customer)
        self.assertIn("您好", message.body)
        self.assert_key_goes_to(self.customer, letter, letter.sudo().token)
        raw = base64.b64decode(letter.pdf)
        self.assertTrue(raw.startswith(b"%PDF"))
        self.assertEqual(letter.paper_hash, hashlib.sha256(raw).hexdigest())
        self.assertIn(letter.name, fee.order_id.sudo().message_ids[:1].body)

    def test_text_link_and_code_are_ready_to_be_copied(self):
        fee = self.make_fee(100)
        window = self.open_window(fee.order_id, form_id=self.form("fee_sheet").id)
        window.action_show()
        letter = self.letters(fee.order_id)
        self.assertIn(letter.link, window.text)
        for word in ("齐鲁泵业有限公司", "费用结算单", "100.00", "请"):
            self.assertIn(word, window.text)
        self.assertTrue(base64.b64decode(window.qr).startswith(b"\x89PNG"))
        self.assertFalse(letter.sent_at)
        window.action_sent()
        self.assertEqual((letter.state, letter.channel), ("sent", "text"))
        self.assertTrue(letter.sent_at)

    def test_the_agent_is_told_by_the_notice_itself(self):
        agent = self.partners["agent"]
        order = self.make_order(
            self.make_device("YJ-TOLD", agent_id=agent.id), fault="异响"
        )
        window = self.open_window(order)
        self.assertEqual(window.form_id, self.form("agent_notice"))
        self.assertEqual(window.partner_id, agent)
        window.action_show()
        self.assertFalse(order.agent_notified_at)
        self.assertIn("YJ-TOLD", window.text)
        window.action_sent()
        self.assertTrue(order.agent_notified_at)

    def test_a_statement_leads_on_to_its_answers(self):
        self.make_term("agent")
        settlement = self.make_sent(self.make_share(payer="agent"))
        window = self.open_window(settlement, self.accountant)
        self.assertEqual(window.form_id, self.form("statement"))
        window.action_mail()
        letter = self.letters(settlement)
        link = letter.sudo()._get_answer_link()
        self.assertIn(f"/my/statements/{settlement.id}", link)
        self.assertIn(settlement.sudo()._get_answer_key(), link)
        self.assertIn("1", letter.words)
        with self.assertRaises(AccessError):
            letter.with_user(self.dispatcher).read(["words"])

    def test_a_draft_has_no_paper_to_send(self):
        self.make_term()
        settlement = self.gather(self.make_share())
        with self.assertRaises(MoveRefused):
            self.open_window(settlement, self.accountant)

    def test_an_empty_job_has_none(self):
        with self.assertRaises(MoveRefused):
            self.open_window(self.make_order(self.make_device()))

    def test_who_may_not(self):
        order = self.make_fee(100).order_id
        for user in (self.technician, self.keeper, self.inspector):
            with self.assertRaises(GroupRefused):
                self.open_window(order, user)

    def test_no_address_no_mail(self):
        self.customer.email = False
        order = self.make_fee(100).order_id
        with self.assertRaises(ProofMissing):
            self.open_window(order).action_mail()
        self.assertFalse(self.letters(order))

    def test_a_paper_of_something_else_is_refused(self):
        order = self.make_fee(100).order_id
        window = self.open_window(order, form_id=self.form("statement").id)
        with self.assertRaises(MoveRefused):
            window.action_show()

    def test_a_window_on_something_without_papers_is_refused(self):
        windows = self.env["aftersales.letter.send"].with_user(self.dispatcher)
        with self.assertRaises(MoveRefused):
            windows.create({"res_model": "res.users", "res_id": self.director.id})

    def test_what_went_out_stands(self):
        fee = self.make_fee(100)
        window = self.open_window(fee.order_id, form_id=self.form("fee_sheet").id)
        window.action_mail()
        letter = self.letters(fee.order_id)
        before = letter.pdf
        fee.price_unit = 90
        self.assertEqual(letter.pdf, before)
        for user in (self.dispatcher, self.director):
            with self.assertRaises(ProtectedRefused):
                letter.with_user(user).write({"words": "便宜"})

    def test_withdrawn_or_over_opens_nothing(self):
        letters = self.env["aftersales.letter"]
        order = self.make_fee(100).order_id
        self.open_window(order).action_show()
        letter = self.letters(order)
        token = letter.sudo().token
        self.assertEqual(letters._find_by_token(token), letter)
        letter._in_flow().until = self.company._aftersales_today() - timedelta(days=1)
        self.assertFalse(letters._find_by_token(token))
        letter._in_flow().until = self.company._aftersales_today()
        self.assertTrue(letters._find_by_token(token))
        letter.with_user(self.dispatcher).action_withdraw()
        self.assertFalse(letters._find_by_token(token))
        self.assertFalse(letter.link)
        for wrong in ("", "x" * 100, "a" * 22, None):
            self.assertFalse(letters._find_by_token(wrong))

    def test_the_auditor_gets_no_link(self):
        """Whoever has it could answer in the name of its addressee."""
        order = self.make_fee(100).order_id
        self.open_window(order).action_show()
        letter = self.letters(order).with_user(self.inspector)
        self.assertTrue(letter.read(["name", "words"]))
        for name in ("link", "qr", "text", "token"):
            with self.assertRaises(AccessError):
                letter.read([name])
        with self.assertRaises(GroupRefused):
            letter.action_withdraw()

    def test_another_company_reads_none(self):
        order = self.make_fee(100).order_id
        self.open_window(order).action_show()
        letter = self.letters(order)
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "manager", "letter_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        with self.assertRaises(AccessError):
            letter.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            letter.with_user(stranger).action_withdraw()
