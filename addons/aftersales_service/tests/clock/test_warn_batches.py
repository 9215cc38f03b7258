from unittest.mock import patch

from odoo.tests import freeze_time

from odoo.addons.resource_calendar_makeup.models import ir_cron

from ...models.clock import clock_warn
from ..sla.common import SlaCommon, utc

MONDAY = utc(2026, 3, 2, 9)
CRON = "aftersales_service.sla_cron_warn"


class TestWarnBatches(SlaCommon):
    """Warning of many deadlines: in batches that are committed one by one, and in lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla([cls.make_rule(amount=8)])

    def make(self, count):
        vals = {"partner_id": self.customer.id, "fault": "异响", "called_at": MONDAY}
        with freeze_time(MONDAY):
            orders = (
                self.env["aftersales.order"]
                .with_user(self.dispatcher)
                .create([dict(vals) for _n in range(count)])
            )
        self.env.flush_all()
        return orders.sudo()

    def count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_every_batch_is_committed_and_nobody_is_told_twice(self):
        orders = self.make(5)
        cron = self.env.ref(CRON)
        with (
            freeze_time(utc(2026, 3, 2, 14, 30)),
            patch.object(clock_warn, "BATCH", 2),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        orders.invalidate_recordset()
        done = self.env["ir.cron.progress"].search([("cron_id", "=", cron.id)])
        self.assertEqual(sum(done.mapped("done")), 5)
        self.assertEqual([len(order.activity_ids) for order in orders], [1] * 5)
        self.assertEqual(set(orders.clock_ids.mapped("step")), {1})

    def test_one_deadline_without_hours_stops_nobody_else(self):
        orders = self.make(3)
        empty = self.env["resource.calendar"].create(
            {"name": "空", "attendance_ids": [], "tz": "Asia/Shanghai"}
        )
        empty.attendance_ids.unlink()
        bad = orders[1].clock_ids
        bad.calendar_id = empty
        self.env.flush_all()
        moment = utc(2026, 3, 2, 14, 30)
        with freeze_time(moment), self.assertLogs(ir_cron.__name__, "WARNING") as log:
            self.env["aftersales.sla.clock"]._warn_due()
            self.env["aftersales.sla.clock"]._warn_due()
        self.assertEqual(len(log.records), 1)
        orders.invalidate_recordset()
        fault = self.env["ir.cron.fault"].search([("res_id", "=", bad.id)])
        told = [len(order.activity_ids) for order in orders]
        self.assertEqual(told, [1, len(fault.user_ids), 1])
        self.assertIn(empty.name, fault.message)
        task = orders[1].activity_ids[:1]
        self.assertIn(fault.message.splitlines()[0], task.note)
        self.assertIn(task.user_id, fault.user_ids)

    def test_queries_of_warnings_and_lists_do_not_grow(self):
        """10 and 100 deadlines: the run that warns, the list of deadlines, of jobs."""
        self.make_five(amount=8)
        counts = []
        for size in (10, 90):
            self.make_clocks(size, MONDAY)
            with freeze_time(utc(2026, 3, 2, 14, 30)):
                told = self.count(self.env["aftersales.sla.clock"]._warn_due)
                lists = [
                    self.count(lambda model=model, names=names: model.web_search_read(
                        [], {name: {} for name in names}, limit=200))
                    for model, names in (
                        (self.env["aftersales.sla.clock"].with_user(self.dispatcher),
                         ("code", "name", "document_name", "state", "is_by_hand", "due_at")),
                        (self.env["aftersales.order"].with_user(self.dispatcher),
                         ("name", "clock_words", "clock_level", "state")),
                    )
                ]  # fmt: skip
            counts.append((told, *lists))
        few, many = counts
        for name, one, other in zip(
            ("warn", "deadlines", "jobs"), few, many, strict=True
        ):
            with self.subTest(name):
                self.assertLessEqual(other, one + 2)
