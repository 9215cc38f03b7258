from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales_service.tests.rate.common import RateCommon


@tagged("post_install", "-at_install")
class TestVisitTimesheet(RateCommon):
    """Hours of visits as timesheets, at the cost of the employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env["project.project"].create({"name": "售后服务"})
        cls.company.aftersales_timesheet_project_id = cls.project
        cls.employee, cls.other = cls.env["hr.employee"].create(
            [
                {"name": "李强", "user_id": cls.technician.id, "hourly_cost": 50},
                {"name": "赵刚", "user_id": cls.colleague.id},
            ]
        )
        (cls.li | cls.zhao).hourly_cost = 30

    def finish_visit(self, **vals):
        visit = self.make_visit_at("2026-03-02 09:00", **vals)
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:30")
        return visit

    def lines(self, visit):
        return self.env["account.analytic.line"].search(
            [("aftersales_visit_id", "=", visit.id)]
        )

    def sum_labour(self, visit):
        rows = visit.order_id.sudo().cost_ids
        return sum(rows.filtered(lambda r: r.kind == "labour").mapped("amount"))

    def test_one_line_at_the_employees_cost(self):
        visit = self.finish_visit()
        line = self.lines(visit)
        self.assertEqual((line.employee_id, line.unit_amount), (self.employee, 1.5))
        self.assertEqual((line.project_id, line.amount), (self.project, -75))
        self.assertEqual(str(line.date), "2026-03-02")
        self.assertEqual(self.sum_labour(visit), 75)

    def test_without_a_cost_of_the_employee_the_technicians(self):
        self.employee.hourly_cost = 0
        self.assertEqual(self.sum_labour(self.finish_visit()), 45)

    def test_everybody_who_went(self):
        visit = self.finish_visit(
            helper_ids=[Command.set(self.zhao.ids)], leader_id=self.li.id
        )
        lines = self.lines(visit)
        self.assertEqual(lines.employee_id, self.employee | self.other)

    def test_never_twice(self):
        visit = self.finish_visit()
        visit.sudo()._record_costs()
        line = self.lines(visit)
        self.assertEqual(len(line), 1)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            line.create(visit.sudo()._prepare_timesheet(self.employee, 1) | {
                "project_id": self.project.id
            })  # fmt: skip

    def test_many_visits_are_read_at_once(self):
        visits = [self.finish_visit().sudo() for _number in range(5)]
        counts = []
        for some in (visits[:2], visits):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visits[0].union(*some)._record_costs()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_corrected_with_the_visit(self):
        visit = self.finish_visit()
        visit.write({"labour_hours": 2.5, "labour_reason": "等待停机"})
        self.assertEqual(self.lines(visit).unit_amount, 2.5)
        self.assertEqual(self.sum_labour(visit), 125)
        office = visit.with_user(self.dispatcher)
        office.write({"helper_ids": [Command.set(self.zhao.ids)]})
        self.assertEqual(self.lines(visit).mapped("unit_amount"), [2.5, 2.5])
        office.helper_ids = False
        self.assertEqual(self.lines(visit).employee_id, self.employee)

    def test_no_project_no_timesheet(self):
        self.company.aftersales_timesheet_project_id = False
        visit = self.finish_visit()
        self.assertFalse(self.lines(visit))
        self.assertEqual(self.sum_labour(visit), 75)

    def test_nobody_is_an_employee(self):
        (self.employee | self.other).unlink()
        visit = self.finish_visit()
        self.assertFalse(self.lines(visit))
        self.assertEqual(self.sum_labour(visit), 45)

    def test_other_timesheets_are_as_they_were(self):
        line = self.env["account.analytic.line"].create(
            {
                "project_id": self.project.id,
                "employee_id": self.employee.id,
                "unit_amount": 1,
            }
        )
        self.assertFalse(line.aftersales_visit_id)
        self.assertEqual(line.amount, -50)
