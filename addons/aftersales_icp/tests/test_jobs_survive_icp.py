"""Every scheduled job of the register, with one record that raises: the others are done."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import IcpCommon

LOGS = ("odoo.addons.resource_calendar_makeup.models.ir_cron", "odoo.sql_db")
ERRORS = ("value", "user", "integrity")


class TestJobsSurviveIcp(IcpCommon):
    def run_job(self, model, cron, method, bad, error):
        """The job, while ``method`` raises as soon as it meets ``bad``."""
        original = getattr(type(model), method)

        def work(records, *args, **kwargs):
            result = original(records, *args, **kwargs)
            if bad in records:
                if error == "integrity":
                    self.env.cr.execute(
                        "INSERT INTO aftersales_icp_subject (state) VALUES (NULL)"
                    )
                raise UserError("请填写") if error == "user" else ValueError("kaputt")
            return result

        job = self.env.ref(f"aftersales_icp.{cron}")
        with patch.object(type(model), method, work), mute_logger(*LOGS):
            getattr(self.env[job.model_id.model], job.code.split(".")[1][:-2])()
        fault = job.fault_ids
        self.assertEqual((fault.res_model, fault.res_id), (bad._name, bad.id))
        self.assertTrue(fault.user_ids)
        officers = "aftersales_icp.aftersales_icp_group_compliance"
        self.assertTrue(all(user.has_group(officers) for user in fault.user_ids))
        tasks = self.env["mail.activity"].search(
            [("user_id", "=", fault.user_ids[0].id)]
        )
        self.assertIn(fault.document_name, " ".join(tasks.mapped("summary")))
        fault.unlink()
        self.env.invalidate_all()

    def make_many(self, count=3):
        return self.env["aftersales.icp.subject"].union(
            *(self.make_filed(f"浙ICP备2023{n:06}号") for n in range(count))
        )

    def test_reminders(self):
        services = self.env["aftersales.icp.service"].union(
            *(self.make_service(subject) for subject in self.make_many())
        )
        duties = (
            self.env["aftersales.icp.obligation"]
            ._in_flow()
            .create(
                [
                    {
                        "rule_id": self.env.ref("aftersales_icp.rule_d07").id,
                        "res_model": service._name,
                        "res_id": service.id,
                        "service_id": service.id,
                        "company_id": self.env.company.id,
                        "base_on": "2026-01-01",
                        "due_on": "2026-02-01",
                    }
                    for service in services
                ]
            )
        )
        self.env.ref("aftersales_icp.rule_d07").tells_customer = False
        self.env["aftersales.icp.obligation"].search(
            [("id", "not in", duties.ids)]
        )._in_flow().next_reminder = False
        for error in ERRORS:
            with self.subTest(error):
                duties.activity_ids.unlink()
                duties._in_flow().next_reminder = duties._today()
                self.run_job(duties, "cron_remind", "_remind", duties[0], error)
                later = duties.filtered(lambda one: one.next_reminder > one._today())
                self.assertEqual(later, duties[1:])

    def test_a_duty_that_nobody_has_is_somebodys_task(self):
        duty = self.env["aftersales.icp.obligation"].new(
            {"company_id": self.env.company}
        )
        self.assertTrue(duty._get_reminded_user().has_group("base.group_user"))
        self.assertNotEqual(duty._get_reminded_user(), self.env.ref("base.user_root"))

    def test_year(self):
        subjects = self.make_many()
        self.env["aftersales.icp.subject"].search(
            [("id", "not in", subjects.ids)]
        )._in_flow().next_yearly_on = False
        for error in ERRORS:
            with self.subTest(error):
                today = subjects._today()
                subjects._in_flow().next_yearly_on = today
                self.run_job(subjects, "cron_yearly", "_open_year", subjects[0], error)
                moved = subjects.filtered(
                    lambda one, day=today: one.next_yearly_on != day
                )
                self.assertEqual(moved, subjects[1:])

    def test_monthly_reports(self):
        subjects = self.make_many()
        subjects.partner_id.email = "kunde@example.com"
        self.env["aftersales.icp.subject"].search([]).wants_report = False
        subjects.wants_report = True
        for error in ERRORS:
            with self.subTest(error):
                subjects._in_flow().reported_on = False
                self.run_job(
                    subjects, "cron_report", "_send_reports", subjects[0], error
                )
                self.assertEqual(subjects.filtered("reported_on"), subjects[1:])

    def test_a_report_goes_out_once_a_month(self):
        """The job that was cut off in the middle begins anew."""
        subject = self.make_many(1)
        self.env["aftersales.icp.subject"].search([]).wants_report = False
        subject.wants_report = True
        mails = self.env["mail.mail"]

        def send():
            before = mails.search_count([])
            subject._cron_monthly_report()
            return mails.search_count([]) - before

        self.assertEqual([send(), send()], [1, 0])
        subject._in_flow().reported_on = subject._today() - timedelta(days=32)
        self.assertEqual(send(), 1)

    def test_pages_and_one_without_an_address(self):
        services = self.env["aftersales.icp.service"].union(
            *(self.make_service(subject) for subject in self.make_many())
        )
        self.env["aftersales.icp.service"].search([]).is_watched = False
        services.is_watched = True
        seen = []
        model = type(services)

        def look(service):
            seen.append(service)
            raise ValueError("the page is strange")

        for error in ERRORS:
            with self.subTest(error), patch.object(model, "_homepage", lambda _s: ""):
                self.run_job(services, "cron_check", "_check_pages", services[0], error)
        with (
            patch.object(model, "_homepage", lambda _s: "https://x.example/"),
            patch.object(model, "_look", look),
            mute_logger(*LOGS),
        ):
            services._cron_check_pages()
        self.assertEqual(set(seen), set(services), "each one had its turn")

    def test_orders_that_wait_for_a_message(self):
        for error in ERRORS:
            with self.subTest(error):
                orders = self.env["aftersales.icp.order"].union(
                    *(self.make_order("first", self.make_subject()) for _n in range(3))
                )
                past = fields.Datetime.now() - timedelta(hours=1)
                self.env.cr.execute(
                    "UPDATE aftersales_icp_order SET state = 'sms_pending', sms_deadline = %s WHERE id IN %s",
                    (past, orders._ids),
                )
                self.env.invalidate_all()
                self.run_job(orders, "cron_sms", "_move_to", orders[0], error)
                self.assertEqual(
                    orders.mapped("state"), ["sms_pending", "returned", "returned"]
                )
                orders[0]._move_to("returned")

    def test_annual_reports(self):
        licences = self.env["aftersales.icp.licence"].union(
            *(
                self.env["aftersales.icp.licence"].create(
                    {
                        "partner_id": self.partner.id,
                        "number_raw": f"粤B2-2009005{n}",
                        "valid_from": "2024-05-31",
                    }
                )
                for n in range(3)
            )
        )
        licences.action_grant()
        for error in ERRORS:
            with self.subTest(error):
                licences.annual_ids.unlink()
                self.run_job(
                    licences, "cron_annual", "_open_annual", licences[0], error
                )
                self.assertEqual(licences.filtered("annual_ids"), licences[1:])

    def test_every_job_of_ours_is_here(self):
        names = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=", "aftersales_icp")]
        )
        tried = {
            "cron_remind",
            "cron_yearly",
            "cron_report",
            "cron_check",
            "cron_sms",
            "cron_annual",
        }
        self.assertEqual(set(names.mapped("name")), tried)
