from datetime import date

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from .common import ChargebackCommon


class TestChargebackAnswers(ChargebackCommon):
    """The branch proposes, the centre decides, the manager approves; then disputes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.make_calendar(
            range(5), (8, 12), (14, 18)
        )

    def test_branch_centre_manager(self):
        self.agree()
        quality = self.hold("quality_representative", "as_quality_rep")
        record = self.make_list(100, 200, 300)
        self.propose(record, None, 80, 0)
        self.assertEqual(record.state, "proposed")
        lines = record.line_ids
        self.assertEqual(lines.mapped("decided_net"), [100, 80, 0])
        mine = lines.with_user(self.director)
        mine[2].write({"decision": "accept"})
        mine[1].write({"decided_net": 90, "decision_reason": "工时超标"})
        self.assertEqual(mine.mapped("decided_net"), [100, 90, 300])
        self.decide(record)
        asked = record.sudo().approval_ids
        self.assertEqual(
            (asked.kind, asked.role_id.code, asked.amount),
            ("chargeback", "deputy_general_manager", 490),
        )
        with self.assertRaises(SamePersonRefused):
            asked.with_user(self.director).action_agree()
        self.approve(record)
        self.assertEqual(record.state, "answered")
        self.assertEqual(lines.mapped("state"), ["accepted", "partly", "accepted"])
        self.assertEqual((record.accepted_net, record.disputed_net), (490, 110))
        told = record.message_ids.filtered(
            lambda m: quality.partner_id in m.partner_ids
        )
        self.assertIn("490", told.body)

    def test_the_manager_says_no(self):
        record = self.decide(self.propose(self.make_list(100)))
        self.approve(record, agree=False)
        self.assertEqual(record.state, "proposed")
        self.assertIn("再核对旧件", record.message_ids[:1].body)
        self.assertEqual(record.line_ids.state, "open")
        self.approve(self.decide(record))
        self.assertEqual(record.line_ids.state, "accepted")

    def test_nobody_decides_what_he_proposed(self):
        record = self.make_list(100)
        record.line_ids.proposal = "accept"
        record.with_user(self.director).action_propose()
        with self.assertRaises(SamePersonRefused):
            record.with_user(self.director).action_decide()

    def test_each_has_his_own_word(self):
        record = self.propose(self.make_list(100))
        with self.assertRaises(GroupRefused):
            record.line_ids.write({"decision": "reject"})
        with self.assertRaises(GroupRefused):
            record.action_decide()
        with self.assertRaises(ProtectedRefused):
            record.line_ids.write({"proposal": "reject"})
        with self.assertRaises(ProtectedRefused):
            record.line_ids.with_user(self.director).write({"net": 1})
        with self.assertRaises(ProtectedRefused):
            record.line_ids = [Command.create({"number": "X", "net": 5})]
        with self.assertRaises(AccessError):
            record.with_user(self.accountant).write({"note": "x"})
        with self.assertRaises(AccessError):
            record.with_user(self.technician).action_propose()

    def test_an_answer_needs_its_reason(self):
        record = self.make_list(100, 100)
        first, second = record.line_ids
        with self.assertRaisesRegex(ProofMissing, "accept it"):
            record.action_propose()
        first.proposal = "accept"
        second.proposal = "reject"
        with self.assertRaisesRegex(ProofMissing, "write why"):
            record.action_propose()
        second.proposal_reason = "非本公司件"
        for net in (0, 100, 120, -5):
            second.write({"proposal": "part", "proposed_net": net})
            with self.assertRaisesRegex(ProofMissing, "a part lies"):
                record.action_propose()
        second.proposed_net = 99.99
        record.action_propose()
        empty = self.make_list(1)
        empty.line_ids.unlink()
        with self.assertRaises(ProofMissing):
            empty.action_propose()

    def test_many_are_proposed_at_once(self):
        record = self.make_list(100, 200, 300)
        with self.assertRaises(ProofMissing):
            record.line_ids.action_propose_reject()
        record.line_ids.proposal_reason = "超期"
        record.line_ids.action_propose_reject()
        record.line_ids[:2].action_propose_accept()
        self.assertEqual(record.line_ids.mapped("proposed_net"), [100, 200, 0])

    def test_the_old_part_is_looked_at_together_first(self):
        self.agree(needs_old_part=True)
        record = self.make_list(100, 50)
        first, second = record.line_ids
        first.proposal = "accept"
        second.write({"proposal": "reject", "proposal_reason": "未返旧件"})
        with self.assertRaisesRegex(ProofMissing, "looked at together"):
            record.action_propose()
        first.write({"finding": "material", "inspected_on": "2026-03-05"})
        with self.assertRaises(ProofMissing):
            record.action_propose()
        first.inspected_with = "宇通 张工"
        self.assertTrue(first.is_seen)
        record.action_propose()
        mine = second.with_user(self.director)
        mine.write({"decision": "accept"})
        with self.assertRaises(ProofMissing):
            record.with_user(self.director).action_decide()

    def test_a_ruling_is_final(self):
        self.agree()
        record = self.answer_list(0, 40, 0)
        stands, part, offered = record.line_ids
        with self.assertRaisesRegex(ProofMissing, "why he objects"):
            stands.action_contest()
        stands.objection = part.objection = offered.objection = "已检测为材料问题"
        for wrong in (40, 30, 120):
            part.offered_net = wrong
            with self.assertRaisesRegex(ProofMissing, "put to the arbiter"):
                part.action_contest()
        part.offered_net = 70
        (stands + part + offered).action_contest()
        self.assertEqual(record.line_ids.mapped("state"), ["contested"] * 3)
        asked = part.sudo().approval_ids
        self.assertEqual((asked.role_id.code, asked.amount), ("group_quality", 70))
        self.approve(part, user=self.arbiter)
        self.approve(stands, agree=False, user=self.arbiter)
        self.approve(offered, user=self.arbiter)
        self.assertEqual(record.line_ids.mapped("state"), ["ruled"] * 3)
        self.assertEqual(record.line_ids.mapped("accepted_net"), [0, 70, 100])
        self.assertEqual(stands.ruling, "再核对旧件")
        self.assertEqual((record.disputed_net, record.rest_net), (0, 130))
        with self.assertRaises(MoveRefused):
            part.action_contest()

    def test_where_there_is_no_group_its_quality_decides(self):
        holders = self.env["aftersales.role.holder"]
        holders.search([("user_id", "=", self.arbiter.id)]).unlink()
        record = self.answer_list(0)
        record.line_ids.objection = "不认可"
        record.line_ids.action_contest()
        role = record.line_ids.sudo().approval_ids.role_id
        self.assertEqual(role.code, "quality_representative")

    def test_he_lets_it_go(self):
        record = self.answer_list(0, 40, None)
        record.line_ids[0].objection = "不认可"
        record.line_ids[0].action_contest()
        record.line_ids.action_concede()
        self.assertEqual(
            record.line_ids.mapped("state"), ["rejected", "partly", "accepted"]
        )
        self.assertEqual((record.disputed_net, record.rest_net), (0, 160))
        asked = record.line_ids.sudo().approval_ids
        self.assertEqual(asked.mapped("state"), ["withdrawn"])
        with self.assertRaises(MoveRefused):
            record.line_ids[0].action_contest()

    def test_what_stays_disputed_has_its_age(self):
        self.agree()
        today = self.env.company._aftersales_today()
        with freeze_time(f"{today} 04:00:00"):
            record = self.answer_list(0, 40, None)
        action = self.env.ref(
            "aftersales_service.aftersales_chargeback_line_action_disputed"
        )
        domain = [("is_disputed", "=", True), ("chargeback_id", "=", record.id)]
        self.assertIn("is_disputed", action.domain)
        with freeze_time(fields.Date.add(today, days=45)):
            lines = self.env["aftersales.chargeback.line"].search(domain)
            lines.invalidate_recordset()
            self.assertEqual(lines.mapped("age_days"), [45, 45])
            self.assertEqual(sum(lines.mapped("rest_net")), 160)

    def test_five_days_and_a_word_every_day(self):
        self.agree()
        with freeze_time("2026-03-02 02:00:00"):
            record = self.make_list(100)
            self.assertEqual(record.date_due, date(2026, 3, 7))
            self.assertEqual(record.next_alarm_on, date(2026, 3, 3))
        told = []
        for day in range(3, 16):
            with freeze_time(f"2026-03-{day:02} 01:00:00"):
                before = len(record.activity_ids)
                self.env["aftersales.chargeback"]._cron_alarm()
                if len(record.activity_ids) > before:
                    told.append(day)
        self.assertEqual(told, [3, 4, 5, 6, 7, 14])
        self.assertEqual(record.activity_ids.user_id, self.dispatcher)
        self.assertIn(record.name, record.activity_ids[0].summary)
        self.approve(self.decide(self.propose(record)))
        self.assertFalse(record.next_alarm_on)

    def test_another_deadline_by_agreement_or_by_hand(self):
        self.agree(answer_number=10, answer_unit="working_day")
        with freeze_time("2026-03-02 02:00:00"):
            record = self.make_list(100)
            self.assertEqual(record.date_due, date(2026, 3, 16))
            record.date_due = "2026-03-04"
            self.assertEqual(record.next_alarm_on, date(2026, 3, 3))
        with freeze_time("2026-03-05 02:00:00"):
            record.invalidate_recordset()
            self.assertTrue(record.is_overdue)
        none = self.agree(partner_id=self.partners["agent"].id, answer_number=0)
        record = self.make_list(1, partner_id=self.partners["agent"].id)
        self.assertEqual((record.agreement_id, record.date_due), (none, False))

    def test_the_centre_sends_back_and_the_claimant_withdraws(self):
        record = self.propose(self.make_list(100))
        with self.assertRaises(GroupRefused):
            record.action_send_back()
        record.with_user(self.director).action_send_back()
        record.line_ids.write({"proposal": "reject", "proposal_reason": "重复"})
        record.action_propose()
        self.assertEqual(record.line_ids.decided_net, 0)
        record.with_user(self.director).action_cancel()
        self.assertEqual(record.state, "cancelled")

    def test_a_contact_does_not_claim(self):
        contact = self.env["res.partner"].create(
            {"name": "张工", "parent_id": self.maker.id}
        )
        with self.assertRaises(ValidationError):
            self.make_list(1, partner_id=contact.id)

    def test_another_company_sees_nothing(self):
        record = self.make_list(100)
        stranger = self.make_user("manager", "cb_stranger")
        other = self.env["res.company"].create({"name": "外人公司"})
        stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        for one in (record, record.line_ids):
            with self.assertRaises(AccessError):
                one.with_user(stranger).with_company(other).read(["state"])
