import gc
from datetime import datetime
from unittest.mock import patch

from ..sla.common import SlaCommon, utc

MONDAY = utc(2026, 3, 2, 10)


class TestConductor(SlaCommon):
    """Opening, changing and moving a job: what its rooms ask for is done once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._aftersales_today()
        begun = {"months": 24, "start_date": "2026-01-01"}
        cls.device = cls.make_device(coverage=begun)
        cls.make_sla(
            [
                cls.make_rule(),
                cls.make_rule(stop="answered", code="T-01", service_type="a"),
                cls.make_rule(stop="answered", code="T-02", service_type="c", amount=2),
                cls.make_rule(start="deadline_told", stop="signed", code="T-14"),
            ]
        )

    def count(self, name, work):
        """How often ``work()`` calls the method ``name`` of service orders."""
        cls = type(self.env["aftersales.order"])
        calls, known = [], getattr(cls, name)

        def counted(records, *args, **kwargs):
            calls.append(records)
            return known(records, *args, **kwargs)

        with patch.object(cls, name, counted):
            work()
            self.env.flush_all()
        return len(calls)

    def open_job(self, **vals):
        return self.make_order(device=self.device, **vals)

    def get_codes(self, order):
        going = order.sudo().clock_ids.filtered(lambda c: not c.cancelled_at)
        return set(going.mapped("code"))

    # --- opening

    def test_a_call_is_written_with_its_row(self):
        """First contact, warranty, policy, decision and what it tells stand in it."""
        self.assertEqual(self.count("write", self.open_job), 0)
        order = self.open_job()
        self.assertEqual(order.first_contact_user_id, self.dispatcher)
        self.assertEqual(order.warranty_state, "in")
        self.assertEqual(order.decision_version, len(order.decision_ids))
        self.assertTrue(order.sla_version_id)
        self.assertEqual(set(order.clock_events), {"called", "reported_passed_on"})

    def test_further_calls_need_no_further_environments(self):
        """The ORM looks through all of them whenever it needs one."""
        self.open_job()
        gc.collect()
        gc.disable()  # else what is left over would sometimes be gone
        self.addCleanup(gc.enable)
        self.open_job()
        before = len(set(self.env.transaction.envs))
        for _n in range(3):
            self.open_job()
        self.assertEqual(len(set(self.env.transaction.envs)), before)

    def test_what_was_worked_out_for_a_call_ends_with_it(self):
        orders = self.env["aftersales.order"]
        with orders._coming_in() as (_calls, opening):
            opening.known["x"] = 1
        with orders._coming_in() as (calls, opening):
            self.assertFalse(opening.known)
            self.assertIs(calls._get_opening(), opening)
            with calls._coming_in() as (inner, same):
                self.assertEqual((inner.env, same), (calls.env, opening))
            with orders._coming_in() as (_others, other):
                self.assertIsNot(other, opening)

    def test_a_call_is_planned_once(self):
        told = {"promise_told_how": "phone"}
        self.assertEqual(self.count("_plan_clocks", self.open_job), 1)
        self.assertEqual(self.count("_plan_clocks", lambda: self.open_job(**told)), 1)
        promised = {"promised_at": datetime(2030, 1, 1)}
        self.assertEqual(
            self.count("_plan_clocks", lambda: self.open_job(**promised)), 1
        )

    def test_many_calls_are_planned_together(self):
        vals = {"partner_id": self.customer.id, "fault": "异响", "called_at": MONDAY}
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        calls = [vals | {"device_id": self.device.id}, vals, dict(vals)]
        self.assertEqual(self.count("_plan_clocks", lambda: orders.create(calls)), 1)
        made = orders.search([("called_at", "=", MONDAY)])
        self.assertEqual(len(made), 3)
        self.assertEqual([len(o.decision_ids) for o in made], [1, 1, 1])
        self.assertEqual([len(o.sudo().clock_ids) for o in made], [2, 2, 2])

    def test_numbers_of_a_batch_follow_each_other(self):
        calls = [{"partner_id": self.customer.id, "fault": "异响"} for _n in range(4)]
        calls[1]["name"] = "FW-OLD"
        orders = self.env["aftersales.order"].with_user(self.dispatcher)._in_flow()
        one = orders.create(calls[0])
        made = [*orders.create(calls), orders.create(calls[0])]
        counted = [int(o.name[-5:]) for o in [one, *made] if o.name != "FW-OLD"]
        self.assertEqual(counted, list(range(counted[0], counted[0] + 5)))
        self.assertEqual(made[1].name, "FW-OLD")
        self.assertEqual({o.name[:-5] for o in made if o != made[1]}, {one.name[:-5]})

    def test_a_counter_without_gaps_stays_one(self):
        code = {"code": "aftersales.test", "implementation": "no_gap"}
        sequence = self.env["ir.sequence"].create({"name": "x", "padding": 3} | code)
        drawn = sequence._draw("aftersales.test", 3)
        self.assertEqual(drawn, ["001", "002", "003"])
        self.assertEqual(sequence._draw("aftersales.none", 2), [False, False])

    def test_what_was_answered_in_the_talk_begins_and_ends_at_once(self):
        order = self.open_job(called_at=MONDAY, promise_told_how="phone")
        clocks = {clock.code: clock for clock in order.sudo().clock_ids}
        self.assertEqual(set(clocks), {"T-02", "T-14", "T-21"})
        self.assertEqual(clocks["T-02"].stopped_at, MONDAY)
        self.assertFalse(clocks["T-02"].next_warning_at)
        self.assertEqual(clocks["T-02"].state, "met")
        self.assertFalse(clocks["T-21"].stopped_at)
        self.assertEqual(clocks["T-14"].event_at, MONDAY)

    def test_a_known_cause_decides_before_deadlines_are_chosen(self):
        order = self.open_job(cause="misuse")
        self.assertEqual(order.decision_ids.cause, "misuse")
        self.assertEqual((order.service_type, order.cause), ("a", "misuse"))
        self.assertEqual(self.get_codes(order), {"T-01", "T-21"})
        self.assertEqual(self.count("write", lambda: self.open_job(cause="wear")), 0)

    def test_what_the_clerk_chose_stays(self):
        order = self.open_job(service_type="b")
        self.assertEqual(order.service_type, "b")
        proposed = self.open_job(service_type="c", cause="misuse")
        self.assertEqual(proposed.service_type, "a")

    # --- changing

    def test_another_cause_plans_once(self):
        order = self.open_job()
        self.assertEqual(self.get_codes(order), {"T-02", "T-21"})
        plannings = self.count("_plan_clocks", lambda: order.action_redecide("misuse"))
        self.assertEqual(plannings, 1)
        self.assertEqual(self.get_codes(order), {"T-01", "T-21"})

    def test_another_device_decides_and_plans_once(self):
        order = self.open_job()
        other = self.make_device("YJ260900002")
        plannings = self.count(
            "_plan_clocks", lambda: order.write({"device_id": other.id})
        )
        self.assertEqual(plannings, 1)
        self.assertEqual(len(order.decision_ids), 2)
        self.assertEqual(self.get_codes(order), {"T-01", "T-21"})

    def test_several_facts_plan_once(self):
        order = self.open_job()
        facts = {"area": "suburb", "distance_km": 12.0, "order_kind": "complaint"}
        self.assertEqual(self.count("_plan_clocks", lambda: order.write(facts)), 1)

    def test_the_same_values_tell_nothing(self):
        order = self.open_job(area="city", distance_km=12.0)
        same = {"area": "city", "distance_km": 12.0, "device_id": self.device.id}
        for name in ("_after_write", "_plan_clocks", "_decide"):
            with self.subTest(name):
                self.assertEqual(self.count(name, lambda: order.write(same)), 0)

    def test_another_customer_gets_another_link(self):
        order = self.open_job()
        before = order._portal_ensure_token()
        order.write({"fault": "漏油"})
        self.assertEqual(order.access_token, before)
        order.write({"partner_id": self.customer.copy().id})
        self.assertNotEqual(order.access_token, before)

    def test_the_repair_moves_to_the_right_device(self):
        order = self.open_job()
        order._begin_repair()
        right = self.make_device("YJ260900003")
        order.write({"device_id": right.id})
        self.assertEqual(order.repair_began_on, self.today)
        self.assertEqual(right._get_repair_since(), self.today)
        self.assertFalse(self.device._get_repair_since())
        order.write({"device_id": False})
        self.assertFalse(order.repair_began_on)

    # --- moving

    def test_each_move_runs_its_steps_once(self):
        order = self.open_job()
        self.assertEqual(self.count("_after_move", order.action_close), 1)
        self.assertEqual(order.state, "closed")
        self.assertFalse(order.sudo().clock_ids.filtered("next_warning_at"))
