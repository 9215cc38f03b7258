from odoo import fields

from odoo.addons.aftersales_icp.const import STATES, TRANSITIONS
from odoo.addons.aftersales_icp.exceptions import (
    IcpFrozen,
    IcpMoveForbidden,
    IcpMoveRefused,
    IcpNumberMissing,
)

from .common import IcpCommon

NUMBER = "浙ICP备2021004518号"
ACTIONS = {
    "draft": "action_draft",
    "complete": "action_complete",
    "submitted": "action_submit",
    "review": "action_review",
    "filed": "action_file",
    "refused": "action_refuse",
    "changing": "action_change",
    "suspended": "action_suspend",
    "cancelled": "action_cancel",
    "revoked": "action_revoke",
}


class TestSubjectMove(IcpCommon):
    def test_constants_name_the_same_states(self):
        states = {state for state, _label in STATES}
        self.assertEqual(states, set(TRANSITIONS))
        self.assertEqual(states, set(ACTIONS))
        self.assertLessEqual(set().union(*TRANSITIONS.values()), states)

    def test_every_pair_of_states_follows_the_table(self):
        subject = self.as_user(self.make_subject(number_raw=NUMBER), "compliance")
        for current, allowed in TRANSITIONS.items():
            for wanted, action in ACTIONS.items():
                self._force(subject, current)
                with self.subTest(f"{current} → {wanted}"):
                    if wanted in allowed:
                        getattr(subject, action)()
                        self.assertEqual(subject.state, wanted)
                    else:
                        with self.assertRaises(IcpMoveRefused):
                            getattr(subject, action)()

    def _force(self, subject, state):
        subject.flush_recordset()
        self.cr.execute(
            "UPDATE aftersales_icp_subject SET state = %s WHERE id = %s",
            [state, subject.id],
        )
        subject.invalidate_recordset()

    def test_whole_way_to_filed_stamps_the_day(self):
        subject = self.as_user(self.make_subject(), "compliance")
        subject.action_complete()
        subject.action_submit()
        subject.action_review()
        subject.number_raw = NUMBER
        subject.action_file()
        self.assertEqual(subject.filed_date, fields.Date.context_today(subject))

    def test_known_day_of_filing_is_kept(self):
        subject = self.make_filed(filed_date="2021-03-18")
        self.assertEqual(str(subject.filed_date), "2021-03-18")
        subject.action_suspend()
        subject.action_file()
        self.assertEqual(str(subject.filed_date), "2021-03-18")
        subject.action_revoke()
        self.assertTrue(subject.cancelled_date)

    def test_batch_moves_together(self):
        subjects = self.make_subject() + self.make_subject()
        subjects.action_complete()
        self.assertEqual(set(subjects.mapped("state")), {"complete"})

    def test_filed_without_number_is_refused(self):
        with self.assertRaises(IcpNumberMissing):
            self.make_subject().action_file()

    def test_clerk_moves_nothing(self):
        subject = self.as_user(self.make_subject(), "clerk")
        with self.assertRaises(IcpMoveForbidden):
            subject.action_complete()
        with self.assertRaises(IcpMoveForbidden):
            subject.write({"state": "complete"})

    def test_written_state_is_held_to_the_table(self):
        subject = self.as_user(self.make_subject(number_raw=NUMBER), "compliance")
        with self.assertRaises(IcpMoveRefused):
            subject.write({"state": "suspended"})
        subject.write({"state": "draft"})

    def test_nothing_begins_anywhere_but_as_draft(self):
        with self.assertRaises(IcpMoveRefused):
            self.make_subject(number_raw=NUMBER, state="filed")
        sneaky = self.env["aftersales.icp.subject"].with_context(default_state="filed")
        subject = sneaky.create({"partner_id": self.partner.id, "number_raw": NUMBER})
        self.assertEqual(subject.state, "draft")

    def test_filed_identity_is_frozen_until_a_change_starts(self):
        subject = self.make_filed()
        other = "浙ICP备19036627号"
        for values in (
            {"number_raw": other},
            {"number": other},
            {"kind": "licence"},
            {"partner_id": self.company.partner_id.id},
            {"company_id": self.company_b.id},
        ):
            with self.subTest(values), self.assertRaises(IcpFrozen):
                subject.write(values)
        subject.note = "free"
        subject.action_change()
        subject.number_raw = other
        subject.action_file()
        self.assertEqual(subject.number, other)

    def test_copy_is_a_draft_without_number(self):
        copy = self.make_filed().copy()
        self.assertEqual((copy.state, copy.number), ("draft", False))
        self.assertFalse(copy.filed_date)

    def test_move_and_number_are_tracked(self):
        subject = self.make_subject().with_context(tracking_disable=False)
        self.cr.flush()  # nothing is tracked in the transaction of the creation
        subject.number_raw = NUMBER
        subject.action_file()
        self.cr.flush()
        tracked = subject.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertLessEqual({"state", "number"}, set(tracked))

    def test_refusal_names_the_ways_that_are_open(self):
        with self.assertRaisesRegex(IcpMoveRefused, "Draft.*Revoked.*Filed"):
            self.make_subject().action_revoke()
