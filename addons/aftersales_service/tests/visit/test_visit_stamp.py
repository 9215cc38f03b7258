from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import SIGNATURE, AfterSalesCommon


class TestVisitStamp(AfterSalesCommon):
    """What a phone kept is taken once, in order, with its own time beside ours."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)
        self.start = datetime.now().replace(microsecond=0) - timedelta(hours=3)

    def entry(self, action, minutes=0, **more):
        at = fields.Datetime.to_string(self.start + timedelta(minutes=minutes))
        return {"uuid": f"u-{action}-{minutes}", "action": action, "at": at} | more

    def statuses(self, answer):
        return [result["status"] for result in answer["results"]]

    def day(self):
        findings = {
            "cause": "轴承磨损",
            "action_taken": "更换轴承",
            "tested": True,
            "instructed": True,
            "is_ours": "yes",
            "found_cause": "wear",
        }
        signed = {"signature": SIGNATURE, "signed_by": "张主任", "satisfaction": "4"}
        return [
            self.entry("accept", 0),
            self.entry("contact", 1),
            self.entry("leave", 10),
            self.entry("arrive", 40),
            self.entry("start", 45),
            self.entry("finish", 100, values=findings),
            self.entry("sign", 105, values=signed),
            self.entry("away", 110),
        ]

    def test_a_whole_day_offline_is_taken_with_its_times(self):
        answer = self.visit.action_sync(self.day())
        self.assertEqual(self.statuses(answer), ["done"] * 8)
        self.assertEqual(answer["state"], "accepted")
        self.assertEqual(self.visit.arrived_at, self.start + timedelta(minutes=40))
        self.assertEqual(self.visit.ended_at, self.start + timedelta(minutes=100))
        self.assertEqual(self.visit.away_at, self.start + timedelta(minutes=110))
        stamps = self.visit.stamp_ids
        self.assertEqual(len(stamps), 8)
        self.assertTrue(all(s.received_at > s.client_at for s in stamps))

    def test_replay_of_the_same_queue_changes_nothing(self):
        self.visit.action_sync(self.day())
        before = self.visit.read(["arrived_at", "signed_at", "signature_hash", "state"])
        answer = self.visit.action_sync(self.day())
        self.assertEqual(self.statuses(answer), ["known"] * 8)
        self.assertEqual(len(self.visit.stamp_ids), 8)
        self.assertEqual(len(self.visit.attempt_ids), 1)
        self.assertEqual(
            self.visit.read(["arrived_at", "signed_at", "signature_hash", "state"]),
            before,
        )

    def test_wrong_order_stops_the_queue_and_says_why(self):
        answer = self.visit.action_sync(
            [self.entry("contact"), self.entry("arrive"), self.entry("start")]
        )
        self.assertEqual(self.statuses(answer), ["done", "refused", "waiting"])
        self.assertIn("cannot become", answer["results"][1]["message"])
        self.assertEqual(
            (self.visit.state, answer["state"]), ("confirmed", "confirmed")
        )
        self.assertEqual(len(self.visit.stamp_ids), 1)

    def test_refused_entry_leaves_nothing_behind(self):
        answer = self.visit.action_sync([self.entry("arrive", values={"cause": "x"})])
        self.assertEqual(self.statuses(answer), ["refused"])
        self.assertFalse(self.visit.cause)

    def test_phone_clock_that_runs_ahead_counts_as_now(self):
        ahead = fields.Datetime.to_string(datetime.now() + timedelta(hours=5))
        self.visit.action_sync([self.entry("contact") | {"at": ahead}])
        self.assertLess(self.visit.contacted_at, datetime.now() + timedelta(minutes=1))

    def test_nothing_happens_before_the_step_in_front_of_it(self):
        self.visit.action_sync([self.entry("contact", 60), self.entry("leave", 0)])
        self.assertEqual(self.visit.left_at, self.visit.contacted_at)

    def test_entry_without_uuid_is_refused(self):
        with self.assertRaises(ProofMissing):
            self.visit.action_sync([{"action": "contact"}])

    def test_phone_calls_no_other_method(self):
        for action in ("unlink", "action_cancel", "write", "_move_to"):
            answer = self.visit.action_sync([self.entry(action)])
            self.assertEqual(self.statuses(answer), ["refused"], action)

    def test_stranger_sends_nothing(self):
        with self.assertRaises(AccessError):
            self.visit.with_user(self.colleague).action_sync([self.entry("contact")])

    def test_uuid_of_a_colleague_is_taken(self):
        self.visit.action_sync([self.entry("contact")])
        other = self.make_visit(self.make_order(service_type="c"), self.zhao)
        answer = other.action_sync([self.entry("contact")])
        self.assertEqual(self.statuses(answer), ["known"])
        self.assertEqual(other.state, "planned")

    def test_position_only_with_consent(self):
        here = [36.65, 117.12]
        self.visit.action_sync([self.entry("contact", position=here)])
        self.assertFalse(self.visit.stamp_ids.latitude)
        self.li.with_user(self.technician).action_set_position_consent(True)
        self.visit.action_sync([self.entry("leave", 5, position=here)])
        self.assertAlmostEqual(self.visit.stamp_ids[-1].latitude, 36.65)

    def test_stamps_of_the_office_have_no_phone_time(self):
        self.visit.action_contact()
        self.assertEqual(self.visit.stamp_ids.mapped("kind"), ["contact"])
        self.assertFalse(self.visit.stamp_ids.client_at)

    def test_context_over_rpc_sets_no_time(self):
        forged = self.visit.with_context(
            aftersales_stamp={"client_at": "2020-01-01 00:00:00"}
        )
        forged.action_contact()
        self.assertGreater(self.visit.contacted_at, self.start)

    def test_stamps_are_not_altered(self):
        self.visit.action_contact()
        self.assertFalse(self.visit.stamp_ids.has_access("write"))
        with self.assertRaises(ProtectedRefused):
            self.visit.sudo().stamp_ids.write({"at": self.start})

    def test_leaves_the_customer_once_and_after_work(self):
        self.go_to_work(self.visit)
        with self.assertRaises(ProofMissing):
            self.visit.action_go_away()
        self.finish(self.visit)
        self.visit.action_go_away()
        first = self.visit.away_at
        self.visit.action_go_away()
        self.assertEqual(self.visit.away_at, first)
        with self.assertRaises(MoveRefused):
            self.visit.action_finish()
