from odoo.tests import HttpCase, tagged

from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestLetterPage(PapersCommon, HttpCase):
    """What the link and the code open, without login."""

    def setUp(self):
        super().setUp()
        self.order = self.make_fee(100).order_id
        self.window = self.open_window(self.order)
        self.window.with_context(force_report_rendering=True).action_show()
        self.letter = self.letters(self.order)

    def open_link(self, ending=""):
        path = self.letter.link.replace(self.letter.get_base_url(), "")
        return self.url_open(path + ending)

    def test_it_says_in_chinese_what_it_is_and_notes_when(self):
        page = self.open_link()
        self.assertEqual(page.status_code, 200)
        for word in (
            "费用结算单",
            "齐鲁泵业有限公司",
            "打开单据",
            self.letter.paper_hash,
        ):
            self.assertIn(word, page.text)
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.letter.invalidate_recordset()
        first = self.letter.opened_at
        self.assertTrue(first)
        self.open_link()
        self.letter.invalidate_recordset()
        self.assertEqual(self.letter.opened_at, first)

    def test_the_paper_itself(self):
        answer = self.open_link("/pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_an_unknown_key_and_an_ended_one_get_the_same(self):
        unknown = self.url_open("/aftersales/p/" + "a" * 22)
        link = self.letter.link.replace(self.letter.get_base_url(), "")
        self.letter.action_withdraw()
        ended = self.url_open(link)
        self.assertEqual((unknown.status_code, ended.status_code), (404, 404))
        self.assertNotIn(self.order.name, ended.text)
        self.assertEqual(self.url_open(link + "/pdf").status_code, 404)

    def test_a_statement_is_answered_from_there(self):
        self.make_term("agent")
        settlement = self.make_sent(self.make_share(payer="agent"))
        self.open_window(settlement, self.accountant).action_show()
        self.letter = self.letters(settlement)
        page = self.open_link().text
        self.assertIn(f"/my/statements/{settlement.id}", page)
