from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import MatchingCommon


class DeskCommon(MatchingCommon):
    def setUp(self):
        super().setUp()
        self.accountant.write({"lang": "zh_CN", "email": "f@example.com"})
        partners = self.env["res.partner"]
        self.quan = partners.create(
            {"name": "山东泉城物业有限公司", "is_company": True}
        )
        self.tai = partners.create({"name": "泰安电机厂", "is_company": True})
        self.known = self.bill(1130)
        self.other = self.bill(500, self.quan)
        self.third = self.bill(77, self.tai)
        self.make_line(1130, self.customer.name, self.known.name)
        self.make_line(600, "不明来款公司", "货款")
        self.make_line(77, self.tai.name, self.third.name)
        self.cost = self.make_line(-12, "开户银行", "账户管理费")


@tagged("post_install", "-at_install")
class TestTourMatching(DeskCommon, HttpCase):
    """An accountant's minute at the matching screen, mostly by keys."""

    browser_size = "1400,900"

    def test_accountant_matches(self):
        self.start_tour(
            "/odoo/matching", "aftersales_matching_desk", login=self.accountant.login
        )
        self.env.invalidate_all()
        self.assertEqual(self.known.payment_state, "paid")
        self.assertEqual(self.other.amount_residual, 0)
        self.assertEqual(self.third.amount_residual, 77)
        self.assertEqual(self.sums(self.cost), {self.charges: 12})


@tagged("post_install", "-at_install")
class TestTourMatchingNarrow(DeskCommon, HttpCase):
    browser_size = "390,844"

    def test_accountant_matches_on_a_phone(self):
        self.start_tour(
            "/odoo/matching",
            "aftersales_matching_desk_narrow",
            login=self.accountant.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.known.payment_state, "paid")


@tagged("post_install", "-at_install")
class TestDeskAccounts(DeskCommon):
    def test_who_may_choose_an_account(self):
        desk = self.env["aftersales.matching.desk"]
        for user in (self.accountant, self.director, self.inspector):
            names = [one["name"] for one in desk.with_user(user).load_accounts()]
            self.assertIn(self.bank.name, names)
        for user in (self.technician, self.dispatcher):
            with self.assertRaises(AccessError):
                desk.with_user(user).load_accounts()

    def test_only_those_of_the_company(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        journal = self.env["account.journal"].create(
            {"name": "乙银行", "code": "YYYH", "type": "bank", "company_id": other.id}
        )
        found = self.desk.load_accounts()
        self.assertNotIn(journal.id, [one["id"] for one in found])
