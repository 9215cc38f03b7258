"""What ends, moves and dates deadlines: answers, appointments, help, grace, contracts."""

from odoo import fields
from odoo.tests import Form, freeze_time

from ...exceptions import ProofMissing, ProtectedRefused
from ..sla.common import SlaCommon, local, utc

MONDAY = utc(2026, 3, 2, 9)


class TestClockEnds(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device()

    def clock(self, document, code):
        clock = document.sudo().clock_ids.filtered(lambda c: c.code == code)
        clock.invalidate_recordset()
        return clock

    def answer_rule(self, **vals):
        vals = {"amount": 10, "unit": "minute", "calendar_id": False} | vals
        return self.make_rule(stop="answered", code="T-01", **vals)

    def arrival_rule(self, **vals):
        vals = {
            "amount": 3,
            "unit": "hour",
            "calendar_id": False,
            "code": "T-03",
        } | vals
        return self.make_rule(stop="arrived", **vals)

    def take(self, moment=MONDAY, **vals):
        with freeze_time(moment):
            return self.make_order(self.device, called_at=MONDAY, **vals)

    # --- the answer (T-01, T-16, T-23)

    def test_what_the_desk_says_on_the_telephone_is_an_answer(self):
        self.make_sla([self.answer_rule()])
        order = self.take(promise_told_how="phone")
        self.assertEqual(self.clock(order, "T-01").state, "met")

    def test_told_later_is_answered_then(self):
        self.make_sla([self.answer_rule()])
        order = self.take()
        self.assertFalse(self.clock(order, "T-01").stopped_at)
        with freeze_time(utc(2026, 3, 2, 9, 8)):
            order.promise_told_how = "wechat"
        self.assertEqual(self.clock(order, "T-01").state, "met")
        late = self.take()
        with freeze_time(utc(2026, 3, 2, 9, 11)):
            late.promise_told_how = "phone"
        self.assertEqual(self.clock(late, "T-01").state, "missed")

    def test_a_letter_that_is_entered_an_hour_later_was_not_answered_by_itself(self):
        self.make_sla([self.answer_rule()])
        order = self.take(
            utc(2026, 3, 2, 10), channel="letter", promise_told_how="phone"
        )
        self.assertEqual(self.clock(order, "T-01").state, "missed")

    def test_a_page_answers_nobody(self):
        self.make_sla([self.answer_rule()])
        order = self.take(channel="online", promise_told_how="portal")
        self.assertFalse(self.clock(order, "T-01").stopped_at)

    def test_solved_on_the_telephone_was_answered(self):
        self.make_sla([self.answer_rule()])
        order = self.take()
        with freeze_time(utc(2026, 3, 2, 9, 5)):
            order.action_solve_by_phone("重启控制器")
        self.assertEqual(self.clock(order, "T-01").state, "met")

    def test_another_time_agreed_is_an_answer_too(self):
        self.make_sla([self.answer_rule()])
        order = self.take()
        with freeze_time(utc(2026, 3, 2, 9, 9)):
            order._change_promise(utc(2026, 3, 3, 9), "客户出差", "王工", "phone")
        self.assertEqual(self.clock(order, "T-01").state, "met")

    def test_an_answer_can_be_entered_by_hand(self):
        self.make_sla([self.answer_rule(amount=12, unit="hour", name="T-16")])
        order = self.take()
        clock = self.clock(order, "T-01").with_user(self.dispatcher)
        self.assertTrue(clock.is_by_hand)
        action = clock.action_met()
        with freeze_time(utc(2026, 3, 2, 20)):
            self.env["aftersales.sla.tell"].with_user(self.dispatcher).with_context(
                **action["context"]
            ).create({"moment": utc(2026, 3, 2, 19, 30), "note": "电话"}).action_apply()
        self.assertEqual(self.clock(order, "T-01").state, "met")

    # --- appointments (T-03, T-74, T-23)

    def reschedule(self, visit, start, **vals):
        reason = self.env["aftersales.visit.reason"].search(
            [("kind", "=", "reschedule")], limit=1
        )
        visit.action_reschedule(start, "王工", "phone", reason, **vals)

    def test_rescheduled_visit_moves_the_arrival(self):
        self.make_sla([self.arrival_rule()])
        order = self.take()
        first = self.clock(order, "T-03").due_at
        self.assertEqual(local(first).isoformat(), "2026-03-02T12:00:00")
        with freeze_time(utc(2026, 3, 2, 10)):
            visit = self.make_visit(order)
            self.reschedule(visit, utc(2026, 3, 4, 14))
        clock = self.clock(order, "T-03")
        self.assertEqual(clock.due_at, utc(2026, 3, 4, 14))
        self.assertEqual((clock.original_due_at, clock.agreed_with), (first, "王工"))
        self.assertEqual(clock.change_ids.kind, "appointment")
        self.assertTrue(clock.change_ids.reason)
        with freeze_time(utc(2026, 3, 2, 11)):
            self.reschedule(visit, utc(2026, 3, 3, 8))
        self.assertEqual(self.clock(order, "T-03").due_at, utc(2026, 3, 3, 8))

    def test_rescheduled_order_moves_the_arrival(self):
        self.make_sla([self.arrival_rule(), self.answer_rule()])
        order = self.take()
        with freeze_time(utc(2026, 3, 2, 10)):
            order._change_promise(utc(2026, 3, 5, 9), "客户出差", "李主任", "phone")
        clock = self.clock(order, "T-03")
        self.assertEqual(clock.due_at, utc(2026, 3, 5, 9))
        self.assertEqual(
            (clock.agreed_with, clock.agreed_reason), ("李主任", "客户出差")
        )

    def test_a_job_without_arrival_moves_what_was_promised(self):
        self.make_sla(
            [self.arrival_rule() | {"stop_event_id": self.event("solved").id}]
        )
        order = self.take()
        with freeze_time(utc(2026, 3, 2, 10)):
            order._change_promise(utc(2026, 3, 5, 9), "客户出差", "李主任", "phone")
        self.assertEqual(self.clock(order, "T-03").due_at, utc(2026, 3, 5, 9))

    def test_after_the_arrival_nothing_moves(self):
        self.make_sla([self.arrival_rule()])
        order = self.take()
        order.sudo()._clock_event("arrived", utc(2026, 3, 2, 11))
        with freeze_time(utc(2026, 3, 2, 12)):
            order._change_promise(utc(2026, 3, 5, 9), "缺件", "李主任", "phone")
        self.assertEqual(self.clock(order, "T-03").state, "met")

    def test_without_a_policy_rescheduling_works_as_before(self):
        order = self.take()
        visit = self.make_visit(order)
        start = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.reschedule(visit, start)
        self.assertEqual(visit.planned_start, start.replace(microsecond=0))

    def test_the_customers_time_is_the_appointment(self):
        self.make_sla([self.arrival_rule(unit="agreed", amount=0, code="T-23")])
        order = self.take()
        self.assertFalse(self.clock(order, "T-23").due_at)
        with freeze_time(utc(2026, 3, 2, 10)):
            visit = self.make_visit(order)
            visit.with_user(self.dispatcher).planned_start = utc(2026, 3, 3, 15)
        clock = self.clock(order, "T-23")
        self.assertEqual(clock.due_at, utc(2026, 3, 3, 15))
        self.assertTrue(clock.next_warning_at)
        with freeze_time(utc(2026, 3, 2, 11)):
            self.reschedule(visit, utc(2026, 3, 4, 9))
        self.assertEqual(self.clock(order, "T-23").due_at, utc(2026, 3, 4, 9))

    # --- at once (T-13, T-45)

    def test_at_once_leaves_the_minutes_of_the_policy(self):
        rule = self.make_rule(
            stop="solved", code="T-13", amount=0, unit="at_once", calendar_id=False
        )
        self.make_sla([rule])
        order = self.take()
        self.assertEqual(self.clock(order, "T-13").due_at, utc(2026, 3, 2, 9, 15))
        with freeze_time(utc(2026, 3, 2, 9, 3)):
            order.action_solve_by_phone("重启控制器")
        self.assertEqual(self.clock(order, "T-13").state, "met")
        for minutes, amount, expected in ((30, 0, 30), (30, 5, 5), (0, 5, 5)):
            with self.subTest(minutes=minutes, amount=amount):
                self.make_sla(
                    [rule | {"amount": amount}], version={"grace_minutes": minutes},
                    partner_id=self.customer.id,
                )  # fmt: skip
                clock = self.clock(self.take(), "T-13")
                self.assertEqual(clock.due_at, utc(2026, 3, 2, 9, expected))
        words = self.env["aftersales.sla.rule"].new(
            {
                "unit": "at_once",
                "version_id": self.env["aftersales.sla.version"].new(
                    {"grace_minutes": 20}
                ),
            }
        )
        self.assertIn("20", words.duration_words)

    def test_at_once_without_minutes_is_asked_for_before_it_counts(self):
        """No source names them, so the company does: in the window of the preset, or
        before the version is approved."""
        at_once = {"unit": "at_once", "amount": 0, "calendar_id": False, "name": "即办"}
        unnamed = {"grace_minutes": 0}
        with self.assertRaisesRegex(ProofMissing, "即办"):
            self.make_sla([self.make_rule(**at_once)], version=unnamed)
        before = at_once | {"direction": "before"}
        self.make_sla([self.make_rule(**before)], version=unnamed)
        windows = self.env["aftersales.sla.preset"].with_user(self.director)
        for code, asked in (("ps_05", True), ("ps_01", True), ("ps_02", False)):
            template = self.env.ref(f"aftersales_service.sla_policy_{code}")
            self.assertFalse(template.version_ids.grace_minutes)
            window = windows.create({"template_id": template.id, "grace_minutes": 7})
            self.assertEqual(window.asks_grace, asked, code)
            made = windows.env["aftersales.sla.version"].browse(
                window.action_activate()["res_id"]
            )
            self.assertEqual(made.grace_minutes, 7)
        with self.assertRaises(ProtectedRefused):
            made.action_approve()
            made.grace_minutes = 0

    def test_presets_have_departure_and_installation(self):
        for preset, code, unit in (
            ("sla_rule_ps_12_t_45", "T-45", "at_once"),
            ("sla_rule_ps_07_t_59", "T-59", "agreed"),
        ):
            rule = self.env.ref(f"aftersales_service.{preset}")
            self.assertEqual((rule.code, rule.unit), (code, unit))
            self.assertFalse(rule.is_by_hand)

    def test_departure_ends_the_deadline_of_a_fault(self):
        self.make_sla(
            [self.make_rule("fault_reported", "departed", code="T-45", amount=0,
                            unit="at_once", calendar_id=False)]
        )  # fmt: skip
        order = self.take()
        self.assertEqual(self.clock(order, "T-45").due_at, utc(2026, 3, 2, 9, 15))
        order.sudo()._clock_event("arrived", utc(2026, 3, 2, 9, 10))
        self.assertEqual(self.clock(order, "T-45").state, "met")

    # --- the director (T-25)

    def test_help_of_the_office_is_no_report_to_the_director(self):
        self.make_sla(
            [self.make_rule("repair_late", "director_told", code="T-25", amount=0,
                            unit="at_once", calendar_id=False)]
        )  # fmt: skip
        order = self.take()
        visit = self.make_visit(order)
        visit._in_flow().write({"state": "in_work"})
        visit.action_ask_help("查不出原因")
        clock = self.clock(order, "T-25")
        self.assertFalse(clock.stopped_at, "the office was told, the director was not")
        step = visit.with_context(visit_step="director").action_ask_step()
        wizard = Form(
            self.env["aftersales.visit.step"]
            .with_user(visit.env.user)
            .with_context(**step["context"])
        )
        wizard.note = "要换总成"
        wizard.save().action_apply()
        self.assertEqual(self.clock(order, "T-25").state, "met")
        self.assertIn("director", visit.event_ids.mapped("kind"))

    # --- installation by contract (T-59)

    def test_installation_by_the_day_of_the_contract(self):
        self.make_sla(
            [self.make_rule("contract_signed", "installed", code="T-59", amount=0,
                            unit="agreed", calendar_id=False)]
        )  # fmt: skip
        project = self.env["aftersales.project"].create(
            {"name": "一期", "code": "P59", "partner_id": self.customer.id,
             "install_by": "2026-04-30"}
        )  # fmt: skip
        self.assertEqual(
            str(local(self.clock(project, "T-59").due_at)), "2026-04-30 23:59:59"
        )
        project.install_by = "2026-05-15"
        clock = self.clock(project, "T-59")
        self.assertEqual(str(local(clock.due_at)), "2026-05-15 23:59:59")
        with freeze_time(utc(2026, 5, 10, 9)):
            project.installed_on = "2026-05-10"
        self.assertEqual(self.clock(project, "T-59").state, "met")

    # --- years that are not loaded

    def test_deadline_over_new_year_says_that_holidays_are_not_known(self):
        self.make_sla([self.make_rule(amount=4)])
        with freeze_time(utc(2026, 12, 31, 16)):
            order = self.make_order(called_at=utc(2026, 12, 31, 16))
            clock = order.sudo().clock_ids
            self.assertEqual(local(clock.due_at).isoformat(), "2027-01-04T11:00:00")
            self.assertIn("2027", clock.calendar_note)
            self.assertEqual(order.clock_note, clock.calendar_note)
            self.env["resource.makeup.day"].create(
                {"table_id": self.table.id, "date": "2027-01-04", "name": "元旦"}
            )
            clock.invalidate_recordset()
            self.assertFalse(clock.calendar_note)
            self.assertEqual(local(clock.due_at).isoformat(), "2027-01-05T11:00:00")
