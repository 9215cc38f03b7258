from odoo.tests import freeze_time, tagged

from ..returns.common import ReturnsCommon
from .common import SlaCommon, utc

# Events of shipped deadlines that no document tells, and why. A room that is built takes
# its own out, for the test is red as soon as a document tells one of them.
BY_HAND = {
    "called_back": "call-backs of jobs have no document yet; those of returns tell it",
    "opinion_submitted": "the way of a serious opinion is part of call-backs",
    "plan_fixed": "a plan for a complaint is part of call-backs",
    "plan_executed": "likewise",
    "contract_end": "maintenance contracts have no document yet",
    "expiry_notified": "likewise",
    "expiry_reported": "the report on the end of free maintenance comes with contracts",
    "project_entered": "who enters a project is part of the services for IT systems",
    "handed_over": "likewise",
    "data_changed": "a change of data happens in the customer's systems",
    "data_discarded": "likewise",
    "record_destroyed": "destroying papers has no document yet",
}


@tagged("-at_install", "post_install")
class TestToldByDocuments(ReturnsCommon, SlaCommon):
    """What a document tells, no hand tells: every deadline of a preset begins and ends by
    its document wherever there is one."""

    def test_what_is_entered_by_hand_has_its_reason(self):
        presets = self.env["aftersales.sla.policy"].with_context(active_test=False)
        rules = presets.search([("is_template", "=", True)]).version_ids.rule_ids
        events = rules.start_event_id | rules.stop_event_id
        by_hand = set(events.filtered("is_by_hand").mapped("code"))
        self.assertEqual(by_hand - BY_HAND.keys(), set(), "tell it, or say why not")
        self.assertEqual(BY_HAND.keys() - by_hand, set(), "a document tells it now")

    def test_most_deadlines_of_presets_run_without_a_hand(self):
        presets = self.env["aftersales.sla.policy"].with_context(active_test=False)
        rules = presets.search([("is_template", "=", True)]).version_ids.rule_ids
        alone = rules.filtered(
            lambda r: not (r.start_event_id.is_by_hand or r.stop_event_id.is_by_hand)
        )
        self.assertGreater(len(alone) / len(rules), 0.75)

    def test_a_serious_opinion_begins_its_deadline(self):
        """T-46: with the call, or when it turns out to be serious."""
        self.make_sla([self.make_rule("opinion_serious", "opinion_submitted", code="T-46",
                                      amount=0, unit="at_once", calendar_id=False)])  # fmt: skip
        with freeze_time(utc(2026, 3, 2, 9)):
            known = self.make_order(
                called_at=utc(2026, 3, 2, 9),
                opinion_kind="complaint",
                opinion_weight="serious",
            )
            learned = self.make_order(
                opinion_kind="complaint", opinion_weight="general"
            )
        self.assertEqual(known.clock_ids.due_at, utc(2026, 3, 2, 9, 15))
        self.assertFalse(learned.clock_ids)
        with freeze_time(utc(2026, 3, 2, 11)):
            learned.opinion_weight = "serious"
        self.assertEqual(learned.clock_ids.due_at, utc(2026, 3, 2, 11, 15))
        learned.opinion_weight = "general"
        learned.opinion_weight = "serious"
        self.assertEqual(len(learned.clock_ids), 1)

    def test_a_call_back_ends_the_deadline_of_a_return_without_a_job(self):
        """T-37: whoever was not reached is called again."""
        self.make_sla([self.make_rule("goods_sent_back", "called_back", code="T-37",
                                      amount=4, unit="day", calendar_id=False)])  # fmt: skip
        motor = self.make_goods("none", "standard")
        record = self.make_return(lines=[{"product_id": motor.id, "quantity": 1}])
        self.receive(record)
        self.decide(record.line_ids, "back")
        self.give_back(record.custody_ids)
        clock = record.sudo().clock_ids
        for result, ended in (("unreachable", False), ("fine", True)):
            self.env["aftersales.return.contact"].with_user(self.dispatcher).create(
                {"return_id": record.id, "note": "运转正常", "result": result}
            )
            clock.invalidate_recordset()
            self.assertEqual(bool(clock.stopped_at), ended, result)
