import base64
import io

from PIL import Image

from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
    SamePersonRefused,
)

from ..returns.common import ReturnsCommon


class InspectionCase(ReturnsCommon):
    """A machine that came back, and the people whom the policy lets inspect it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.people = {
            "service_director": cls.director,
            "technical_department": cls.accountant,
            "quality_inspector": cls.keeper,
            "production": cls.technician,
            "quality_representative": cls.inspector,
        }
        cls.env["aftersales.role.holder"].create(
            [
                {"role_id": cls.role(code).id, "user_id": user.id}
                for code, user in cls.people.items()
            ]
        )
        cls.step = cls.env["aftersales.process.step"].create(
            {"department": "装配车间", "name": "绕线"}
        )
        policy = cls.env.ref("aftersales_service.sla_policy_ps_09")
        cls.version = policy.version_ids[:1]

    @classmethod
    def role(cls, code):
        return cls.env["aftersales.role"]._get_by_code(code)

    def setUp(self):
        super().setUp()
        self.job = self.make_order(self.device)
        self.job.sudo()._in_flow().sla_version_id = self.version
        line = {"device_id": self.device.id, "serial": "SN1"}
        self.record = self.receive(self.make_return(lines=[line], order_id=self.job.id))
        self.record.action_joint_inspection()
        self.inspection = self.record.inspection_ids

    def complete(self, **vals):
        self.inspection.write(
            {
                "fault_found": "绕组短路",
                "solution": "更换绕组",
                "date_required": "2030-01-01",
                "disposition": "repair",
                "cause": "material",
                "responsibility": "unknown",
            }
            | vals
        )

    def sign(self, code, agrees="yes", finding="见附件"):
        party = self.inspection.party_ids.filtered(lambda p: p.role_id.code == code)
        party.with_user(self.people[code]).action_sign(finding, agrees)

    def sign_all(self, **answers):
        for code in self.inspection.party_ids.role_id.mapped("code"):
            self.sign(code, answers.get(code, "yes"))

    def paper(self, name="签收单"):
        stream = io.BytesIO()
        Image.new("RGB", (2, 2)).save(stream, "PNG")
        return (
            self.env["ir.attachment"]
            .with_user(self.dispatcher)
            .create({"name": name, "datas": base64.b64encode(stream.getvalue())})
        )

    def conclude(self, **vals):
        papers = self.paper().ids
        self.complete(
            evidence_ids=papers, delivery_evidence_ids=papers, step_id=self.step.id
        )
        self.inspection.write(vals)
        self.sign_all()


class TestInspection(InspectionCase):
    """联合鉴定: the parties of the policy find the cause, sign, and the customer is told."""

    def test_parties_are_those_of_the_policy(self):
        self.assertEqual(self.record.state, "inspecting")
        self.assertEqual(
            set(self.inspection.party_ids.role_id.mapped("code")),
            {
                "service_director",
                "technical_department",
                "quality_inspector",
                "production",
            },
        )

    def test_without_policy_after_sales_alone(self):
        pump = self.make_goods("none", "standard")
        record = self.receive(self.make_return(lines=[{"product_id": pump.id}]))
        record.action_joint_inspection()
        self.assertEqual(
            record.inspection_ids.party_ids.role_id.code, "service_director"
        )

    def test_nothing_is_decided_before_all_signed(self):
        with self.assertRaises(ProofMissing) as refused:
            self.decide(self.record.line_ids, "repair")
        self.assertIn(self.inspection.name, str(refused.exception))

    def test_policy_with_parties_wants_an_inspection(self):
        self.inspection.action_cancel()
        with self.assertRaises(ProofMissing) as refused:
            self.decide(self.record.line_ids, "repair")
        self.assertIn("SN1", str(refused.exception))

    def test_technician_without_part_in_it_sees_no_inspection(self):
        inspections = self.env["aftersales.inspection"]
        self.assertTrue(inspections.with_user(self.technician).search([]))
        self.assertFalse(inspections.with_user(self.colleague).search([]))

    def test_conclusion_decides_again_and_proposes(self):
        self.complete()
        self.assertEqual(self.job.cause, "unknown")
        self.sign_all()
        self.assertEqual(self.inspection.state, "concluded")
        self.assertEqual(self.job.cause, "material")
        proposed = self.record.disposition_ids
        self.assertEqual((proposed.action, proposed.state), ("repair", "draft"))
        proposed.with_user(self.dispatcher).action_decide()
        self.assertEqual(self.record.state, "decided")

    def test_only_the_holder_signs_and_nobody_for_two(self):
        self.complete()
        party = self.inspection.party_ids.filtered(
            lambda p: p.role_id.code == "production"
        )
        with self.assertRaises(RoleRefused) as refused:
            party.with_user(self.dispatcher).action_sign("见附件")
        self.assertIn(self.technician.name, str(refused.exception))
        self.env["aftersales.role.holder"].create(
            {"role_id": self.role("production").id, "user_id": self.keeper.id}
        )
        self.sign("quality_inspector")
        with self.assertRaises(SamePersonRefused):
            party.with_user(self.keeper).action_sign("见附件")

    def test_signing_needs_finding_and_conclusion(self):
        with self.assertRaises(ProofMissing):
            self.sign("production", finding=" ")
        with self.assertRaises(ProofMissing) as refused:
            self.sign("production")
        self.assertIn("Solution", str(refused.exception))

    def test_responsibility_needs_evidence_also_of_delivery(self):
        self.complete(responsibility="production")
        with self.assertRaises(ProofMissing) as refused:
            self.sign("production")
        for word in ("Process Step", "Evidence", "Evidence of Delivery"):
            self.assertIn(word, str(refused.exception))
        photo, slip = self.paper("照片"), self.paper()
        self.inspection.write(
            {
                "step_id": self.step.id,
                "evidence_ids": [(6, 0, photo.ids)],
                "delivery_evidence_ids": [(6, 0, slip.ids)],
            }
        )
        self.assertEqual(photo.res_model, "aftersales.inspection")
        self.sign("production")

    def test_what_was_signed_does_not_change(self):
        self.complete()
        self.sign("production")
        with self.assertRaises(ProtectedRefused) as refused:
            self.inspection.cause = "misuse"
        self.assertIn(self.technician.name, str(refused.exception))
        with self.assertRaises(ProofMissing):
            self.inspection.action_withdraw("")
        self.inspection.action_withdraw("原因有误")
        self.inspection.cause = "misuse"
        self.assertFalse(self.inspection.party_ids.filtered("signed_at"))

    def test_nothing_to_withdraw_before_anybody_signed(self):
        with self.assertRaises(MoveRefused) as refused:
            self.inspection.action_withdraw("原因有误")
        self.assertIn(self.inspection.name, str(refused.exception))

    def test_holder_of_a_unit_signs_there_and_below_only(self):
        self.complete()
        north, south = self.env["aftersales.unit"].create(
            [{"name": name, "code": name} for name in ("华北", "华南")]
        )
        below = north.create({"name": "济南", "code": "JN", "parent_id": north.id})
        holder = self.env["aftersales.role.holder"].search(
            [("user_id", "=", self.technician.id)]
        )
        holder.unit_id = south
        self.job.unit_id = below
        party = self.inspection.party_ids.filtered(
            lambda p: p.role_id.code == "production"
        ).with_user(self.technician)
        self.assertFalse(party.may_sign)
        with self.assertRaises(RoleRefused):
            party.action_sign("见附件")
        holder.unit_id = north
        self.env.invalidate_all()
        self.assertTrue(party.may_sign)
        party.action_sign("见附件")

    def test_dispute_goes_to_the_final_arbiter(self):
        self.complete()
        self.sign_all(production="no")
        self.assertEqual(self.inspection.state, "disputed")
        question = self.inspection.sudo().approval_ids
        question.with_user(self.inspector).action_agree()
        self.assertEqual(self.inspection.state, "concluded")
        self.assertEqual(self.job.cause, "material")

    def test_quality_department_of_the_group_decides_last(self):
        """Where the group has one, it is asked before our own (O-22)."""
        role = self.env["aftersales.role"]._get_by_code("group_quality")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.director.id}
        )
        self.assertEqual(self.inspection.sudo()._get_arbiter(), "group_quality")

    def test_arbiter_sends_it_back_with_his_words(self):
        self.complete()
        self.sign_all(production="no")
        question = self.inspection.sudo().approval_ids
        question.with_user(self.inspector).action_refuse("重新测绝缘")
        self.assertEqual(self.inspection.state, "open")
        self.assertFalse(self.inspection.party_ids.filtered("signed_at"))
        self.assertIn("重新测绝缘", self.inspection.message_ids[0].body)

    def test_customer_is_told_and_the_clock_stops(self):
        self.complete()
        clock = self.make_clock()
        with self.assertRaises(MoveRefused):
            self.inspection.action_tell("电话", "王工", "绕组短路")
        self.sign_all()
        with self.assertRaises(ProofMissing):
            self.inspection.action_tell("")
        self.assertIn(
            self.inspection.name, str([str(b) for b in self.record._get_blockers()])
        )
        self.inspection.action_tell("电话", "王工", "绕组短路")
        self.assertEqual(self.inspection.told_by_id, self.dispatcher)
        self.assertTrue(clock.stopped_at)

    def make_clock(self):
        """The clock of T-38, as receiving the goods starts it under PS-08."""
        policy = self.env.ref("aftersales_service.sla_policy_ps_08")
        job = self.job.sudo()
        job._in_flow().sla_version_id = policy.version_ids[:1]
        pump = self.make_goods("none", "standard")
        self.receive(self.make_return(lines=[{"product_id": pump.id}], order_id=job.id))
        clock = job.clock_ids.filtered(lambda c: c.stop_event_id.code == "cause_told")
        self.assertEqual(len(clock), 1)
        return clock

    def test_measures_are_verified_by_somebody_else(self):
        measure = (
            self.env["aftersales.inspection.measure"]
            .with_user(self.dispatcher)
            .create(
                {
                    "inspection_id": self.inspection.id,
                    "name": "增加匝间测试",
                    "responsible_id": self.technician.id,
                    "date_due": "2020-01-01",
                }
            )
        )
        self.assertTrue(measure.is_overdue)
        self.assertIn(measure, measure.search([("is_overdue", "=", True)]))
        self.assertEqual(self.inspection.activity_ids.user_id, self.technician)
        with self.assertRaises(ProofMissing):
            measure.with_user(self.technician).action_done(" ")
        measure.with_user(self.technician).action_done("已增加")
        measure.responsible_id = self.dispatcher
        with self.assertRaises(SamePersonRefused):
            measure.action_verified("有效")
        measure.with_user(self.director).action_again("仍有漏检")
        self.assertEqual(measure.state, "open")
        measure.action_done("改为全检")
        measure.with_user(self.director).action_verified("有效")
        self.assertEqual(measure.state, "verified")

    def test_inspecting_many_lines_costs_little_more_than_few(self):
        pump = self.make_goods("none", "standard")

        def cost(count):
            record = self.receive(
                self.make_return(lines=[{"product_id": pump.id}] * count)
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            record.action_joint_inspection()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(1)
        few, many = cost(2), cost(12)
        self.assertLess(many - few, 10)
