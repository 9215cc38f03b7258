from odoo import fields
from odoo.tests import Form, freeze_time

from ...exceptions import ClockRefused, MoveRefused, ProofMissing, ProtectedRefused
from ..sla.common import SlaCommon, local, utc

MONDAY = utc(2026, 3, 2, 10)


class TestOrderClocks(SlaCommon):
    """A service order starts, stops and shows its deadlines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_sla(
            [
                cls.make_rule(),
                cls.make_rule(
                    "called", "answered", code="T-01", amount=10, unit="minute",
                    calendar_id=False,
                ),
                cls.make_rule(
                    "finished", "called_back", code="T-07", amount=24, unit="hour",
                    calendar_id=False,
                ),
                cls.make_rule(
                    "called", "solved", code="T-11", amount=15, unit="working_day",
                    extend_role_id=cls.env.ref(
                        "aftersales_service.role_operations_director"
                    ).id,
                ),
            ]
        )  # fmt: skip

    def states(self, order):
        return {clock.code: clock.state for clock in order.clock_ids}

    def clock(self, order, code):
        return order.clock_ids.filtered(lambda c: c.code == code)

    def test_call_starts_the_clocks_at_the_call(self):
        order = self.make_order(called_at=MONDAY)
        self.assertEqual(order.sla_version_id, self.version)
        due = {c.code: local(c.due_at).isoformat() for c in order.clock_ids}
        self.assertEqual(
            due,
            {
                "T-01": "2026-03-02T10:10:00",
                "T-21": "2026-03-02T17:00:00",
                "T-11": "2026-03-23T18:00:00",
            },
        )
        self.assertEqual(order.clock_ids.order_id, order)

    @freeze_time("2026-03-02 02:05:00")
    def test_states_follow_the_time_and_are_found(self):
        order = self.make_order(called_at=MONDAY)
        self.assertEqual(self.states(order)["T-01"], "warned")
        for hour, minute, wanted in ((10, 4, "running"), (10, 9, "warned"), (10, 11, "overdue")):  # fmt: skip
            with freeze_time(utc(2026, 3, 2, hour, minute)):
                order.clock_ids.invalidate_recordset(["state"])
                clock = self.clock(order, "T-01")
                self.assertEqual(clock.state, wanted)
                self.assertIn(
                    clock, clock.search([("state", "=", wanted)]), (hour, minute)
                )
                self.assertNotIn(clock, clock.search([("state", "!=", wanted)]))

    def test_visit_stops_the_clocks(self):
        with freeze_time(MONDAY):
            order = self.make_order(called_at=MONDAY)
            visit = self.make_visit(order)
        with freeze_time(utc(2026, 3, 2, 10, 5)):
            visit.action_contact()
        self.assertEqual(self.states(order)["T-01"], "met")
        with freeze_time(utc(2026, 3, 2, 17, 30)):
            visit.action_leave()
            visit.action_arrive()
        self.assertEqual(self.states(order)["T-21"], "missed")
        clock = self.clock(order, "T-21")
        for state in ("met", "missed", "running"):
            found = clock.search([("state", "=", state), ("order_id", "=", order.id)])
            self.assertEqual(clock in found, state == "missed")

    def test_call_back_runs_on_after_the_job_is_closed(self):
        order = self.make_order(called_at=MONDAY, service_type="c")
        order._clock_event("finished", utc(2026, 3, 2, 15))
        order.action_close()
        states = self.states(order)
        self.assertEqual(states.pop("T-07"), "overdue")
        self.assertEqual(set(states.values()), {"cancelled", "met"})

    def test_cancelled_job_needs_nothing(self):
        order = self.make_order(called_at=MONDAY)
        order.action_cancel()
        self.assertEqual(set(self.states(order).values()), {"cancelled"})
        self.assertFalse(any(order.clock_ids.mapped("next_warning_at")))

    def test_same_event_twice_starts_one_clock(self):
        order = self.make_order(called_at=MONDAY)
        order._start_clocks("called", MONDAY)
        self.assertEqual(len(order.clock_ids), 3)

    def test_later_policy_moves_nothing(self):
        order = self.make_order(called_at=MONDAY)
        before = order.clock_ids.mapped("due_at")
        later = self.version.copy({"valid_from": "2026-01-01"})
        later.rule_ids.amount = 1
        later.with_user(self.director).action_approve()
        order._replan_clocks()
        self.assertEqual(order.clock_ids.mapped("due_at"), before)
        self.assertEqual(order.sla_version_id, self.version)
        self.assertEqual(self.make_order(called_at=MONDAY).sla_version_id, later)

    def test_version_of_the_future_leaves_today_alone(self):
        later = self.version.copy({"valid_from": "2099-01-01"})
        later.with_user(self.director).action_approve()
        self.assertEqual(self.make_order().sla_version_id, self.version)

    def test_approved_text_stands(self):
        with self.assertRaises(ProtectedRefused):
            self.version.redial_count = 5
        with self.assertRaises(ProtectedRefused):
            self.version.rule_ids[0].amount = 1

    def test_corrected_facts_choose_other_clocks(self):
        version = self.make_sla(
            [
                self.make_rule(service_type="a", amount=2),
                self.make_rule(service_type="c", amount=7, code="T-22"),
            ],
            partner_id=self.customer.id,
        )
        order = self.make_order(called_at=MONDAY, service_type="a")
        self.assertEqual(order.sla_version_id, version)
        self.assertEqual(order.clock_ids.mapped("code"), ["T-21"])
        order.service_type = "c"
        self.assertEqual(
            {c.code: bool(c.cancelled_at) for c in order.clock_ids},
            {"T-21": True, "T-22": False},
        )
        order.service_type = "a"
        self.assertEqual(
            {c.code: bool(c.cancelled_at) for c in order.clock_ids},
            {"T-21": False, "T-22": True},
        )

    def test_place_of_the_job_chooses_its_clock(self):
        """T-15, T-21, T-22 on real orders, the distance at the edge of its band."""
        self.make_sla(
            [
                self.make_rule(area="city", amount=6),
                self.make_rule(area="suburb", amount=7, code="T-22"),
                self.make_rule(km_to=100, amount=24, unit="hour", code="T-15"),
            ],
            partner_id=self.customer.id,
        )
        for facts, code in (
            ({"area": "city", "distance_km": 101}, "T-21"),
            ({"area": "suburb", "distance_km": 101}, "T-22"),
            ({"area": "other", "distance_km": 100}, "T-15"),
        ):
            order = self.make_order(called_at=MONDAY, **facts)
            self.assertEqual(order.clock_ids.mapped("code"), [code])

    def test_policy_says_when_calls_are_repeated_and_who_leads(self):
        self.make_sla(
            [self.make_rule()],
            version={"redial_count": 1, "redial_minutes": 5, "trip_leader_from": 0},
            partner_id=self.customer.id,
        )
        visit = self.make_visit(self.make_order(called_at=MONDAY))
        self.assertEqual(visit._get_redial(), (1, 5))
        plan = visit.with_user(self.dispatcher)
        plan.write({"helper_ids": [(4, self.zhao.id)], "leader_id": False})
        self.assertFalse(visit._needs_leader())

    def test_stacked_policies_propose_the_stricter(self):
        child = self.make_sla(
            [self.make_rule(amount=8, code="T-99")],
            partner_id=self.customer.id,
            parent_id=self.version.policy_id.id,
        )
        order = self.make_order(called_at=MONDAY)
        self.assertEqual(order.sla_version_id, child)
        self.assertEqual(set(order.clock_ids.mapped("code")), {"T-01", "T-11", "T-21"})

    def test_most_specific_policy_decides(self):
        category = self.env["product.category"].create({"name": "电机"})
        self.machine.categ_id = category
        unit = self.env["aftersales.unit"].create({"name": "一处", "code": "1"})
        device = self.make_device()
        levels = [
            {"unit_id": unit.id},
            {"categ_id": category.id},
            {"product_tmpl_id": self.machine.product_tmpl_id.id},
            {"partner_id": self.customer.id},
        ]
        for level in levels:
            version = self.make_sla([self.make_rule()], **level)
            order = self.make_order(device, unit_id=unit.id)
            self.assertEqual(order.sla_version_id, version, level)

    def test_policy_without_version_has_defaults(self):
        self.version.policy_id.active = False
        policy = self.make_order()._get_policy()
        self.assertEqual((policy.redial_count, policy.minimum_photos), (3, 3))

    def test_promise_is_the_arrival(self):
        order = self.make_order(called_at=MONDAY)
        self.assertEqual(
            order._get_proposed_promise(), self.clock(order, "T-21").due_at
        )

    # --- appointment, extension, excuse

    def test_appointment_needs_consent_and_reason(self):
        clock = self.clock(self.make_order(called_at=MONDAY), "T-21")
        for vals in ({"consent": " "}, {"reason": " "}):
            with self.assertRaises(ProofMissing):
                clock._agree(
                    utc(2026, 3, 4, 9), "appointment",
                    **({"reason": "客户出差", "consent": "张主任"} | vals),
                )  # fmt: skip

    def test_appointment_replaces_the_clock(self):
        order = self.make_order(called_at=MONDAY)
        clock = self.clock(order, "T-21")
        wizard = (
            self.env["aftersales.sla.agree"]
            .with_user(self.dispatcher)
            .create(
                {
                    "clock_id": clock.id,
                    "due_at": utc(2026, 3, 4, 9),
                    "consent": "张主任",
                    "reason": "客户出差",
                }
            )
        )
        wizard.action_apply()
        self.assertEqual(clock.due_at, utc(2026, 3, 4, 9))
        self.assertEqual(local(clock.original_due_at).hour, 17)
        self.assertEqual(clock.agreed_with, "张主任")
        self.assertEqual(clock.change_ids.mapped("kind"), ["appointment"])
        self.assertEqual(clock.change_ids.old_due_at, clock.original_due_at)

    def test_stopped_clock_takes_no_appointment(self):
        order = self.make_order(called_at=MONDAY)
        order._stop_clocks("arrived", utc(2026, 3, 2, 12))
        with self.assertRaisesRegex(ClockRefused, "no longer runs"):
            self.clock(order, "T-21")._agree(
                utc(2026, 3, 4, 9), "appointment", "迟", "张"
            )

    def make_extension(self, clock, **vals):
        return (
            self.env["aftersales.sla.extension"]
            .with_user(self.dispatcher)
            .create(
                {
                    "clock_id": clock.id,
                    "due_at": utc(2026, 4, 1, 18),
                    "reason": "缺件",
                }
                | vals
            )
        )

    def test_extension_holds_once_it_is_approved(self):
        clock = self.clock(self.make_order(called_at=MONDAY), "T-11")
        before = clock.due_at
        extension = self.make_extension(clock)
        extension.action_request()
        self.assertEqual((extension.state, clock.due_at), ("requested", before))
        approval = extension.sudo().approval_ids
        self.assertEqual(approval.role_id.code, "operations_director")
        approval.with_user(self.director).action_agree()
        self.assertEqual(extension.state, "approved")
        self.assertEqual(clock.due_at, extension.due_at)
        self.assertEqual(clock.original_due_at, before)
        self.assertEqual(clock.change_ids.kind, "extension")

    def test_refused_extension_leaves_the_date(self):
        clock = self.clock(self.make_order(called_at=MONDAY), "T-11")
        before = clock.due_at
        extension = self.make_extension(clock)
        extension.action_request()
        extension._on_approval_refused(extension.sudo().approval_ids)
        self.assertEqual((extension.state, clock.due_at), ("refused", before))
        with self.assertRaises(MoveRefused):
            extension.action_request()

    def test_extension_ends_later(self):
        clock = self.clock(self.make_order(called_at=MONDAY), "T-11")
        with self.assertRaisesRegex(ProofMissing, "later"):
            self.make_extension(clock, due_at=utc(2026, 3, 3, 9)).action_request()
        extension = self.make_extension(clock)
        extension.action_request()
        with self.assertRaisesRegex(ClockRefused, "handed in"):
            extension.due_at = utc(2026, 9, 1)

    def test_only_named_reasons_excuse(self):
        clock = self.clock(self.make_order(called_at=MONDAY), "T-21")
        reason = self.env.ref("aftersales_service.sla_reason_no_tickets")
        with self.assertRaisesRegex(ClockRefused, "not excused"):
            clock._excuse(reason)
        version = self.make_sla(
            [self.make_rule(exempt_reason_ids=reason.ids)], partner_id=self.customer.id
        )
        order = self.make_order(called_at=MONDAY)
        self.assertEqual(order.sla_version_id, version)
        self.assertEqual(order.clock_ids.state, "overdue")
        order.clock_ids._excuse(reason, "春运")
        self.assertEqual(order.clock_ids.state, "excused")
        self.assertFalse(order.clock_ids.search([("state", "=", "overdue"), ("order_id", "=", order.id)]))  # fmt: skip

    # --- what people see

    @freeze_time("2026-03-02 03:00:00")
    def test_next_deadline_in_words(self):
        order = self.make_order(called_at=MONDAY)
        order._stop_clocks("answered", utc(2026, 3, 2, 10, 5))
        self.assertEqual(order.next_clock_id.code, "T-21")
        self.assertIn("today", order.clock_words)
        self.assertIn("6 Working Hours", order.clock_words)
        self.assertEqual(order.clock_level, "success")

    def test_form_opens_for_everybody(self):
        order = self.make_order(called_at=MONDAY)
        self.make_visit(order)
        for user in self.users.values():
            Form(order.with_user(user))

    def test_time_zone_of_the_company(self):
        """23:30 and 00:30 in China are two days, and one day in Greenwich."""
        version = self.make_sla(
            [self.make_rule("called", "solved", unit="same_day", calendar_id=False)],
            partner_id=self.customer.id,
        )
        for hour, day in ((utc(2026, 3, 2, 23, 30), 2), (utc(2026, 3, 3, 0, 30), 3)):
            order = self.make_order(called_at=hour)
            self.assertEqual(order.sla_version_id, version)
            self.assertEqual(local(order.clock_ids.due_at).day, day)

    def test_queries_do_not_grow(self):
        counts = []
        for size in (2, 12):
            vals = [
                {"partner_id": self.customer.id, "fault": "异响", "called_at": MONDAY}
                for _n in range(size)
            ]
            orders = self.env["aftersales.order"].create(vals)
            orders.clock_ids.unlink()
            orders._in_flow().clock_events = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._clock_event("called", fields.Datetime.now())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        few, many = counts  # the first ones read the calendar for all of that day
        self.assertLessEqual(many, few)
