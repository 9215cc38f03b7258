"""Every scheduled job of the add-on, with one record that raises: the others are done, it is
put aside, and a person is told."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..sla.common import SlaCommon, utc

LOGS = ("odoo.addons.resource_calendar_makeup.models.ir_cron", "odoo.sql_db")
ERRORS = ("value", "user", "integrity")
MONDAY = utc(2026, 3, 2, 9)


class TestJobsSurvive(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env.ref("aftersales_service.role_service_director").id,
                "user_id": cls.director.id,
            }
        )

    def failing(self, name, method, is_bad, error):
        """``method`` of the model ``name`` raises when it meets a bad record."""
        model = type(self.env[name])
        original = getattr(model, method)

        def work(records, *args, **kwargs):
            result = original(records, *args, **kwargs)
            if is_bad(*(args if records._name != name or not records else (records,))):
                if error == "integrity":
                    self.env.cr.execute(
                        "INSERT INTO aftersales_role (code) VALUES (NULL)"
                    )
                raise UserError("请填写") if error == "user" else ValueError("kaputt")
            return result

        return patch.object(model, method, work)

    def assert_told(self, job, record):
        fault = self.env["ir.cron.fault"].search(
            [("cron_id", "=", self.env.ref(job).id), ("res_model", "=", record._name)]
        )
        self.assertEqual(fault.res_id, record.id)
        self.assertEqual(fault.user_ids, self.director)
        tasks = self.env["mail.activity"].search([("user_id", "=", self.director.id)])
        self.assertIn(fault.document_name, " ".join(tasks.mapped("summary")))
        fault.unlink()

    def test_warnings(self):
        self.make_sla([self.make_rule(amount=8)])
        for error in ERRORS:
            with self.subTest(error):
                with freeze_time(MONDAY):
                    orders = self.env["aftersales.order"].union(
                        *(self.make_order(called_at=MONDAY) for _n in range(3))
                    )
                bad = orders[0].clock_ids
                patched = self.failing(
                    "aftersales.sla.clock",
                    "_warn",
                    lambda clocks, b=bad: b in clocks,
                    error,
                )
                with freeze_time(utc(2026, 3, 2, 14, 30)), patched, mute_logger(*LOGS):
                    self.env["aftersales.sla.clock"]._cron_warn()
                orders.invalidate_recordset()
                steps = [order.clock_ids.step for order in orders]
                self.assertEqual(steps, [0, 1, 1])
                self.assert_told("aftersales_service.sla_cron_warn", bad)
                self.assertEqual(orders[0].activity_ids.user_id, self.director)

    def test_duties(self):
        rules = [
            self.make_rule(
                "month", stop, code=stop, amount=1, unit="month", direction="within",
                calendar_id=False,
            )
            for stop in ("fees_settled", "inspected", "graded")
        ]  # fmt: skip
        version = self.make_sla(rules)
        bad = version.rule_ids[1]
        duties = self.env["aftersales.duty"]
        for error, month in zip(ERRORS, (3, 4, 5), strict=True):
            with self.subTest(error):
                patched = self.failing(
                    "aftersales.duty", "_prepare_duties",
                    lambda rule, _start, b=bad: rule == b, error,
                )  # fmt: skip
                with freeze_time(utc(2026, month, 2, 9)), patched, mute_logger(*LOGS):
                    duties._cron_open()
                opened = duties.search([("date_from", "=", f"2026-{month:02}-01")])
                self.assertEqual(opened.rule_id, version.rule_ids - bad)
                self.assert_told("aftersales_service.cron_duty_open", bad)
        with freeze_time(utc(2026, 5, 3, 9)):
            duties._cron_open()
        opened = duties.search([("rule_id", "=", bad.id)])
        self.assertEqual(str(opened.date_from), "2026-05-01", "made up for")

    def test_loans(self):
        start = fields.Datetime.now() + timedelta(days=1)
        for n, error in enumerate(ERRORS):
            with self.subTest(error):
                loaners = [
                    self.make_device(f"BY{n}{i}", is_loaner=True) for i in range(3)
                ]
                loans = self.env["aftersales.loan"].create(
                    [
                        {
                            "device_id": loaner.id,
                            "partner_id": self.customer.id,
                            "start": start + timedelta(days=30 * n),
                            "stop": start + timedelta(days=30 * n + 5),
                            "user_id": self.dispatcher.id,
                        }
                        for loaner in loaners
                    ]
                )
                past = fields.Datetime.now() - timedelta(days=1)
                loans._in_flow().write({"state": "out", "next_chase_at": past})
                bad = loans[0]
                patched = self.failing(
                    "aftersales.loan", "_chase", lambda found, b=bad: b in found, error
                )
                with patched, mute_logger(*LOGS):
                    loans._cron_chase()
                loans.invalidate_recordset()
                self.assertEqual(loans.mapped("chase_count"), [0, 1, 1])
                self.assert_told("aftersales_service.cron_loan_chase", bad)

    def test_loan_of_somebody_who_left_is_asked_for_by_the_director(self):
        loan = self.env["aftersales.loan"].create(
            {
                "device_id": self.make_device("BY9", is_loaner=True).id,
                "partner_id": self.customer.id,
                "start": "2026-03-02 01:00:00",
                "stop": "2026-03-03 01:00:00",
                "user_id": self.dispatcher.id,
            }
        )
        loan._in_flow().write({"state": "out", "next_chase_at": "2026-03-03 01:00:00"})
        self.dispatcher.active = False
        loan._cron_chase()
        self.assertEqual(loan.activity_ids.user_id, self.director)

    def test_registers_of_the_day(self):
        units = self.env["aftersales.unit"].create(
            [{"name": f"站{n}", "code": f"Z{n}"} for n in range(3)]
        )
        device = self.make_device()
        days = self.env["aftersales.register.day"]
        for error, day in zip(ERRORS, (2, 3, 4), strict=True):
            with self.subTest(error):
                moment = f"2026-03-{day:02} 03:00:00"
                for unit in units:
                    self.make_order(device, called_at=moment, unit_id=unit.id)
                self.make_order(device, called_at=moment, unit_id=False)
                patched = self.failing(
                    "aftersales.register.day", "create",
                    lambda vals, b=units[0].id: any(v.get("unit_id") == b for v in vals),
                    error,
                )  # fmt: skip
                with (
                    freeze_time(f"2026-03-{day:02} 15:00:00"),
                    patched,
                    mute_logger(*LOGS),
                ):
                    days._cron_open_days()
                found = days.search([("date", "=", moment[:10])])
                expected = [unit.id for unit in units[1:]] + [False]
                self.assertEqual(
                    sorted(found.mapped(lambda d: d.unit_id.id)), sorted(expected)
                )
                self.assert_told("aftersales_service.cron_register_days", units[0])
        self.assertFalse(self.env["ir.cron.fault"].search([]))
        with freeze_time("2026-03-05 15:00:00"):
            days._cron_open_days()
        self.assertEqual(days.search_count([("unit_id", "=", units[0].id)]), 3)

    def test_a_register_of_a_day_and_a_project_can_be_warned_of(self):
        """What stopped the warnings of everybody: documents that could carry no task."""
        self.make_sla(
            [
                self.make_rule("register_closed", "register_sent", code="T-27", amount=0,
                               unit="next_day", calendar_id=False),
                self.make_rule("acceptance_planned", "project_entered", code="T-30",
                               amount=1, unit="month", direction="before", calendar_id=False),
                self.make_rule(amount=8),
            ]
        )  # fmt: skip
        with freeze_time(MONDAY):
            order = self.make_order(called_at=MONDAY)
            days = self.env["aftersales.register.day"]._in_flow()
            day = days.create({"date": "2026-03-02"})
            project = self.env["aftersales.project"].create(
                {"name": "一期", "code": "P1", "partner_id": self.customer.id,
                 "acceptance_planned_on": "2026-04-20", "user_id": self.dispatcher.id}
            )  # fmt: skip
        self.assertTrue(day.clock_ids and project.clock_ids)
        with freeze_time(utc(2026, 4, 10, 9)):
            self.env["aftersales.sla.clock"]._cron_warn()
        self.assertTrue(order.activity_ids)
        self.assertEqual(
            day.activity_ids.user_id, self.director, "nobody else is there"
        )
        self.assertIn(self.dispatcher, project.activity_ids.user_id)
        self.assertFalse(self.env["ir.cron.fault"].search([]))

    def test_every_document_with_deadlines_can_carry_a_task(self):
        documents = [
            name
            for name, model in self.env.registry.items()
            if "clock_ids" in model._fields and not model._abstract
        ]
        self.assertIn("aftersales.register.day", documents)
        for name in documents:
            with self.subTest(name):
                self.assertIn("activity_ids", self.env[name]._fields)
                self.assertTrue(hasattr(self.env[name], "message_subscribe"))

    def test_every_job_of_ours_goes_through_the_one_loop(self):
        """A job that is added later is held to it as well."""
        names = [
            data.complete_name
            for data in self.env["ir.model.data"].search(
                [("model", "=", "ir.cron"), ("module", "like", "aftersales%")]
            )
        ]
        # Works at one register for long, in chunks of its own.
        names.remove("aftersales_service.cron_import")
        # Count rows by one statement for a chunk; no record runs code of its own.
        names.remove("aftersales_service.cron_reconcile_count")
        names.remove("aftersales_service.cron_reconcile_compare")
        self.assertGreaterEqual(len(names), 4)
        jobs = type(self.env["ir.cron"])
        original = jobs._work_off
        used = []

        def seen(self, job, *args, **kwargs):
            used.append(job)
            return original(self, job, *args, **kwargs)

        self.env["aftersales.sla.recount"].create({"reason": "假期"})
        with patch.object(jobs, "_work_off", seen):
            self.make_order(self.make_device(), called_at=fields.Datetime.now())
            for name in names:
                self.env.ref(name).ir_actions_server_id.run()
        self.assertLessEqual(set(names), set(used))
