from odoo.exceptions import AccessError

from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
    SamePersonRefused,
)

from ..common import AfterSalesCommon


class TestApproval(AfterSalesCommon):
    """待我审批: asked once, answered by who holds the role, never by who asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("manager", login="as_second")
        cls.order = cls.env["aftersales.order"].create(
            {"partner_id": cls.customer.id, "fault": "异响"}
        )
        cls.override = (
            cls.env["aftersales.decision.override"]
            .with_user(cls.director)
            .create(
                {
                    "order_id": cls.order.id,
                    "cost_kind": "labour",
                    "payer": "company",
                    "reason": "老客户",
                }
            )
        )

    def ask(self, *roles, reason="老客户", **kwargs):
        return self.override._request_approval(
            "override", list(roles), reason, **kwargs
        )

    def hold(self, user, code, **vals):
        role = self.env["aftersales.role"]._get_by_code(code)
        return self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id, "company_id": self.company.id}
            | vals
        )

    def mine(self, user):
        return (
            self.env["aftersales.approval"]
            .with_user(user)
            .search([("is_mine", "=", True)])
        )

    def test_waits_for_managers_while_nobody_holds_the_role(self):
        question = self.ask("operations_director")
        self.assertEqual(self.mine(self.second), question)
        self.assertFalse(self.mine(self.dispatcher))
        self.assertTrue(question.with_user(self.second).is_mine)

    def test_waits_for_the_holder_and_no_longer_for_managers(self):
        self.hold(self.accountant, "operations_director")
        question = self.ask("operations_director")
        self.assertEqual(self.mine(self.accountant), question)
        self.assertFalse(self.mine(self.second))
        with self.assertRaises(RoleRefused) as refused:
            question.with_user(self.second).action_agree()
        self.assertIn(self.accountant.name, str(refused.exception))

    def test_holder_of_another_unit_is_not_asked(self):
        units = self.env["aftersales.unit"].create(
            [{"name": name, "code": name} for name in ("一处", "二处")]
        )
        self.hold(self.accountant, "service_director", unit_id=units[0].id)
        question = self.ask("service_director")
        question.sudo()._in_flow().unit_id = units[1]
        self.assertFalse(self.mine(self.accountant))
        question.sudo()._in_flow().unit_id = units[0]
        self.assertEqual(self.mine(self.accountant), question)

    def test_what_only_its_asker_could_answer_waits_for_managers(self):
        self.hold(self.director, "operations_director")
        question = self.ask("operations_director").with_user(self.second)
        self.assertEqual(question.requested_by_id, self.director)
        self.assertIn("a service director", question._get_people_words())
        self.assertEqual(self.mine(self.second), question)
        self.assertFalse(self.mine(self.director))
        self.hold(self.accountant, "operations_director")
        self.assertEqual(question._get_people_words(), self.accountant.name)
        self.assertFalse(self.mine(self.second))
        self.assertEqual(self.mine(self.accountant), question)

    def test_what_nobody_of_its_unit_could_answer_waits_for_managers(self):
        units = self.env["aftersales.unit"].create(
            [{"name": name, "code": name} for name in ("一处", "二处")]
        )
        self.hold(self.accountant, "operations_director", unit_id=units[0].id)
        question = self.ask("operations_director")
        self.assertEqual(self.mine(self.second), question)
        question.sudo()._in_flow().unit_id = units[0]
        self.assertFalse(self.mine(self.second))
        question.sudo()._in_flow().unit_id = units[1]
        self.assertEqual(self.mine(self.second), question)
        question.with_user(self.second).action_agree()

    def test_what_waits_for_somebody_who_left_waits_for_managers(self):
        leaver = self.make_user("finance", login="as_leaver")
        self.hold(leaver, "operations_director")
        question = self.ask("operations_director").with_user(self.second)
        self.assertFalse(self.mine(self.second))
        leaver.active = False
        self.assertEqual(self.mine(self.second), question)
        self.assertNotIn("as_leaver", question._get_people_words())

    def test_who_asked_does_not_answer(self):
        question = self.ask("service_director")
        with self.assertRaises(SamePersonRefused):
            question.with_user(self.director).action_agree()

    def test_chain_asks_one_after_the_other(self):
        self.override._move_to("waiting")
        first, then = self.ask("quality_representative", "general_manager")
        self.assertEqual((first.state, then.state), ("waiting", "queued"))
        with self.assertRaises(MoveRefused):
            then.with_user(self.second).action_agree()
        first.with_user(self.second).action_agree()
        self.assertEqual(self.override.state, "waiting")
        then.with_user(self.second).action_agree()
        self.assertEqual(self.override.state, "done")
        self.assertEqual(self.override.confirmed_by_id, self.second)

    def test_refusal_needs_a_reason_and_ends_the_chain(self):
        self.override._move_to("waiting")
        first, then = self.ask("quality_representative", "general_manager")
        with self.assertRaises(ProofMissing):
            first.with_user(self.second).action_refuse(" ")
        wizard = (
            self.env["aftersales.approval.refuse"]
            .with_user(self.second)
            .with_context(first.action_ask_refusal()["context"])
            .create({"note": "证据不足"})
        )
        wizard.action_refuse()
        self.assertEqual((first.state, then.state), ("refused", "withdrawn"))
        self.assertEqual(first.note, "证据不足")
        self.assertEqual(self.override.state, "refused")

    def test_asked_twice_or_answered_twice(self):
        self.override._move_to("waiting")
        question = self.ask("service_director")
        with self.assertRaises(MoveRefused):
            self.ask("service_director")
        question.with_user(self.second).action_agree()
        with self.assertRaises(MoveRefused):
            question.with_user(self.second).action_agree()

    def test_reason_is_needed(self):
        with self.assertRaises(ProofMissing):
            self.ask("service_director", reason=" ")

    def test_nobody_writes_an_answer_by_hand(self):
        question = self.ask("service_director")
        for user in (self.second, self.dispatcher):
            with self.assertRaises(ProtectedRefused):
                question.with_user(user).write({"state": "agreed"})
            with self.assertRaises(ProtectedRefused):
                question.with_user(user).write({"amount": 1})

    def test_stranger_reads_nothing(self):
        question = self.ask("service_director", amount=800)
        with self.assertRaises(AccessError):
            question.with_user(self.technician).read(["amount"])

    def test_missing_role_is_named(self):
        with self.assertRaises(ProofMissing) as refused:
            self.ask("no_such_role")
        self.assertIn("no_such_role", str(refused.exception))

    def test_list_costs_the_same_for_many(self):
        self.hold(self.accountant, "service_director")
        self.ask("service_director")
        self.mine(self.accountant).mapped("is_mine")
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            questions = self.mine(self.accountant)
            questions.read(["is_mine", "summary", "role_id", "requested_by_id"])

    def test_list_of_a_manager_costs_the_same_for_many_holders(self):
        units = self.env["aftersales.unit"].create(
            [{"name": f"{n}处", "code": f"{n}处"} for n in range(9)]
        )
        self.ask("general_manager")
        roles = self.env["aftersales.role"].search([], limit=6)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.mine(self.second).mapped("is_mine")
            return self.env.cr.sql_log_count - before

        few = count()
        for role in roles:
            for unit in units:
                self.hold(self.accountant, role.code, unit_id=unit.id)
        many = count()
        self.assertLessEqual(many, few + 3)
