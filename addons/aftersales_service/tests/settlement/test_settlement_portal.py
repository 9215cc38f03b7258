import io
import zipfile

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ...exceptions import FilingRefused
from .common import SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementPortal(SettlementCommon, HttpCase):
    """An agent sees his statement and answers; a supplier does by his link; nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create(
            {"name": "华南代理有限公司", "is_company": True}
        )
        cls.logins = {
            name: new_test_user(
                cls.env,
                name,
                "base.group_portal",
                password=name,
                email=f"{name}@example.com",
                lang="en_US",
            )
            for name in ("agent_east", "agent_south")
        }
        cls.logins["agent_east"].partner_id.parent_id = cls.partners["agent"]
        cls.logins["agent_south"].partner_id.parent_id = cls.other

    def setUp(self):
        super().setUp()
        self.make_term("agent")
        self.share = self.make_share(payer="agent")
        self.settlement = self.make_sent(self.share).sudo()
        self.line = self.settlement.line_ids
        self.url = f"/my/statements/{self.settlement.id}"

    def post(self, data, url=None, ending=""):
        token = http.Request.csrf_token(self)
        return self.url_open(
            f"{url or self.url}/answer{ending}", data=data | {"csrf_token": token}
        )

    def test_nobody_of_the_house_answers_for_him_but_finance(self):
        for login, role, state in (
            ("settlement_reads", "auditor", "waiting"),
            ("settlement_leads", "manager", "waiting"),
            ("settlement_writes", "finance", "accepted"),
        ):
            self.make_user(role, login, password=login)
            self.authenticate(login, login)
            self.assertIn(self.settlement.name, self.url_open(self.url).text)
            self.post({"all": "1"})
            self.env.invalidate_all()
            self.assertEqual(self.line.state, state, role)

    def test_an_agent_sees_his_own_only(self):
        self.authenticate("agent_east", "agent_east")
        self.assertIn(self.settlement.name, self.url_open("/my/statements").text)
        page = self.url_open(self.url).text
        self.assertIn(self.share.order_id.name, page)
        self.authenticate("agent_south", "agent_south")
        self.assertNotIn(self.settlement.name, self.url_open("/my/statements").text)
        self.assertNotIn(self.settlement.name, self.url_open(self.url).text)
        self.post({"all": "1"})
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "waiting")

    def test_over_rpc_a_partner_reads_nothing_internal(self):
        mine = self.settlement.with_user(self.logins["agent_east"])
        self.assertEqual(mine.read(["name"])[0]["name"], self.settlement.name)
        for attack in (
            lambda: mine.read(["note"]),
            lambda: mine.read(["line_ids"]),
            lambda: mine.read(["access_token"]),
            lambda: mine.write({"note": "x"}),
            mine.action_accept_all,
            lambda: self.line.with_user(self.logins["agent_east"]).read(["net"]),
            lambda: self.settlement.with_user(self.logins["agent_south"]).read(
                ["name"]
            ),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_he_disputes_a_line_with_words(self):
        self.authenticate("agent_east", "agent_east")
        self.post(
            {
                f"answer_{self.line.id}": "no",
                f"net_{self.line.id}": "60",
                f"reason_{self.line.id}": "超出协议",
            }
        )
        self.env.invalidate_all()
        self.assertEqual((self.line.state, self.line.accepted_net), ("partly", 60))
        self.assertEqual(self.line.answer_reason, "超出协议")
        self.assertEqual(self.line.answered_by, self.logins["agent_east"].name)
        self.assertEqual(self.settlement.state, "answered")

    def test_a_dispute_without_words_is_told_and_changes_nothing(self):
        self.authenticate("agent_east", "agent_east")
        page = self.post({f"answer_{self.line.id}": "no"}).text
        self.assertIn("请写明未全额认可的理由", page)
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "waiting")

    def test_he_confirms_everything(self):
        self.authenticate("agent_east", "agent_east")
        self.post({"all": "1"})
        self.env.invalidate_all()
        self.assertEqual((self.line.state, self.line.accepted_net), ("accepted", 100))

    def test_the_link_answers_with_a_name_and_a_wrong_one_does_not(self):
        self.authenticate(None, None)
        token = self.settlement._portal_ensure_token()
        self.env.flush_all()
        wrong = self.url_open(f"{self.url}?access_token={'0' * 36}").text
        self.assertNotIn(self.settlement.name, wrong)
        link = self.settlement._get_answer_url()
        page = self.url_open(link.replace(self.settlement.get_base_url(), "")).text
        self.assertIn(self.settlement.name, page)
        self.assertIn('name="all"', page)
        keys = {"access_token": token, "answer_key": self.settlement._get_answer_key()}
        nameless = self.post(keys | {"all": "1"}).text
        self.assertIn("请填写您的姓名", nameless)
        self.post(keys | {"all": "1", "who": "赵经理"})
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "accepted")
        self.assertIn("赵经理", self.line.answered_by)

    def test_the_link_of_a_reader_shows_and_answers_nothing(self):
        """The link that whoever reads the document can have, and a key of another one."""
        token = self.settlement._portal_ensure_token()
        other = self.make_sent(self.make_share(payer="agent")).sudo()
        wrong = (None, "", "x", "钥匙", token, other._get_answer_key())
        for login in (None, "agent_south"):
            self.authenticate(login, login)
            page = self.url_open(f"{self.url}?access_token={token}").text
            self.assertIn(self.settlement.name, page)
            self.assertNotIn('name="all"', page)
            for key in wrong:
                told = {"all": "1", "access_token": token, "who": "赵经理"}
                self.post(told | ({"answer_key": key} if key is not None else {}))
                self.env.invalidate_all()
                self.assertEqual(self.line.state, "waiting", key)

    def test_the_key_is_mailed_to_the_partner_alone(self):
        self.partners["agent"].email = "agent@example.com"
        reader = self.make_user("auditor", "follows", email="audit@example.com")
        settlement = self.gather(self.make_share(payer="agent"))
        settlement.message_subscribe(partner_ids=reader.partner_id.ids)
        settlement.with_context(mail_notify_force_send=False).action_send()
        self.assert_key_goes_to(
            self.partners["agent"], settlement, settlement.sudo()._get_answer_key()
        )

    def test_finance_hands_the_link_over_where_no_mail_arrives(self):
        link = self.settlement.with_user(self.accountant).answer_link
        for role in ("auditor", "manager", "dispatcher"):
            user = self.make_user(role, f"asks_{role}")
            with self.assertRaises(AccessError):
                self.settlement.with_user(user).read(["answer_link"])
        with self.assertRaises(AccessError):
            self.settlement.with_user(self.logins["agent_east"]).read(["answer_link"])
        self.authenticate(None, None)
        path = link.replace(self.settlement.get_base_url(), "")
        page = self.url_open(path).text
        self.assertIn('name="all"', page)
        url, ending = path.split("?")
        self.post({"all": "1", "who": "赵经理"}, url, f"?{ending}")
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "accepted")
        self.assertFalse(self.settlement.with_user(self.accountant).answer_link)

    def test_lists_count_lines_without_reading_them(self):
        """A statement has hundreds of lines, a list eighty statements."""
        asked = []
        for count in (1, 8):
            for _time in range(count):
                self.make_sent(self.make_share(payer="agent"))
            found = self.env["aftersales.settlement"].search([])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found.mapped("line_count")
            asked.append(self.env.cr.sql_log_count - before)
            cached = self.env.cache.contains(found[0], found._fields["line_ids"])
            self.assertFalse(cached)
        self.assertEqual(asked, [1, 1])

    def test_who_may_only_read_answers_for_nobody(self):
        """The auditor and the director open the page; finance writes answers down."""
        token = self.settlement._portal_ensure_token()
        keys = f"?access_token={token}&answer_key={self.settlement._get_answer_key()}"
        for role, ending in (("auditor", ""), ("manager", keys)):
            user = self.make_user(role, f"reads_{role}", password=f"reads_{role}")
            self.authenticate(user.login, user.login)
            self.assertIn(self.settlement.name, self.url_open(self.url).text)
            self.post({"all": "1"}, ending=ending)
            self.env.invalidate_all()
            self.assertEqual(self.line.state, "waiting", role)
        user = self.make_user("finance", "takes_answers", password="takes_answers")
        self.authenticate(user.login, user.login)
        self.post({"all": "1"})
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "accepted")

    def test_drafts_and_cancelled_ones_stay_in_the_house(self):
        token = self.settlement._portal_ensure_token()
        self.settlement.with_user(self.accountant).action_cancel()
        self.env.flush_all()
        page = self.url_open(f"{self.url}?access_token={token}").text
        self.assertNotIn(self.settlement.name, page)

    def test_lines_of_another_document_and_programs_are_refused(self):
        with self.assertRaises(FilingRefused):
            self.settlement._answer_on_portal({self.line.id + 999: (True, 0, "")}, "x")
        with self.assertRaises(FilingRefused):
            self.settlement._answer_on_portal({}, "x")
        with self.assertRaises(FilingRefused):
            self.settlement._answer_on_portal(
                {self.line.id: (True, 0, "")}, "x", [("a.html", b"<script>1</script>")]
            )
        self.assertEqual(self.line.state, "waiting")
        self.settlement._answer_on_portal(
            {self.line.id: (True, 0, "")}, "x", [("a.pdf", b"%PDF-1.4 x")]
        )
        self.assertIn(
            "a.pdf", self.settlement.message_ids.attachment_ids.mapped("name")
        )

    def test_proof_of_a_claim_goes_out_with_its_fingerprints(self):
        self.make_term()
        share = self.make_share()
        self.env["ir.attachment"].create(
            {
                "name": "轴承.jpg",
                "raw": b"photo",
                "res_model": "aftersales.order",
                "res_id": share.order_id.id,
            }
        )
        claim = self.make_sent(share)
        action = claim.action_download_evidence()
        file = claim.sudo()._find_evidence()
        self.assertIn(f"/web/content/{file.id}", action["url"])
        archive = zipfile.ZipFile(io.BytesIO(file.raw))
        names = archive.namelist()
        self.assertIn(f"{share.order_id.name}/轴承.jpg".replace("//", "/"), names)
        self.assertIn("cases.csv", names)
        sums = archive.read("SHA256SUMS").decode()
        self.assertIn(
            self.env["ir.attachment"]._compute_checksum(b"") and "轴承.jpg", sums
        )
        self.assertIn(
            share.order_id.name, archive.read("cases.csv").decode("utf-8-sig")
        )
