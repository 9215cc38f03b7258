import logging
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time
from odoo.tools import mute_logger

JOB = "base.autovacuum_job"
LOG = "odoo.addons.resource_calendar_makeup.models.ir_cron"


class TestJobs(TransactionCase):
    """A job over many records: whatever one of them raises, the others are done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tables = cls.env["resource.makeup.table"]
        cls.tables = tables.create([{"name": f"表{n}"} for n in range(9)])
        cls.cron = cls.env.ref(JOB)
        cls.jobs = cls.env["ir.cron"]

    def run_job(self, bad=None, raises=None, size=100):
        """Names every table that is not named yet; what was called, batch by batch."""
        calls = []

        def work(tables):
            calls.append(tables)
            tables.name = "好"
            if bad and bad in tables:
                raises()

        domain = [("id", "in", self.tables.ids), ("name", "!=", "好")]
        with mute_logger("odoo.sql_db"):
            self.jobs._work_off(JOB, self.tables.browse(), domain, work, size=size)
        return calls

    def good(self):
        self.tables.invalidate_recordset()
        return self.tables.filtered(lambda table: table.name == "好")

    def test_any_exception_of_one_record_stops_no_other(self):
        def value_error():
            raise ValueError("kaputt")

        def user_error():
            raise UserError("Choose the hours.")

        def integrity_error():
            self.env.cr.execute(
                "INSERT INTO resource_makeup_table (name) VALUES (NULL)"
            )

        def at_flush():
            self.env["resource.makeup.day"].create(
                [{"table_id": self.tables[0].id, "date": "2030-01-01", "name": "节"}]
                * 2
            )

        for position, raises in enumerate(
            (value_error, user_error, integrity_error, at_flush)
        ):
            bad = self.tables[position * 2]
            with (
                self.subTest(raises.__name__),
                self.assertLogs(LOG, logging.WARNING) as log,
            ):
                self.tables.name = "新"
                self.cron.fault_ids.unlink()
                self.run_job(bad, raises, size=4)
                self.assertEqual(self.good(), self.tables - bad)
                fault = self.cron.fault_ids
                self.assertEqual((fault.res_id, fault.count), (bad.id, 1))
                self.assertEqual(len(log.records), 1)

    def test_two_failing_records_of_one_batch(self):
        bad = self.tables[2] | self.tables[7]

        def work(tables):
            if tables & bad:
                raise KeyError("x")
            tables.name = "好"

        with self.assertLogs(LOG, logging.ERROR):
            self.jobs._work_off(
                JOB, self.tables.browse(), [("id", "in", self.tables.ids)], work
            )
        self.assertEqual(self.good(), self.tables - bad)
        self.assertEqual(set(self.cron.fault_ids.mapped("res_id")), set(bad.ids))

    def test_put_aside_told_once_tried_again_and_forgotten(self):
        bad = self.tables[4]

        def raises():
            raise UserError("Choose the hours.")

        tasks = (
            self.env["mail.activity"].sudo() if "mail.activity" in self.env else None
        )
        now = fields.Datetime.now()
        told = []
        for hours, count in ((0, 1), (1, 1), (21, 2)):
            with freeze_time(now + timedelta(hours=hours)), mute_logger(LOG):
                self.run_job(bad, raises)
                fault = self.cron.fault_ids
                self.assertEqual(fault.count, count, "within the day it is left alone")
                self.assertEqual(fault.message, "Choose the hours.")
                if tasks is not None:
                    told.append(tasks.search_count([("summary", "like", bad.name)]))
        self.assertEqual(told, told[:1] * len(told), "told once")
        if tasks is not None:
            self.assertEqual(told[0], len(fault.user_ids))
            self.assertTrue(
                fault.user_ids.filtered(lambda u: u.has_group("base.group_system"))
            )
        with freeze_time(now + timedelta(hours=60)):
            self.run_job()
        self.assertFalse(self.cron.fault_ids, "it went well")
        self.assertIn(bad, self.good())

    def test_the_oldest_that_fails_keeps_no_later_one_waiting(self):
        bad = self.tables[0]

        def raises():
            raise ValueError

        with mute_logger(LOG):
            self.run_job(bad, raises, size=1)
            late = self.tables.copy({"name": "新"})
            self.tables |= late
            calls = self.run_job(bad, raises, size=1)
        self.assertEqual(self.env["resource.makeup.table"].union(*calls), late)

    def test_what_somebody_else_writes_is_no_fault(self):
        def raises():
            raise psycopg2.errors.SerializationFailure("could not serialize access")

        self.run_job(self.tables[3], raises)
        self.assertEqual(len(self.good()), 8)
        self.assertFalse(self.cron.fault_ids)

    def test_what_is_right_costs_no_attempt_twice(self):
        self.assertEqual([len(tables) for tables in self.run_job(size=4)], [4, 4, 1])

    def test_a_lost_connection_is_no_fault_of_a_record(self):
        def raises():
            raise psycopg2.InterfaceError("connection already closed")

        with self.assertRaises(psycopg2.InterfaceError):
            self.run_job(self.tables[3], raises)
        self.assertFalse(self.cron.fault_ids)

    def test_try_again_now(self):
        def raises():
            raise ValueError

        with mute_logger(LOG):
            self.run_job(self.tables[3], raises)
        before = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )
        self.cron.fault_ids.action_retry()
        after = self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )
        self.assertEqual(after, before + 1)
        self.run_job()
        self.assertEqual(len(self.good()), 9)

    def test_a_record_without_name_is_put_aside_too(self):
        bad = self.tables[3]
        model = type(self.tables)

        def raises():
            raise ValueError

        broken = property(lambda _self: 1 / 0)
        with mute_logger(LOG), patch.object(model, "display_name", broken):
            self.run_job(bad, raises)
        self.assertEqual(self.cron.fault_ids.document_name, str(bad))

    def test_a_monthly_job_comes_again_for_it_the_next_day(self):
        self.cron.nextcall = fields.Datetime.add(fields.Datetime.now(), days=25)

        def raises():
            raise ValueError

        with mute_logger(LOG):
            self.run_job(self.tables[3], raises)
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertEqual(trigger[-1:].call_at, self.cron.fault_ids.retry_at)
