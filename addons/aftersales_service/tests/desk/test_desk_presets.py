from freezegun import freeze_time

from odoo.tests import tagged

from ..sla.test_presets import CODES
from .test_desk import MONDAY, DeskCase

# (answers of the clerk, event and code of the rule that he reads out), by preset. Presets
# without a deadline that a customer is told answer with the company's own limit.
CALLS = {
    "PS-01": [
        ({"area": "city"}, "arrived T-03"),
        ({"area": "suburb"}, "answered T-01"),
        ({}, "answered T-01"),
    ],
    "PS-02": [
        ({"distance_km": 300}, "arrived T-18"),
        ({"distance_km": 301}, "arrived T-19"),
        ({"distance_km": 1001}, "arrived T-20"),
        ({"distance_band_km": 1000}, "arrived T-19"),
        ({}, ""),
    ],
    "PS-03": [({"order_kind": "complaint"}, "plan_fixed T-08"), ({}, "")],
    "PS-04": [
        ({"fault_area": "body", "distance_km": 100}, "arrived T-15"),
        ({"fault_area": "body", "distance_km": 101}, "answered T-16"),
        (
            {"fault_area": "body", "distance_km": 50, "supplier_needed": True},
            "arrived T-15",
        ),
        ({"fault_area": "chassis"}, "written_contact T-17"),
        ({}, ""),
    ],
    "PS-05": [
        ({"severity": "serious"}, "solved T-10"),
        ({"severity": "complex"}, "solved T-12"),
        ({"severity": "simple"}, ""),
        ({}, "solved T-11"),
    ],
    "PS-06": [
        ({"area": "city"}, "arrived T-21"),
        ({"area": "suburb"}, "arrived T-22"),
        ({}, ""),
    ],
    "PS-07": [({}, "answered T-23")],
    "PS-12": [({}, "solved T-32")],
}
ASKS = {
    "PS-02": ["distance_band_km"],
    "PS-03": ["order_kind"],
    "PS-04": ["fault_area", "supplier_needed"],
    "PS-05": ["severity"],
}


@tagged("-at_install", "post_install")
class TestDeskPresets(DeskCase):
    """What is read out to the customer is the deadline of the saved job, whatever the
    company promises: area, distance, severity, fault area, complaint (T-01 to T-32)."""

    def activate(self, code):
        template = self.env.ref(f"aftersales_service.sla_policy_{code.lower().replace('-', '_')}")  # fmt: skip
        policy = template._activate(
            self.company, valid_from="2020-01-01", grace_minutes=15
        )
        policy.version_ids.with_user(self.director).action_approve()
        return policy

    def test_preview_is_the_deadline_of_the_saved_job(self):
        with freeze_time(MONDAY):
            for code in CODES:
                policy = self.activate(code)
                for number, (answers, expected) in enumerate(
                    CALLS.get(code, [({}, "")])
                ):
                    with self.subTest(code, answers=answers):
                        self.check(f"{code}-{number}", answers, expected)
                preview = self.desk.preview(self.facts(called_at=MONDAY))
                asks = [ask["name"] for ask in preview["asks"]]
                self.assertEqual(asks, ASKS.get(code, []), code)
                policy.active = False

    def check(self, token, answers, expected):
        facts = self.facts(called_at=MONDAY) | answers
        promise = self.desk.preview(facts)["promise"]
        order = self.save(token, called_at=MONDAY, **answers)
        self.assertEqual(str(order.promised_at), promise["at"])
        if not expected:
            self.assertEqual(promise["rule"], "")
            return
        event, code = expected.split()
        clock = order.clock_ids.filtered(lambda c: c.stop_event_id.code == event)
        self.assertEqual((clock.code, clock.rule_id.name), (code, promise["rule"]))
        self.assertEqual(clock.due_at, order.promised_at)
        self.assertEqual(promise["event"], clock.stop_event_id.name)

    def test_way_of_the_last_job_there_chooses_the_band(self):
        """The machine was visited once, 700 km away: the next call says 48 hours."""
        with freeze_time(MONDAY):
            self.activate("PS-02")
            self.save("first", called_at=MONDAY, distance_km=700, area="other")
            card = self.desk.open("device", self.device.id)
            self.assertEqual(card["site"]["distance_km"], 700)
            site = {key: card["site"][key] for key in ("area", "distance_km")}
            order = self.save("second", called_at=card["called_at"], **site)
            self.assertEqual(str(order.promised_at), card["preview"]["promise"]["at"])
            self.assertEqual(order.clock_ids.code, "T-19")
