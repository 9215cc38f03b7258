from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields

from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestCalls(AfterSalesCommon):
    """No answer: again after ten minutes, after three calls the office is told (T-05)."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)
        self.now = fields.Datetime.now()

    def call(self, minutes):
        with freeze_time(self.now + timedelta(minutes=minutes)):
            self.visit.action_call_failed()

    def test_second_call_waits_ten_minutes(self):
        self.call(0)
        with self.assertRaisesRegex(MoveRefused, "again in 4 minutes"):
            self.call(6)
        self.call(10)
        self.assertEqual(self.visit.failed_calls, 2)
        self.assertFalse(self.visit.unreachable_at)

    def test_third_call_is_reported_once(self):
        for minutes in (0, 10, 20, 30):
            self.call(minutes)
        tasks = self.order.sudo().activity_ids
        self.assertEqual(self.visit.unreachable_at, self.now + timedelta(minutes=20))
        self.assertEqual(len(tasks), len(tasks.user_id))
        self.assertIn("did not answer 3 calls", tasks[0].summary)

    def test_an_answer_ends_the_count(self):
        self.call(0)
        self.visit.action_contact()
        self.assertEqual(self.visit.failed_calls, 0)
        self.assertEqual(self.visit.attempt_ids.mapped("reached").count(True), 1)
        with self.assertRaises(MoveRefused):
            self.call(20)

    def test_company_sets_gap_and_number(self):
        self.company.write({"aftersales_call_gap": 0, "aftersales_call_attempts": 1})
        self.call(0)
        self.assertTrue(self.visit.unreachable_at)


class TestChecklist(AfterSalesCommon):
    """Mandatory lines of the check-list hold up their step (D-20 … D-37)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checklist = cls.env["aftersales.checklist"].create(
            {
                "name": "出发前",
                "line_ids": [
                    Command.create(
                        {"name": "穿工作服", "step": "leave", "is_mandatory": True}
                    ),
                    Command.create({"name": "微笑", "step": "start"}),
                    Command.create(
                        {"name": "报岗", "step": "away", "is_mandatory": True}
                    ),
                ],
            }
        )

    def check(self, visit, name):
        return visit.check_ids.filtered(lambda c: c.name == name)

    def test_mandatory_line_blocks_until_ticked(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "穿工作服"):
            visit.action_leave()
        self.check(visit, "穿工作服").action_done()
        self.assertEqual(self.check(visit, "穿工作服").done_by_id, self.technician)
        visit.action_leave()
        visit.action_arrive()
        visit.action_start()
        self.finish(visit)
        self.sign(visit)
        with self.assertRaisesRegex(ProofMissing, "报岗"):
            visit.action_go_away()
        visit.action_tick(self.check(visit, "报岗").ids)
        visit.action_go_away()

    def test_signed_visit_ticks_nothing_that_came_before(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        self.check(visit, "穿工作服").action_done()
        self.go_to_work(visit)
        self.finish(visit)
        self.sign(visit)
        with self.assertRaises(MoveRefused):
            self.check(visit, "微笑").action_done()

    def test_lists_are_for_their_kind_and_product(self):
        category = self.env["product.category"].create({"name": "电机"})
        self.checklist.category_id = category
        self.assertFalse(self.make_visit(self.make_order(service_type="c")).check_ids)
        self.machine.categ_id = category
        order = self.make_order(self.make_device(), service_type="c")
        self.assertEqual(len(self.make_visit(order).check_ids), 3)
        self.checklist.kind = "installation"
        self.assertFalse(self.make_visit(order).check_ids)

    def test_template_changed_later_leaves_the_visit_alone(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        self.checklist.line_ids.name = "别的"
        self.assertTrue(self.check(visit, "穿工作服"))

    def test_ticks_of_another_visit_do_not_count(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        other = self.make_visit(self.make_order(service_type="c"), self.zhao)
        visit.action_tick(other.sudo().check_ids.ids)
        self.assertFalse(any(other.sudo().check_ids.mapped("done_at")))


class TestDeparture(AfterSalesCommon):
    """Where the policy asks, nobody leaves before those who must have agreed (O-56)."""

    def setUp(self):
        super().setUp()
        self.chain = ["quality_representative", "general_manager"]
        self.env["aftersales.role.holder"].search([]).unlink()
        self.boss = self.make_user("manager", login="as_boss")
        for code, user in zip(self.chain, (self.director, self.boss), strict=True):
            role = self.env["aftersales.role"].search([("code", "=", code)])
            self.env["aftersales.role.holder"].create(
                {"role_id": role.id, "user_id": user.id}
            )
        order_class = self.env.registry["aftersales.order"]
        self.patch(order_class, "_get_dispatch_chain", lambda order: self.chain)
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.visit.trip_hours = 30
        self.visit.action_contact()

    def ask(self):
        return self.visit.sudo().approval_ids.filtered(lambda a: a.state == "waiting")

    def agree(self, user):
        self.ask().with_user(user).action_agree()

    def test_leaves_only_after_the_whole_chain(self):
        with self.assertRaisesRegex(ProofMissing, "Quality Rep.*General Manager"):
            self.visit.action_leave()
        self.agree(self.director)
        with self.assertRaisesRegex(ProofMissing, "General Manager"):
            self.visit.action_leave()
        self.agree(self.boss)
        self.visit.action_leave()
        self.assertEqual(self.visit.state, "under_way")

    def test_answer_is_written_before_the_next_is_asked(self):
        """Only one question may wait, also while both are still in the cache."""
        chain = self.visit.sudo().approval_ids.sorted("id")
        self.assertEqual(chain.mapped("state"), ["waiting", "queued"])
        self.env.flush_all()
        chain[:1].sudo(False).with_user(self.director).action_agree()
        self.env.flush_all()
        self.assertEqual(chain.mapped("state"), ["agreed", "waiting"])

    def test_refused_departure_is_asked_again(self):
        self.ask().with_user(self.director).action_refuse("先电话指导")
        with self.assertRaisesRegex(ProofMissing, "先电话指导"):
            self.visit.action_leave()
        self.visit.with_user(self.dispatcher).action_ask_departure()
        self.agree(self.director)
        self.agree(self.boss)
        self.visit.action_leave()

    def test_cancelled_visit_asks_nobody(self):
        self.visit.with_user(self.dispatcher).action_cancel()
        self.assertFalse(self.ask())
