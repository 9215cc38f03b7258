from odoo import Command

from ..common import AfterSalesCommon

MOST = 40  # queries of a day with eight visits


class TestPhoneQueries(AfterSalesCommon):
    """What reading the technician's day costs, whatever lies on his way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.li.station_id = cls.env["res.partner"].create(
            {"name": "服务站", "partner_latitude": 36, "partner_longitude": 117}
        )
        cls.board = cls.make_part("主板", 680, 352, tracking="serial")
        cls.make_lots(cls.board, *(f"B-{number}" for number in range(20)))
        cls.env["aftersales.checklist"].create(
            {"name": "出发前", "line_ids": [Command.create({"name": "带工具"})]}
        )
        faults = cls.env["aftersales.fault"]
        for number in range(5):
            words = {"name": f"异响{number}", "code": f"Q{number}", "kind": "symptom"}
            symptom = faults.create(words)
            words |= {"code": f"Q{number}1", "kind": "cause", "parent_id": symptom.id}
            faults.create(words)
        cls.day = cls.env["aftersales.technician.day"].with_user(cls.technician)

    def plan(self, *numbers):
        """Visits at customers of their own: paid or not, planned or in work, with parts on
        the van or asked for, with money taken."""
        for number in numbers:
            place = {"partner_latitude": 36.5, "partner_longitude": 117}
            customer = self.env["res.partner"].create({"name": f"客户{number}"} | place)
            order = self.make_order(
                self.make_device(f"Q-{number}"),
                service_type="ac"[number % 2],
                partner_id=customer.id,
            )
            visit = self.make_visit(order)
            if number % 2:
                part = self.board if number % 4 == 1 else self.part
                requisition = self.make_requisition(visit, (part, 1))
                if number % 8 < 4:
                    self.issue(requisition)
            if number % 4 == 2:
                self.go_to_work(visit, consent="张主任")
                visit.action_collect(10)

    def count(self):
        """Queries of one reading, with nothing in the cache but what the registry keeps."""
        for _again in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.shown = self.day.get_technician_day()["visits"]
        return self.cr.sql_log_count - before

    def test_eight_visits_in_forty_queries(self):
        self.plan(*range(8))
        self.count()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(MOST):
            self.day.get_technician_day()
        self.assertEqual(len(self.shown), 8)
        self.assertEqual(sum(len(card["parts"]) for card in self.shown), 2)
        self.assertEqual(sum(len(card["asked"]) for card in self.shown), 2)
        self.assertEqual(sum(bool(card["money"]) for card in self.shown), 2)
        self.assertIn(["B-0"], [p["lots"] for c in self.shown for p in c["parts"]])

    def test_three_times_as_many_visits_cost_the_same(self):
        self.plan(*range(8))
        few = self.count()
        self.plan(*range(8, 24))
        self.assertEqual(self.count(), few)
        self.assertEqual(len(self.shown), 24)
