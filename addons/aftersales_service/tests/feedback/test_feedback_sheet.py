from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
    SamePersonRefused,
)
from ..returns.common import ReturnsCommon


class TestFeedbackSheet(ReturnsCommon):
    """Consultations, repairs and exchanges go to the team of the device (S-27, O-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.role.holder"].search([]).unlink()
        cls.leader = cls.make_user("technician", "as_leader")
        cls.post = cls.make_user("warehouse", "as_post")
        cls.family = cls.env["product.category"].create({"name": "监护仪"})
        cls.machine.categ_id = cls.family
        cls.unit = cls.env["aftersales.unit"].create(
            {
                "name": "医疗器械部",
                "code": "YLQX",
                "device_categ_ids": [(6, 0, cls.family.ids)],
            }
        )
        cls.hold("cs_team_leader", cls.leader, unit_id=cls.unit.id)
        cls.hold("cs_management", cls.post)

    @classmethod
    def hold(cls, code, user, **vals):
        role = cls.env["aftersales.role"]._get_by_code(code)
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id} | vals
        )

    def sheet(self, **vals):
        sheets = self.env["aftersales.feedback.sheet"].with_user(self.dispatcher)
        period = {"date_from": "2026-02-01", "date_to": "2026-02-28"}
        sheet = sheets.create({"unit_id": self.unit.id} | period | vals)
        sheet.action_collate()
        return sheet

    def month(self):
        """A consultation, a repair, an exchange in February; a repair in March."""
        with freeze_time("2026-01-05 04:00:00"):
            self.deliver(self.machine, "SN1", "SN2")
        device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        self.ask = self.make_order(
            device, order_kind="consultation", called_at="2026-01-31 16:30:00"
        )
        self.repair = self.make_order(device, called_at="2026-02-28 15:30:00")
        self.late = self.make_order(device, called_at="2026-02-28 16:30:00")
        with freeze_time("2026-02-10 04:00:00"):
            line = {"serial": "SN2", "product_id": self.machine.id}
            record = self.receive(self.make_return(lines=[line]))
            self.decide(record.line_ids, "exchange")
        self.record = record

    def test_period_and_devices_are_collated_in_the_companys_time(self):
        self.month()
        sheet = self.sheet()
        kinds = {line.kind: line for line in sheet.line_ids}
        self.assertEqual(len(sheet.line_ids), 3)
        self.assertEqual(kinds["consultation"].order_id, self.ask)
        self.assertEqual(kinds["repair"].order_id, self.repair)
        self.assertEqual(kinds["exchange"].return_id, self.record)
        self.assertEqual(sheet.exchange_count, 1)
        sheet.action_collate()
        self.assertEqual(len(sheet.line_ids), 3)

    def test_devices_of_other_teams_are_not_collated(self):
        self.month()
        self.unit.device_categ_ids = self.env["product.category"].create(
            {"name": "轮椅"}
        )
        self.assertFalse(self.sheet().line_ids)
        self.unit.device_categ_ids = False
        with self.assertRaisesRegex(ProofMissing, "医疗器械部"):
            self.sheet()

    def test_leader_and_post_are_told_and_the_leader_has_it_on_his_list(self):
        sheet = self.sheet(summary="无异常")
        sheet.action_send()
        self.assertEqual(sheet.told_ids, self.leader | self.post)
        told = sheet.message_ids.filtered("partner_ids").partner_ids
        self.assertEqual(told, (self.leader | self.post).partner_id)
        self.assertTrue(sheet.sudo().activity_ids)
        action = sheet.with_user(self.leader).action_open_acknowledge()
        window = self.env[action["res_model"]].with_user(self.leader)
        window = window.with_context(**action["context"]).create(
            {"measures": "三月复查"}
        )
        window.action_acknowledge()
        self.assertEqual(
            (sheet.state, sheet.acknowledged_by_id, sheet.measures),
            ("acknowledged", self.leader, "三月复查"),
        )
        self.assertFalse(sheet.sudo().activity_ids)
        self.assertIn(self.dispatcher.partner_id, sheet.message_ids[0].partner_ids)

    def test_the_team_reads_what_it_was_sent_and_nobody_else(self):
        self.month()
        sheet = self.sheet()
        with self.assertRaises(AccessError):
            sheet.with_user(self.leader).read(["summary"])
        sheet.action_send()
        seen = sheet.with_user(self.leader)
        seen.invalidate_recordset()
        self.assertEqual(len(seen.line_ids), 3)
        with self.assertRaises(AccessError):
            sheet.with_user(self.technician).read(["summary"])

    def test_what_was_handed_over_stands(self):
        sheet = self.sheet(summary="无异常")
        sheet.action_send()
        with self.assertRaises(ProtectedRefused):
            sheet.summary = "另有两起"
        with self.assertRaises(MoveRefused):
            sheet.action_collate()
        with self.assertRaises(MoveRefused):
            sheet.action_send()

    def test_form_takes_unit_and_period(self):
        sheets = self.env["aftersales.feedback.sheet"].with_user(self.dispatcher)
        with Form(sheets) as form:
            form.unit_id = self.unit
            form.summary = "无异常"
        self.assertEqual(form.record.date_from.day, 1)
        form.record.action_send()
        self.assertEqual(form.record.state, "sent")

    def test_nothing_is_handed_over_without_a_word(self):
        with self.assertRaises(ProofMissing):
            self.sheet().action_send()

    def test_two_people_and_the_right_ones(self):
        sheet = self.sheet(summary="无异常")
        with self.assertRaises(AccessError):
            sheet.with_user(self.leader).action_acknowledge()
        sheet.action_send()
        with self.assertRaises(SamePersonRefused):
            sheet.action_acknowledge()
        with self.assertRaises(RoleRefused):
            sheet.with_user(self.inspector).action_acknowledge()
        with self.assertRaises(GroupRefused):
            sheet.with_user(self.leader).action_send()

    def test_where_the_customer_service_team_is_named_it_hands_over(self):
        self.hold("cs_team", self.make_user("dispatcher", "as_cs"))
        sheet = self.sheet(summary="无异常")
        with self.assertRaisesRegex(RoleRefused, "as_cs"):
            sheet.action_send()

    def test_default_period_is_the_month_before(self):
        sheets = self.env["aftersales.feedback.sheet"].with_user(self.dispatcher)
        with freeze_time("2026-02-28 17:00:00"):
            first, last = sheets._get_last_month()
        self.assertEqual((str(first), str(last)), ("2026-02-01", "2026-02-28"))
