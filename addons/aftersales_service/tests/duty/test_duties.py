import datetime

from psycopg2 import IntegrityError

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ...exceptions import ProofMissing, RoleRefused
from ..sla.common import SlaCommon, local, utc

MARCH = datetime.date(2026, 3, 1)


class TestDuties(SlaCommon):
    """Months, half-years and days open what is due in them: once, and on somebody's list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env.ref("aftersales_service.role_accountant").id,
                "user_id": cls.accountant.id,
            }
        )
        cls.month = cls.make_rule(
            "month", "fees_settled", code="T-41", amount=1, unit="month",
            direction="within", calendar_id=False, name="三包费用月度结算",
            role_id=cls.env.ref("aftersales_service.role_accountant").id,
        )  # fmt: skip

    @classmethod
    def day_rule(cls, **vals):
        return cls.make_rule(
            "day", "daily_report", code="T-26", amount=0, unit="same_day", **vals
        )

    def open(self, *moment):
        with freeze_time(utc(*moment)):
            return self.env["aftersales.duty"]._open_due(self.company)

    def test_month_is_opened_once_with_its_due_date(self):
        version = self.make_sla([self.month])
        duty = self.open(2026, 3, 10, 9)
        self.assertEqual((duty.date_from, str(duty.date_to)), (MARCH, "2026-03-31"))
        self.assertEqual(local(duty.due_at), datetime.datetime(2026, 3, 31, 23, 59, 59))
        self.assertEqual(
            (duty.user_id, duty.policy_id), (self.accountant, version.policy_id)
        )
        self.assertEqual(
            (duty.activity_ids.user_id, str(duty.activity_ids.date_deadline)),
            (self.accountant, "2026-03-31"),
        )
        self.assertIn("三包费用月度结算", duty.display_name)
        self.assertFalse(self.open(2026, 3, 31, 23, 30))
        self.assertEqual(self.open(2026, 4, 1, 0, 30).date_from.month, 4)

    def test_company_counts_its_own_days(self):
        """23:30 and 00:30 in Shanghai, which is the same day in UTC."""
        self.make_sla([self.month])
        self.assertEqual(self.open(2026, 3, 31, 23, 30).date_from, MARCH)
        self.assertEqual(str(self.open(2026, 4, 1, 0, 30).date_from), "2026-04-01")

    def test_standstill_opens_the_latest_months_only(self):
        self.make_sla([self.month])
        self.open(2026, 1, 5, 9)
        late = self.open(2026, 8, 5, 9)
        months = [duty.date_from.month for duty in late.sorted("date_from")]
        self.assertEqual(months, [6, 7, 8])
        with freeze_time(utc(2026, 8, 5, 9)):
            late.clock_id.invalidate_recordset(["state"])
            late.invalidate_recordset(["clock_state"])
            self.assertEqual(
                len(late.filtered(lambda d: d.clock_state == "overdue")), 2
            )

    def test_days_are_working_days_where_the_rule_has_hours(self):
        """Saturday 14 February 2026 is worked, the days after it are the festival."""
        self.make_sla([self.day_rule()])
        self.assertEqual(
            local(self.open(2026, 2, 14, 9).due_at).isoformat(), "2026-02-14T18:00:00"
        )
        self.assertFalse(self.open(2026, 2, 16, 9))
        self.assertEqual(str(self.open(2026, 2, 25, 9).date_from), "2026-02-25")

    def test_every_day_without_hours(self):
        self.make_sla([self.day_rule(calendar_id=False)])
        self.assertTrue(self.open(2026, 2, 16, 9))
        self.assertTrue(self.open(2026, 2, 17, 9))

    def test_half_year_for_each_centre(self):
        units = self.env["aftersales.unit"].create(
            [
                {"name": "一站", "code": "1", "manager_id": self.director.id},
                {"name": "二站", "code": "2", "kind": "branch"},
                {"name": "大区", "code": "3", "kind": "region"},
            ]
        )
        rule = self.make_rule(
            "half_year", "spares_reconciled", code="T-40", amount=6, unit="month",
            direction="within", calendar_id=False, per_unit=True,
        )  # fmt: skip
        self.make_sla([rule])
        duties = self.open(2026, 7, 20, 9)
        self.assertEqual(duties.unit_id, units[:2])
        self.assertEqual(set(duties.mapped("date_to")), {datetime.date(2026, 12, 31)})
        self.assertEqual(duties[0].user_id, self.director)

    def test_signed_statement_of_a_unit_is_its_reconciliation(self):
        self.test_half_year_for_each_centre()
        duties = self.env["aftersales.duty"].search([("state", "=", "open")])
        first = duties.filtered(lambda d: d.unit_id.name == "一站")
        statement = self.env["aftersales.part.statement"].create(
            {"unit_id": first.unit_id.id, "date_from": "2026-07-01", "date_to": "2026-12-31"}
        )  # fmt: skip
        statement.with_user(self.director).action_sign_technician()
        statement.with_user(self.keeper).action_sign_store()
        self.assertEqual((first.state, (duties - first).state), ("done", "open"))
        self.assertEqual(first.done_by_id, self.keeper)

    def test_done_needs_words_and_ends_deadline_and_reminder(self):
        self.make_sla([self.month])
        duty = self.open(2026, 3, 10, 9).with_user(self.accountant)
        with self.assertRaisesRegex(ProofMissing, "what was done"):
            duty.action_done()
        duty.result = "已与各主机厂结算"
        with freeze_time(utc(2026, 3, 31, 20)):
            duty.action_done()
        clock = duty.sudo().clock_id
        self.assertEqual((duty.state, clock.late), ("done", False))
        self.assertTrue(clock.stopped_at)
        self.assertFalse(duty.sudo().activity_ids)
        with self.assertRaisesRegex(ProofMissing, "no longer be changed"):
            duty.result = "别的"

    def test_too_late_is_on_record(self):
        self.make_sla([self.month])
        duty = self.open(2026, 3, 10, 9)
        duty.result = "补"
        with freeze_time(utc(2026, 4, 1, 0, 30)):
            duty.action_done()
        self.assertTrue(duty.clock_id.late)

    def test_somebody_elses_duty_is_refused(self):
        self.make_sla([self.month])
        duty = self.open(2026, 3, 10, 9)
        duty.result = "x"
        with self.assertRaisesRegex(RoleRefused, "duty of as_finance"):
            duty.with_user(self.keeper).action_done()
        duty.with_user(self.director).action_drop()
        self.assertEqual((duty.state, duty.clock_id.state), ("dropped", "cancelled"))

    def test_new_version_and_second_worker_open_nothing_twice(self):
        version = self.make_sla([self.month])
        self.assertTrue(self.open(2026, 3, 10, 9))
        later = version.copy({"valid_from": "2026-03-15"})
        later.with_user(self.director).action_approve()
        self.assertFalse(self.open(2026, 3, 20, 9))
        again = self.env["aftersales.duty"]._prepare_duties(later.rule_ids, MARCH)[0]
        with mute_logger("odoo.sql_db"):
            self.assertFalse(self.env["aftersales.duty"]._create_missing([again]))
            with self.assertRaises(IntegrityError):
                self.env["aftersales.duty"]._in_flow().create(again)

    def test_cron_serves_every_company_and_costs_little(self):
        other = self.env["res.company"].create({"name": "二厂"})
        self.director.company_ids |= other
        self.make_sla([self.month])
        self.make_sla([self.month | {"role_id": False}], company_id=other.id)
        with freeze_time(utc(2026, 3, 10, 9)):
            with self.enter_registry_test_mode():
                cron = self.env.ref("aftersales_service.cron_duty_open")
                cron.method_direct_trigger()
            found = self.env["aftersales.duty"].search([])
            self.assertEqual(found.company_id, self.company | other)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(12):
                self.env["aftersales.duty"]._open_due(self.company)

    def test_warnings_go_to_the_responsible(self):
        self.make_sla([self.month])
        duty = self.open(2026, 3, 1, 9)
        with freeze_time(utc(2026, 3, 27, 9)):
            self.env["aftersales.sla.clock"]._warn_due()
        self.assertEqual(len(duty.activity_ids), 2)
        self.assertEqual(duty.activity_ids.user_id, self.accountant)

    def test_approval_lets_the_clock_come_at_once(self):
        cron = self.env.ref("aftersales_service.cron_duty_open")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.make_sla([self.month])
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(after, before + 1)
