import ast
from pathlib import Path

from odoo import fields
from odoo.tests import freeze_time

from ...exceptions import ClockRefused
from .common import SlaCommon, local, utc

MODELS = Path(__file__).parents[2] / "models"
MONDAY = utc(2026, 3, 2, 10)


class TestEvents(SlaCommon):
    """Whatever a rule may name is told by a document, a period or a person."""

    def state(self, document, code):
        return document.clock_ids.filtered(lambda c: c.code == code).mapped("state")

    def tell(self, document, code, moment=None, user=None):
        action = document.action_tell()
        wizard = (
            self.env["aftersales.sla.tell"]
            .with_user(user or self.dispatcher)
            .with_context(**action["context"])
            .create(
                {
                    "event_id": self.event(code).id,
                    "moment": moment or fields.Datetime.now(),
                    "note": "挂号信",
                }
            )
        )
        wizard.action_apply()
        return wizard

    def test_what_a_room_claims_to_tell_stands_in_its_code(self):
        told = set()
        for path in MODELS.rglob("*.py"):
            tree = ast.parse(path.read_text())
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and node.name == "_get_homes":
                    node.body = []
            if path.name != "event_home.py":
                told |= {
                    node.value
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                }
        events = self.env["aftersales.sla.event"].search([])
        claimed = events.filtered(
            lambda e: not e.is_by_hand and e.home != "duty"
        ).mapped("code")
        self.assertGreater(len(claimed), 30)
        self.assertEqual([code for code in claimed if code not in told], [])
        self.assertLessEqual(
            set(events._get_homes()), set(events.mapped("code")), "unknown codes"
        )

    def test_presets_say_what_waits_for_a_person(self):
        wizard = self.env["aftersales.sla.preset"].create(
            {"template_id": self.env.ref("aftersales_service.sla_policy_ps_06").id}
        )
        homes = {rule.code: rule.start_home for rule in wizard.rule_ids}
        self.assertEqual(
            (homes["T-21"], homes["T-26"], homes["T-27"], homes["T-28"]),
            ("order", "duty", "register", "wait_agreement"),
        )
        by_hand = wizard.rule_ids.filtered(
            lambda r: "wait" in (r.start_home + r.stop_home)
            or "hand" in (r.start_home, r.stop_home)
        )
        self.assertEqual(wizard.by_hand_count, len(by_hand))

    def test_complaint_runs_from_its_receipt_to_plan_and_execution(self):
        """T-08, T-09: four working days to the plan, three more to its execution."""
        self.make_sla(
            [
                self.make_rule("complaint_received", "plan_fixed", code="T-08", amount=4, unit="working_day"),
                self.make_rule("plan_fixed", "plan_executed", code="T-09", amount=3, unit="working_day"),
            ]
        )  # fmt: skip
        with freeze_time(MONDAY):
            plain = self.make_order(called_at=MONDAY)
            order = self.make_order(called_at=MONDAY, order_kind="complaint")
            plain.order_kind = "complaint"
        self.assertEqual(self.state(plain, "T-08"), ["overdue"])
        self.assertEqual(str(local(order.clock_ids.due_at)), "2026-03-06 18:00:00")
        with freeze_time(utc(2026, 3, 5, 9)):
            self.tell(order, "plan_fixed", utc(2026, 3, 4, 16))
        self.assertEqual(self.state(order, "T-08"), ["met"])
        following = order.clock_ids.filtered(lambda c: c.code == "T-09")
        self.assertEqual(str(local(following.due_at)), "2026-03-09 18:00:00")
        self.assertIn("挂号信", order.message_ids[:1].body)
        with freeze_time(utc(2026, 3, 6, 9)):
            self.tell(order, "plan_executed")
        self.assertEqual(self.state(order, "T-09"), ["met"])

    def test_what_a_room_tells_and_the_future_cannot_be_entered(self):
        self.make_sla([self.make_rule(), self.make_rule("called", "plan_fixed", code="T-08")])  # fmt: skip
        with freeze_time(MONDAY):
            order = self.make_order(called_at=MONDAY)
            with self.assertRaisesRegex(ClockRefused, "told by itself"):
                self.tell(order, "arrived")
            with self.assertRaisesRegex(ClockRefused, "not happened yet"):
                self.tell(order, "plan_fixed", utc(2026, 3, 9, 9))
            with self.assertRaisesRegex(ClockRefused, "began later"):
                self.tell(order, "plan_fixed", utc(2026, 3, 1, 9))
            action = order.action_tell()
            events = (
                self.env["aftersales.sla.tell"]
                .with_context(**action["context"])
                .new({})
                .allowed_ids
            )
        self.assertEqual(events.mapped("code"), ["plan_fixed"])

    def test_customer_was_told_or_written_to(self):
        """T-14 ends when somebody tells him by when; T-16 and T-17 with a letter."""
        self.make_sla(
            [
                self.make_rule("called", "deadline_told", code="T-14", unit="agreed"),
                self.make_rule("called", "written_contact", code="T-17"),
                self.make_rule("called", "answered", code="T-16"),
            ]
        )
        order = self.make_order()
        self.assertEqual(set(order.clock_ids.mapped("state")), {"running"})
        order.with_user(self.dispatcher).promise_told_how = "phone"
        self.assertEqual(self.state(order, "T-14"), ["met"])
        told = self.make_order(promise_told_how="phone")
        self.assertEqual(self.state(told, "T-14"), ["met"])
        order.with_user(self.dispatcher).message_post(
            body="内部", subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(self.state(order, "T-17"), ["running"])
        order.with_user(self.dispatcher).message_post(
            body="已联系厂家",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            partner_ids=self.customer.ids,
        )
        self.assertEqual(
            self.state(order, "T-17") + self.state(order, "T-16"), ["met"] * 2
        )

    def test_filed_record_is_kept(self):
        """T-49: three years at the earliest."""
        self.make_sla(
            [self.make_rule("record_closed", "record_destroyed", code="T-49", amount=3,
                            unit="year", bound="earliest", calendar_id=False)]
        )  # fmt: skip
        order = self.make_order()
        order.action_close()
        self.assertFalse(order.clock_ids)
        order.action_file()
        self.assertEqual(self.state(order, "T-49"), ["running"])

    def test_register_of_a_day_is_due_on_the_next(self):
        """T-27, from the close of the day, reconciled or not."""
        self.make_sla([self.make_rule("register_closed", "register_sent", code="T-27",
                                      unit="next_day", calendar_id=False)])  # fmt: skip
        day = (
            self.env["aftersales.register.day"]
            ._in_flow()
            .create({"date": "2026-03-02"})
        )
        self.assertEqual(str(local(day.clock_ids.due_at)), "2026-03-03 23:59:59")
        self.assertIn("2026-03-02", day.clock_ids.document_name)
        with freeze_time(utc(2026, 3, 3, 9)):
            day.with_user(self.dispatcher).action_check()
            day.with_user(self.dispatcher).action_send()
        self.assertEqual(day.clock_ids.state, "met")

    def test_dates_of_a_project(self):
        """T-29, T-30, T-31; a date that moves takes its deadline along."""
        self.make_sla(
            [
                self.make_rule("acceptance_planned", "project_entered", code="T-30", amount=1,
                               unit="month", direction="before", calendar_id=False),
                self.make_rule("accepted", "handed_over", code="T-31", amount=14, unit="day",
                               calendar_id=False),
            ]
        )  # fmt: skip
        project = self.env["aftersales.project"].create(
            {
                "name": "泵房",
                "code": "XM-1",
                "partner_id": self.customer.id,
                "acceptance_planned_on": "2026-06-15",
            }
        )
        clock = project.clock_ids
        self.assertEqual(str(local(clock.due_at)), "2026-05-15 23:59:59")
        project.acceptance_planned_on = "2026-07-15"
        self.assertEqual(clock.state, "cancelled")
        clock = project.clock_ids - clock
        self.assertEqual(str(local(clock.due_at)), "2026-06-15 23:59:59")
        clock.started_at = utc(2026, 4, 1, 9)
        with freeze_time(utc(2026, 6, 1, 9)):
            self.tell(project, "project_entered")
            project.accepted_on = "2026-06-01"
        self.assertEqual(clock.state, "met")
        handover = project.clock_ids.filtered(lambda c: c.code == "T-31")
        self.assertEqual(str(local(handover.due_at)), "2026-06-15 23:59:59")

    def test_help_and_delay_are_told_as_they_are_reported(self):
        self.make_sla(
            [
                self.make_rule("repair_late", "director_told", code="T-25", amount=0,
                               unit="at_once", calendar_id=False),
                self.make_rule("appointment", "late_told", code="T-44", amount=0,
                               unit="at_once", direction="before", calendar_id=False),
            ]
        )  # fmt: skip
        order = self.make_order(self.make_device())
        visit = self.make_visit(order)
        later = fields.Datetime.add(fields.Datetime.now(), hours=2)
        visit.sudo()._in_flow().planned_start = later
        visit.action_report_late(
            fields.Datetime.add(fields.Datetime.now(), hours=3), "王工", note="堵车"
        )
        self.assertEqual(self.state(order, "T-44"), ["met"])
        visit._in_flow().write({"state": "in_work"})
        visit.action_ask_help("查不出原因")
        self.assertNotIn("met", self.state(order, "T-25"))
        visit.action_tell_director("要换总成")
        self.assertEqual(self.state(order, "T-25"), ["met"])

    def test_supplier_has_five_days_from_the_notice(self):
        """T-39 on the notice itself."""
        self.make_sla([self.make_rule("notice_received", "parts_cleared", code="T-39",
                                      amount=5, unit="day", calendar_id=False)])  # fmt: skip
        notice = self.env["aftersales.old.part.notice"].create(
            {"supplier_id": self.customer.id, "receiver": "张"}
        )
        with freeze_time(utc(2026, 2, 27, 10)):
            notice._clock_event("notice_received")
        self.assertEqual(str(local(notice.clock_ids.due_at)), "2026-03-04 23:59:59")

    def test_events_that_no_policy_waits_for_cost_nothing(self):
        order = self.make_order(promise_told_how="phone")
        self.assertNotIn("deadline_told", order.clock_events)
        self.assertNotIn("fault_reported", order.clock_events)
