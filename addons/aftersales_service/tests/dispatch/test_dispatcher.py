from datetime import timedelta

from odoo import Command, fields

from ...exceptions import RoleRefused
from ..common import AfterSalesCommon


class TestDispatcher(AfterSalesCommon):
    """Instruments: the technical department plans repairs, after-sales installations (D-17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = cls.env["aftersales.role"]
        cls.technical = cls.make_user("dispatcher", login="as_technical")
        cls.roles = {
            "repair": roles._get_by_code("technical_department"),
            "installation": roles._get_by_code("back_office"),
        }
        cls.env["aftersales.role.holder"].create(
            [
                {"role_id": cls.roles["repair"].id, "user_id": cls.technical.id},
                {"role_id": cls.roles["installation"].id, "user_id": cls.dispatcher.id},
            ]
        )
        cls.policy = cls.env["aftersales.sla.policy"].create(
            {"name": "仪器", "company_id": cls.company.id}
        )
        version = cls.env["aftersales.sla.version"].create(
            {
                "policy_id": cls.policy.id,
                "valid_from": "2020-01-01",
                "dispatcher_ids": [
                    Command.create({"kind": kind, "role_id": role.id})
                    for kind, role in cls.roles.items()
                ],
            }
        )
        version.with_user(cls.director).action_approve()

    def plan(self, order, user, **vals):
        return (
            self.env["aftersales.visit"]
            .with_user(user)
            .create({"order_id": order.id, "technician_id": self.li.id} | vals)
        )

    def test_each_plans_his_kind(self):
        repair = self.make_order()
        install = self.make_order(visit_kind="installation")
        with self.assertRaisesRegex(RoleRefused, "as_technical"):
            self.plan(repair, self.dispatcher)
        self.assertEqual(self.plan(repair, self.technical).kind, "repair")
        with self.assertRaisesRegex(RoleRefused, "as_dispatcher"):
            self.plan(install, self.technical)
        self.assertEqual(self.plan(install, self.dispatcher).kind, "installation")

    def test_a_full_board_asks_for_roles_once(self):
        counts = []
        for number in (1, 1, 8):  # the first pass fills caches
            orders = self.env["aftersales.order"].union(
                *(self.make_order() for _number in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            orders.mapped("sla_version_id.dispatcher_ids.role_id")
            before = self.env.cr.sql_log_count
            self.assertEqual(
                len(orders.with_user(self.dispatcher)._get_foreign()), number
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_kind_of_the_visit_counts_not_that_of_the_job(self):
        order = self.make_order()
        self.assertTrue(self.plan(order, self.dispatcher, kind="installation"))
        with self.assertRaises(RoleRefused):
            self.plan(order, self.technical, kind="installation")
        self.assertTrue(self.plan(order, self.technical, kind="training"))
        self.assertTrue(self.plan(order, self.dispatcher, kind="training"))

    def test_nobody_changes_or_gives_away_the_visit_of_the_other(self):
        visit = self.plan(self.make_order(), self.technical)
        mine = visit.with_user(self.dispatcher)
        start = fields.Datetime.now() + timedelta(days=1)
        for change in (
            {"kind": "installation"},
            {"kind": "training"},
            {"planned_start": start},
        ):
            with self.assertRaises(RoleRefused):
                mine.write(change)
        with self.assertRaises(RoleRefused):
            mine.action_reassign(self.zhao, note="顺路")
        visit.action_reassign(self.zhao, note="顺路")
        self.assertEqual(visit.technician_id, self.zhao)
        with self.assertRaises(RoleRefused):
            visit.kind = "installation"  # becomes a kind that is not his

    def test_board_shows_each_his_calls(self):
        repair = self.make_order()
        install = self.make_order(visit_kind="installation")

        def calls(user):
            board = self.env["aftersales.day.board"].with_user(user).get_day_board()
            return {call["id"] for call in board["calls"]} & {repair.id, install.id}

        self.assertEqual(calls(self.technical), {repair.id})
        self.assertEqual(calls(self.dispatcher), {install.id})
        self.assertEqual(calls(self.director), {repair.id, install.id})

    def test_desk_says_whose_it_is_before_the_button(self):
        order = self.make_order()
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        found = desk.technicians(order.id)["candidates"]
        self.assertTrue(found)
        self.assertTrue(all("as_technical" in c["refusals"][-1] for c in found))
        with self.assertRaises(RoleRefused):
            desk.dispatch(order.id, self.li.id, False)
        own = self.env["aftersales.service.desk"].with_user(self.technical)
        self.assertFalse(own.technicians(order.id)["candidates"][0]["refusals"])
        draft = self.env["aftersales.visit"].with_user(self.dispatcher)
        draft = draft.new({"order_id": order.id, "technician_id": self.li.id})
        self.assertIn("as_technical", draft.dispatch_refusal)

    def test_director_may_and_a_role_without_people_stops_nobody(self):
        self.assertTrue(self.plan(self.make_order(), self.director))
        holders = self.env["aftersales.role.holder"]
        holders.search([("user_id", "=", self.technical.id)]).unlink()
        self.assertTrue(self.plan(self.make_order(), self.dispatcher))

    def test_holder_of_another_unit_holds_it_there_only(self):
        here, there = self.env["aftersales.unit"].create(
            [{"name": "甲", "code": "T-A"}, {"name": "乙", "code": "T-B"}]
        )
        holders = self.env["aftersales.role.holder"]
        holders.search([("user_id", "=", self.technical.id)]).unit_id = there
        self.assertTrue(self.plan(self.make_order(unit_id=there.id), self.technical))
        with self.assertRaises(RoleRefused):
            self.plan(self.make_order(unit_id=here.id), self.technical)

    def test_follow_up_of_who_has_begun_goes_on(self):
        visit = self.plan(self.make_order(), self.technical)
        visits = self.env["aftersales.visit"].with_user(self.dispatcher)._in_flow()
        again = visits.create(
            {
                "order_id": visit.order_id.id,
                "technician_id": self.li.id,
                "previous_id": visit.id,
            }
        )
        self.assertEqual(again.kind, "repair")

    def test_preset_brings_its_dispatchers(self):
        preset = self.env.ref("aftersales_service.sla_policy_ps_13")
        version = preset._activate(self.company).version_ids
        self.assertEqual(
            {line.kind: line.role_id for line in version.dispatcher_ids}, self.roles
        )
