from datetime import timedelta

from odoo import fields

from ..common import AfterSalesCommon


class TestUrgent(AfterSalesCommon):
    """An urgent job ranks before others wherever somebody chooses (S-21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.order"].search([]).action_cancel()
        cls.orders = cls.env["aftersales.order"].with_user(cls.dispatcher)
        cls.desk = cls.env["aftersales.service.desk"].with_user(cls.dispatcher)
        cls.board = cls.env["aftersales.visit"].with_user(cls.dispatcher)

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.old = self.make_order(called_at=now - timedelta(hours=30))
        self.normal = self.make_order(called_at=now - timedelta(minutes=9))
        self.urgent = self.make_order(priority="1")

    def test_on_the_board(self):
        calls = self.board.get_day_board()["calls"]
        self.assertEqual(
            [call["id"] for call in calls], (self.urgent | self.old | self.normal).ids
        )
        self.assertEqual([call["urgent"] for call in calls], [True, False, False])

    def test_before_what_the_end_of_day_put_first(self):
        today = self.company._aftersales_today()
        self.old._put_first(today - timedelta(days=1), fields.Datetime.now())
        calls = self.board.get_day_board()["calls"]
        self.assertEqual(
            [call["id"] for call in calls], (self.urgent | self.old | self.normal).ids
        )

    def test_at_the_desk(self):
        waiting = self.desk.start()["waiting"]
        self.assertEqual(waiting[0]["id"], self.urgent.id)
        self.assertTrue(waiting[0]["urgent"])
        self.assertFalse(waiting[1]["urgent"])

    def test_in_the_list_and_on_the_sheet_of_the_day(self):
        view = self.env.ref("aftersales_service.aftersales_order_view_list")
        order = view._get_combined_arch().get("default_order")
        found = self.orders.search([("state", "=", "registered")], order=order)
        self.assertEqual(found[0], self.urgent)
        today = self.company._aftersales_today()
        days = self.env["aftersales.register.day"]
        days = days._open_days(self.company, today, today)
        waiting = days.undispatched_ids & (self.urgent | self.normal)
        self.assertEqual(waiting[0], self.urgent)

    def test_on_the_technicians_day_and_his_card(self):
        start = fields.Datetime.now() + timedelta(minutes=1)
        for order in (self.normal, self.urgent):
            self.make_visit(order).with_user(self.dispatcher).planned_start = start
        visits = self.env["aftersales.visit"].with_user(self.technician)
        day = visits.get_technician_day()
        rows = {row["order_id"]: row["urgent"] for row in day["visits"]}
        if len(rows) == 2:  # a minute before midnight tomorrow's are not shown
            self.assertEqual(next(iter(rows.items())), (self.urgent.id, True))
