from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ...exceptions import FilingRefused
from .common import MonthlyCommon


@tagged("post_install", "-at_install")
class TestMonthlyPortal(MonthlyCommon, HttpCase):
    """The customer confirms his statement; another customer sees nothing of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create(
            {"name": "泰山机械有限公司", "is_company": True}
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
            for name in ("monthly_mine", "monthly_other")
        }
        cls.logins["monthly_mine"].partner_id.parent_id = cls.customer
        cls.logins["monthly_other"].partner_id.parent_id = cls.other

    def setUp(self):
        super().setUp()
        self.statement = self.make_sent(100, 50).sudo()
        self.lines = self.statement.line_ids
        self.url = f"/my/monthly/{self.statement.id}"

    def post(self, data):
        token = http.Request.csrf_token(self)
        return self.url_open(f"{self.url}/answer", data=data | {"csrf_token": token})

    def test_a_customer_sees_his_own_only(self):
        self.authenticate("monthly_mine", "monthly_mine")
        self.assertIn(self.statement.name, self.url_open("/my/monthly").text)
        page = self.url_open(self.url).text
        self.assertIn(self.lines[0].order_name, page)
        self.assertIn("169.50", page)
        self.authenticate("monthly_other", "monthly_other")
        self.assertNotIn(self.statement.name, self.url_open("/my/monthly").text)
        self.assertNotIn(self.statement.name, self.url_open(self.url).text)
        self.post({"all": "1"})
        self.env.invalidate_all()
        self.assertEqual(set(self.lines.mapped("state")), {"waiting"})

    def test_who_may_only_read_confirms_for_nobody(self):
        user = self.make_user("auditor", "reads_monthly", password="reads_monthly")
        self.authenticate(user.login, user.login)
        self.assertIn(self.statement.name, self.url_open(self.url).text)
        self.post({"all": "1"})
        self.env.invalidate_all()
        self.assertEqual(set(self.lines.mapped("state")), {"waiting"})

    def test_over_rpc_a_customer_reads_nothing_internal(self):
        mine = self.statement.with_user(self.logins["monthly_mine"])
        self.assertEqual(mine.read(["name"])[0]["name"], self.statement.name)
        other = self.statement.with_user(self.logins["monthly_other"])
        for attack in (
            lambda: mine.read(["note"]),
            lambda: mine.read(["line_ids"]),
            lambda: mine.read(["access_token"]),
            lambda: mine.write({"note": "x"}),
            mine.action_confirm_all,
            mine.action_invoice,
            lambda: self.lines.with_user(self.logins["monthly_mine"]).read(["net"]),
            lambda: other.read(["name"]),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_he_confirms_one_and_disputes_one(self):
        self.authenticate("monthly_mine", "monthly_mine")
        good, bad = self.lines
        self.post({f"answer_{good.id}": "yes", f"answer_{bad.id}": "no"})
        self.env.invalidate_all()
        self.assertEqual(set(self.lines.mapped("state")), {"waiting"})
        self.post(
            {
                f"answer_{good.id}": "yes",
                f"answer_{bad.id}": "no",
                f"reason_{bad.id}": "已付现金",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.lines.mapped("state"), ["confirmed", "disputed"])
        self.assertEqual(bad.answer_reason, "已付现金")
        self.assertEqual(self.statement.state, "answered")

    def test_nobody_of_the_house_answers_for_him_but_finance(self):
        for login, role, state in (
            ("monthly_reads", "auditor", "waiting"),
            ("monthly_leads", "manager", "waiting"),
            ("monthly_writes", "finance", "confirmed"),
        ):
            user = self.make_user(role, login, password=login)
            self.authenticate(login, login)
            self.assertIn(self.statement.name, self.url_open(self.url).text)
            self.post({"all": "1"})
            self.env.invalidate_all()
            self.assertEqual(set(self.lines.mapped("state")), {state}, role)
        self.assertEqual(self.lines[0].answered_by, user.name)

    def test_the_link_confirms_with_a_name_and_a_wrong_one_does_not(self):
        self.authenticate(None, None)
        token = self.statement._portal_ensure_token()
        self.env.flush_all()
        wrong = self.url_open(f"{self.url}?access_token={'0' * 36}").text
        self.assertNotIn(self.statement.name, wrong)
        page = self.url_open(f"{self.url}?access_token={token}").text
        self.assertIn(self.statement.name, page)
        self.assertNotIn('name="all"', page)
        keys = {"access_token": token, "answer_key": self.statement._get_answer_key()}
        for told in (keys, {"access_token": token, "who": "赵经理"}):
            self.post({"all": "1"} | told)
            self.env.invalidate_all()
            self.assertEqual(set(self.lines.mapped("state")), {"waiting"})
        self.post(keys | {"all": "1", "who": "赵经理"})
        self.env.invalidate_all()
        self.assertEqual(set(self.lines.mapped("state")), {"confirmed"})
        self.assertIn("赵经理", self.lines[0].answered_by)

    def test_the_key_is_mailed_to_the_customer_alone(self):
        self.customer.email = "kehu@example.com"
        reader = self.make_user("auditor", "follows", email="audit@example.com")
        self.make_done(100)
        statement = self.gather()
        statement.message_subscribe(partner_ids=reader.partner_id.ids)
        statement.with_context(mail_notify_force_send=False).action_send()
        self.assert_key_goes_to(
            self.customer, statement, statement.sudo()._get_answer_key()
        )

    def test_drafts_stay_in_the_house_and_foreign_lines_are_refused(self):
        with self.assertRaises(FilingRefused):
            self.statement._answer_on_portal({self.lines[0].id + 999: (True, "")}, "x")
        with self.assertRaises(FilingRefused):
            self.statement._answer_on_portal({}, "x")
        token = self.statement._portal_ensure_token()
        self.statement.with_user(self.accountant).action_cancel()
        self.env.flush_all()
        page = self.url_open(f"{self.url}?access_token={token}").text
        self.assertNotIn(self.statement.name, page)
