from datetime import datetime, timedelta

from odoo import fields

from ...exceptions import GroupRefused, RoleRefused
from ..common import AfterSalesCommon

DAY = "2036-09-01"
NINE = datetime(2036, 9, 1, 1, 0)  # nine o'clock in Shanghai


class TestDayBoard(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.order"].search([]).action_cancel()
        cls.board = cls.env["aftersales.day.board"].with_user(cls.dispatcher)
        cls.motors = cls.env["product.category"].create({"name": "电机"})
        cls.machine.categ_id = cls.motors

    def plan(self, start=NINE, technician=None, device=None, **vals):
        order = self.make_order(device, service_type="c", **vals)
        visit = self.make_visit(order, technician)
        visit.with_user(self.dispatcher).planned_start = start
        return visit.with_user(self.dispatcher)

    def get(self, day=DAY, unit=False):
        return self.board.get_day_board(day, unit)

    def card(self, visit, data=None):
        return next(c for c in (data or self.get())["visits"] if c["id"] == visit.id)

    def test_minutes_are_the_companys(self):
        visit = self.plan()
        card = self.card(visit)
        self.assertEqual((card["start"], card["length"]), (540, 120))
        late = self.plan(datetime(2036, 9, 1, 15, 30))  # 23:30 in Shanghai
        early = self.plan(datetime(2036, 9, 1, 16, 30))  # 0:30 of the next day
        ids = [card["id"] for card in self.get()["visits"]]
        self.assertIn(late.id, ids)
        self.assertNotIn(early.id, ids)

    def test_yesterdays_calls_come_first_and_are_overdue(self):
        today = self.make_order(service_type="c")
        older = self.make_order(
            service_type="c", called_at=fields.Datetime.now() - timedelta(hours=30)
        )
        calls = self.get(False)["calls"]
        self.assertEqual([c["id"] for c in calls], [older.id, today.id])
        self.assertEqual([c["overdue"] for c in calls], [True, False])

    def test_refusals_come_with_the_data(self):
        doors = self.env["product.category"].create({"name": "防盗门"})
        self.li.skill_ids = doors
        self.zhao.examined = False
        order = self.make_order(self.make_device(), service_type="c")
        data = self.get()
        call = next(c for c in data["calls"] if c["id"] == order.id)
        refusals = data["refusals"][call["needs"]]
        warnings = data["warnings"][call["needs"]]
        self.assertEqual(warnings[self.li.id], ["李强 is not trained for 电机."])
        self.assertNotIn(self.li.id, refusals)
        self.assertIn("examination", refusals[self.zhao.id][0])

    def test_a_need_names_the_kind_of_visit(self):
        self.env["aftersales.grade.authority"].create(
            {"grade": "senior", "may_commissioning": False}
        )
        self.zhao.grade = "special"
        visit = self.plan(technician=self.zhao)
        visit.kind = "commissioning"
        data = self.get()
        refusals = data["refusals"][self.card(visit, data)["needs"]]
        self.assertIn("Commissioning", refusals[self.li.id][0])
        self.assertNotIn(self.zhao.id, refusals)

    def test_a_warning_asks_for_a_word_before_the_visit_moves(self):
        doors = self.env["product.category"].create({"name": "防盗门"})
        self.zhao.skill_ids = doors
        visit = self.plan(device=self.make_device())
        question = self.board.move(visit.id, self.zhao.id, DAY, 600)
        self.assertEqual(question["context"]["default_step"], "reassign")
        wizard = (
            self.env["aftersales.visit.step"]
            .with_user(self.dispatcher)
            .with_context(**question["context"])
            .create({"override_reason": "李强病假，赵刚电话请教厂家"})
        )
        self.assertIn("赵刚 is not trained", wizard.warning)
        wizard.action_apply()
        self.assertEqual(visit.technician_id, self.zhao)
        self.assertEqual(visit.planned_start, NINE + timedelta(hours=1))
        self.assertIn("override", visit.event_ids.mapped("kind"))

    def test_a_dropped_call_with_a_warning_opens_the_dispatch(self):
        order = self.make_order(service_type="c")
        action = self.board.ask(order.id, self.li.id, DAY, 600)
        self.assertEqual(
            (
                action["context"]["default_technician_id"],
                action["context"]["default_planned_start"],
            ),
            (self.li.id, "2036-09-01 02:00:00"),
        )

    def test_refused_visit_shows_it(self):
        visit = self.plan()
        visit.with_user(self.technician).action_refuse(note="太远")
        card = self.card(visit)
        self.assertEqual((card["state"], card["alarm"]), ("refused", "Refused: 太远"))
        with self.assertRaises(RoleRefused):
            self.board.move(visit.id, self.zhao.id, DAY, 540)

    def test_drop_of_a_call_plans_a_visit(self):
        order = self.make_order(service_type="c")
        visit_id = self.board.assign(order.id, self.li.id, DAY, 555)
        visit = self.env["aftersales.visit"].browse(visit_id)
        self.assertEqual(visit.planned_start, NINE + timedelta(minutes=15))
        self.assertEqual(order.state, "dispatched")

    def test_drop_of_a_visit_moves_it(self):
        visit = self.plan()
        self.assertFalse(self.board.move(visit.id, self.zhao.id, DAY, 600))
        self.assertEqual(
            (visit.technician_id, visit.planned_start),
            (self.zhao, NINE + timedelta(hours=1)),
        )

    def test_agreed_visit_asks_for_the_reason(self):
        visit = self.plan()
        visit.with_user(self.technician).action_contact()
        question = self.board.move(visit.id, self.li.id, DAY, 600)
        self.assertEqual(question["context"]["default_step"], "reschedule")
        wizard = (
            self.env["aftersales.visit.step"]
            .with_user(self.dispatcher)
            .with_context(**question["context"])
            .create({"agreed_by": "王经理", "note": "客户有事"})
        )
        wizard.action_apply()
        self.assertEqual(visit.planned_start, NINE + timedelta(hours=1))
        question = self.board.move(visit.id, self.zhao.id, DAY, 600)
        self.assertEqual(question["context"]["default_step"], "reassign")

    def test_unit_filters_rows_and_calls(self):
        unit = self.env["aftersales.unit"].create({"name": "济南", "code": "T-JN"})
        self.li.unit_id = unit
        order = self.make_order(service_type="c", unit_id=unit.id)
        self.make_order(service_type="c", unit_id=False)
        data = self.get(DAY, unit.id)
        self.assertEqual([row["id"] for row in data["technicians"]], [self.li.id])
        self.assertEqual([call["id"] for call in data["calls"]], [order.id])

    def test_only_dispatchers_see_it(self):
        for user in (self.technician, self.keeper, self.inspector):
            with self.assertRaises(GroupRefused):
                self.board.with_user(user).get_day_board()

    def test_open_boards_are_told_once_per_transaction(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        visit = self.plan()
        visit.with_user(self.technician).action_contact()
        self.env.cr.precommit.run()
        news = self.env["bus.bus"].search([("message", "like", "aftersales_day_board")])
        self.assertEqual(len(news), 1)

    def test_two_thousand_visits_cost_what_two_hundred_cost(self):
        visit = self.plan()
        few = self.count(visit, 20, 200)
        many = self.count(visit, 200, 2000)
        self.assertEqual(many, few)

    def count(self, visit, technicians, visits):
        """Queries of the board with so many of each; rows are copied inside PostgreSQL."""
        self.copy_rows(self.li, technicians)
        self.env.cr.execute("SELECT max(id) FROM aftersales_technician")
        last = self.env.cr.fetchone()[0]
        orders = self.copy_rows(visit.order_id, visits)
        self.copy_rows(visit, visits)
        self.env.cr.execute(
            "UPDATE aftersales_visit v SET order_id = %s + v.id %% %s, technician_id = %s - v.id %% %s WHERE name LIKE 'copy%%'",
            [orders, visits, last, technicians],
        )
        self.env.invalidate_all()
        self.get()  # caches of the registry
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        data = self.get()
        self.assertGreaterEqual(len(data["visits"]), visits)
        self.assertGreaterEqual(len(data["technicians"]), technicians)
        return self.env.cr.sql_log_count - before

    def copy_rows(self, record, count):
        """Copies of one row; returns the first new ID."""
        self.env.flush_all()
        table, own = record._table, {"id", "name"}
        if record._name == "aftersales.technician":
            own |= {"user_id"}
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        columns = [name for (name,) in self.env.cr.fetchall() if name not in own]
        names = ", ".join(columns)
        self.env.cr.execute(
            f"INSERT INTO {table} (name, {names}) SELECT 'copy' || g || '-' || %s, {names} FROM {table}, generate_series(1, %s) g WHERE id = %s RETURNING id",
            [count, count, record.id],
        )
        return min(key for (key,) in self.env.cr.fetchall())
