from ...exceptions import GroupRefused, MoveRefused, ProofMissing, RoleRefused
from ..fees.common import CashCommon


class TestFiling(CashCommon):
    """Quality control checks a closed job, the archive files it (O-25)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.control = cls.make_user("manager", "as_control")
        cls.archive = cls.make_user("manager", "as_archive")
        roles = cls.env["aftersales.role"]
        cls.checks = roles._get_by_code("quality_control")
        cls.files = roles._get_by_code("archive")
        for role, user in ((cls.checks, cls.control), (cls.files, cls.archive)):
            cls.env["aftersales.role.holder"].create(
                {"role_id": role.id, "user_id": user.id}
            )

    def close(self, **switches):
        self.make_policy(**switches)
        order = self.make_order(service_type="c")
        order.action_close()
        return order

    def both(self):
        return self.close(check_role_id=self.checks.id, filing_role_id=self.files.id)

    def answer(self, order, agree=True):
        asked = order._get_open_approvals("quality_check")
        asked = asked.sudo(False).with_user(self.control)
        return asked.action_agree() if agree else asked.action_refuse("缺检测报告")

    def test_checked_by_one_and_filed_by_the_other(self):
        order = self.both()
        self.assertEqual(order.check_state, "waiting")
        with self.assertRaisesRegex(ProofMissing, "as_control"):
            order.with_user(self.archive).action_file()
        self.answer(order)
        with self.assertRaisesRegex(RoleRefused, "as_archive"):
            order.action_file()
        order.with_user(self.archive).action_file()
        self.assertEqual(order.state, "filed")

    def test_an_objection_is_told_and_checked_again(self):
        order = self.both()
        self.answer(order, agree=False)
        self.assertEqual(order.check_state, "refused")
        self.assertIn("缺检测报告", order.message_ids[0].body)
        with self.assertRaises(ProofMissing):
            order.with_user(self.archive).action_file()
        order.action_ask_check()
        self.answer(order)
        order.with_user(self.archive).action_file()
        self.assertEqual(order.state, "filed")

    def test_a_check_is_asked_again_after_an_objection_only(self):
        order = self.both()
        with self.assertRaises(MoveRefused):
            order.action_ask_check()
        with self.assertRaises(GroupRefused):
            order.with_user(self.inspector).action_ask_check()

    def test_where_nobody_holds_the_role_a_director_files(self):
        self.env["aftersales.role.holder"].search([]).unlink()
        order = self.close(filing_role_id=self.files.id)
        with self.assertRaises(RoleRefused):
            order.action_file()
        order.with_user(self.director).action_file()
        self.assertEqual(order.state, "filed")

    def test_without_the_rules_the_desk_files(self):
        order = self.close()
        self.assertEqual(order.check_state, "none")
        order.action_file()
        self.assertEqual(order.state, "filed")

    def test_the_desk_files_what_was_checked(self):
        order = self.close(check_role_id=self.checks.id)
        self.answer(order)
        order.action_file()
        self.assertEqual(order.state, "filed")
