from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon

NOON = datetime(2026, 3, 2, 12, 0)


class TestPromise(AfterSalesCommon):
    """Every open job says by when (S-14); another time needs reason and consent (改约)."""

    def reschedule(self, order, moment, reason="配件未到", who="张主任"):
        form = Form(
            self.env["aftersales.order.promise"]
            .with_user(self.dispatcher)
            .with_context(default_order_id=order.id)
        )
        form.promised_at = moment
        form.reason = reason
        form.consented_by = who
        form.save().action_change()

    def test_new_job_promises_within_the_companys_hours(self):
        self.company.aftersales_promise_hours = 6
        order = self.make_order(called_at=NOON)
        self.assertEqual(order.promised_at, NOON + timedelta(hours=6))

    def test_what_the_clerk_promised_stays(self):
        order = self.make_order(called_at=NOON, promised_at=NOON + timedelta(hours=2))
        order.called_at = NOON - timedelta(hours=1)
        self.assertEqual(order.promised_at, NOON + timedelta(hours=2))

    def test_database_refuses_an_open_job_without_promise(self):
        order = self.make_order()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.env.cr.execute(
                "UPDATE aftersales_order SET promised_at = NULL WHERE id = %s",
                [order.id],
            )

    def test_telling_the_customer_is_logged_with_who_and_when(self):
        with freeze_time(NOON):
            order = self.make_order(promise_told_how="wechat")
        log = order.promise_ids
        self.assertEqual(
            (log.told_how, log.told_by_id, log.told_at, log.promised_at),
            ("wechat", self.dispatcher, NOON, order.promised_at),
        )
        self.assertFalse(log.previous_at)

    def test_told_later_is_logged_once(self):
        order = self.make_order()
        self.assertFalse(order.promise_ids)
        order.promise_told_how = "sms"
        order.promise_told_how = "phone"
        self.assertEqual(len(order.promise_ids), 1)

    def test_promise_is_not_overwritten_by_hand(self):
        order = self.make_order()
        with self.assertRaises(ProtectedRefused):
            order.promised_at = NOON

    def test_reschedule_keeps_the_first_time_readable(self):
        order = self.make_order(called_at=NOON, promise_told_how="phone")
        first = order.promised_at
        self.reschedule(order, NOON + timedelta(days=3))
        self.assertEqual(order.promised_at, NOON + timedelta(days=3))
        before, log = order.promise_ids.sorted("id")
        self.assertEqual(
            (log.previous_at, log.reason, log.consented_by),
            (first, "配件未到", "张主任"),
        )
        self.assertEqual(before.promised_at, first)

    def test_reschedule_without_consent_is_refused(self):
        order = self.make_order(called_at=NOON)
        with self.assertRaisesRegex(ProofMissing, "Call the customer"):
            order._change_promise(NOON + timedelta(days=1), "忙", "  ", "phone")

    def test_time_before_the_call_is_refused(self):
        order = self.make_order(called_at=NOON)
        with self.assertRaisesRegex(ProofMissing, "before the call"):
            order._change_promise(NOON - timedelta(days=1), "忙", "张", "phone")

    def test_finished_job_has_nothing_to_promise(self):
        order = self.make_order()
        order.action_cancel()
        with self.assertRaises(MoveRefused):
            order._change_promise(NOON, "忙", "张", "phone")

    def test_nobody_writes_the_log(self):
        with self.assertRaises(AccessError):
            self.env["aftersales.promise"].with_user(self.director).create(
                {"order_id": self.make_order().id}
            )
