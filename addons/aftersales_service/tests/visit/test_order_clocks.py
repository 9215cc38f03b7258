from datetime import datetime, timedelta

from odoo import fields

from ..sla.common import SlaCommon


class TestOrderClocks(SlaCommon):
    """Steps of a visit tell the deadlines of the job, once and at their own time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = [
            ("T-04", "phone_guidance", "called_back", 3, "hour"),
            ("T-05", "call_missed", "called_again", 10, "minute"),
            ("T-06", "data_wrong", "data_reported", 0, "same_day"),
            ("T-07", "finished", "called_back", 24, "hour"),
        ]
        cls.make_sla(
            [
                cls.make_rule(start, stop, code=code, amount=amount, unit=unit)
                for code, start, stop, amount, unit in rules
            ]
        )

    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)
        self.start = datetime.now().replace(microsecond=0) - timedelta(hours=3)

    def at(self, minutes):
        return fields.Datetime.to_string(self.start + timedelta(minutes=minutes))

    def sync(self, *steps):
        entries = [
            {"uuid": f"c-{action}", "action": action, "at": self.at(minutes)} | more
            for action, minutes, more in steps
        ]
        answer = self.visit.action_sync(entries)
        self.assertEqual({r["status"] for r in answer["results"]}, {"done"}, answer)

    def told(self, event):
        return (self.order.clock_events or {}).get(event)

    def clocks(self, code):
        clocks = self.order.sudo().clock_ids
        return clocks.filtered(lambda c: c.rule_id.code == code)

    def work(self):
        findings = {
            "cause": "轴承磨损",
            "action_taken": "更换轴承",
            "tested": True,
            "instructed": True,
            "is_ours": "yes",
            "found_cause": "wear",
        }
        self.sync(
            ("contact", 1, {}),
            ("leave", 10, {}),
            ("arrive", 40, {}),
            ("start", 45, {}),
            ("finish", 100, {"values": findings}),
        )

    def test_events_have_the_time_of_the_phone(self):
        self.work()
        self.assertEqual(self.told("contacted"), self.at(1))
        self.assertEqual(self.told("departed"), self.at(10))
        self.assertEqual(self.told("arrived"), self.at(40))
        self.assertEqual(self.told("finished"), self.at(100))

    def test_call_back_is_due_from_the_end_of_work_and_once(self):
        self.work()
        self.assertEqual(self.clocks("T-07").event_at, self.visit.ended_at)
        self.sign(self.visit)
        self.assertEqual(len(self.clocks("T-07")), 1)
        self.assertEqual(self.told("finished"), self.at(100))

    def test_unsolved_visit_finishes_nothing(self):
        self.visit.write({"outcome": "unsolved", "outcome_note": "缺件"})
        self.work()
        self.assertFalse(self.told("finished"))

    def test_missed_calls_start_the_next_and_the_last_one_reports(self):
        entries = [("attempt", 0), ("attempt", 11), ("attempt", 22)]
        for index, (action, minutes) in enumerate(entries):
            entry = {"uuid": f"m-{index}", "action": action, "at": self.at(minutes)}
            self.visit.action_sync([entry])
        waits = self.clocks("T-05").sorted("event_at")
        self.assertEqual(len(waits), 2)
        self.assertTrue(all(waits.mapped("stopped_at")), "the next call stops each")
        self.assertEqual(self.told("calls_failed"), self.at(22))
        self.assertEqual(self.told("call_missed"), self.at(11))

    def test_wrong_data_are_the_clerks_clock_of_the_day(self):
        self.visit.action_note_wrong_data("phone", "0531-1")
        clock = self.clocks("T-06")
        self.assertFalse(clock.stopped_at)
        self.order.correction_ids.with_user(self.dispatcher).action_apply()
        self.assertTrue(clock.stopped_at)

    def test_guidance_on_the_telephone_is_followed_up(self):
        order = self.make_order(service_type="c")
        order.action_solve_by_phone("复位热继电器")
        clock = order.sudo().clock_ids.filtered(lambda c: c.rule_id.code == "T-04")
        self.assertEqual(clock.event_at, order.phone_solved_at)
        self.assertFalse(clock.cancelled_at)

    def test_context_over_rpc_sets_no_time_of_a_job(self):
        forged = self.order.with_context(aftersales_moment={"at": self.start})
        self.assertGreater(forged._now(), self.start + timedelta(hours=1))
