import itertools

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.aftersales_service.exceptions import MoveRefused, RoleRefused
from odoo.addons.aftersales_service.kernel.decision import Answer, Line
from odoo.addons.aftersales_service.kernel.responsibility import settle
from odoo.addons.aftersales_service.models.order.order_dimensions import (
    RESPONSIBILITIES,
)

from ..returns.common import ReturnsCommon
from .test_return_inspection import InspectionCase

VALUES = [code for code, _label in RESPONSIBILITIES]
# (signed, covered): who pays labour
PAYERS = {
    ("production", True): "company",
    ("service", True): "company",
    ("carrier", True): "carrier",
    ("supplier", True): "supplier",
    ("agent", True): "agent",
    ("user", True): "customer",
    ("unknown", True): "company",
    ("production", False): "customer",
    ("service", False): "company",
    ("carrier", False): "carrier",
    ("supplier", False): "customer",
    ("agent", False): "customer",
    ("user", False): "customer",
    ("unknown", False): "customer",
}


class TestSettle(BaseCase):
    """Who is responsible pays where the warranty would (R-44)."""

    def answer(self, covered, kind="labour", rule=None):
        payer = "company" if covered else "customer"
        rule = rule or ("W-04" if covered else "W-11")
        result = "free" if covered else "paid_expired"
        return Answer(Line(kind), ((payer, 100.0),), result, rule)

    def test_every_value(self):
        for (value, covered), payer in PAYERS.items():
            shares = settle(value, self.answer(covered)).shares
            self.assertEqual(shares, ((payer, 100.0),), (value, covered))

    def test_what_was_promised_stays(self):
        for value, rule in itertools.product(VALUES, ("W-10", "F-02", "goodwill")):
            answer = self.answer(True, rule=rule)
            self.assertEqual(settle(value, answer), answer)

    def test_a_share_of_the_customer_stays(self):
        answer = Answer(
            Line("labour"), (("company", 60.0), ("customer", 40.0)), "free", "W-04"
        )
        self.assertEqual(
            settle("supplier", answer).shares, (("supplier", 60.0), ("customer", 40.0))
        )

    def test_the_users_parts_are_preferential_inside_the_period(self):
        part = settle("user", self.answer(True, "part"))
        self.assertEqual((part.rule, part.preferential), ("W-05", True))
        self.assertFalse(settle("user", self.answer(False, "part")).preferential)

    @given(
        value=st.sampled_from(VALUES),
        rule=st.sampled_from(("W-04", "W-05", "W-07", "W-11", "W-20", "W-24", "R-44")),
        percent=st.integers(1, 99),
    )
    def test_shares_always_make_the_whole(self, value, rule, percent):
        shares = (("company", float(percent)), ("customer", 100.0 - percent))
        settled = settle(value, Answer(Line("part"), shares, "free", rule))
        self.assertEqual(sum(share for _who, share in settled.shares), 100)


class TestSignedResponsibility(InspectionCase):
    """What the parties sign reaches the job and its decision."""

    def payers(self):
        return dict(self.job.decision_id._answer("labour").shares)

    def test_seven_values_of_one_vocabulary(self):
        both = [
            [
                code
                for code, _label in self.env[model]._fields["responsibility"].selection
            ]
            for model in ("aftersales.order", "aftersales.inspection")
        ]
        self.assertEqual(both, [VALUES, VALUES])

    def test_supplier_bears_it(self):
        self.assertEqual(self.payers(), {"company": 100})
        self.conclude(responsibility="supplier")
        self.assertEqual(self.job.responsibility, "supplier")
        self.assertEqual(self.payers(), {"supplier": 100})
        self.assertIn("Supplier", self.job.decision_line_ids[1].sentence)

    def test_user_pays_within_the_warranty(self):
        self.conclude(responsibility="user")
        self.assertEqual(self.payers(), {"customer": 100})
        self.assertEqual(self.job.service_type, "a")

    def test_carrier_pays(self):
        self.conclude(responsibility="carrier")
        self.assertEqual(self.payers(), {"carrier": 100})

    def test_undetermined_leaves_it_to_the_cause(self):
        self.conclude(responsibility="unknown")
        self.assertEqual(self.job.cause, "material")
        self.assertEqual(self.job.responsibility, "production")
        self.assertEqual(self.payers(), {"company": 100})

    def test_it_stays_known_when_the_cause_changes(self):
        self.conclude(responsibility="agent")
        self.job.action_redecide("wear")
        self.assertEqual(self.payers(), {"agent": 100})

    def test_costs_are_signed(self):
        self.conclude(responsibility="supplier", cost_amount=820)
        self.assertIn("cost_amount", self.inspection._get_signed_fields())
        self.assertEqual(self.inspection.cost_amount, 820)


class TestManySignatures(ReturnsCommon):
    """Fifty motors, four parties: four signatures (R-20 … R-24)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "service_director": cls.director,
            "technical_department": cls.accountant,
            "quality_inspector": cls.keeper,
            "production": cls.technician,
        }
        roles = cls.env["aftersales.role"]
        held = {code: roles._get_by_code(code) for code in cls.people}
        cls.env["aftersales.role.holder"].create(
            [
                {"role_id": held[code].id, "user_id": user.id}
                for code, user in cls.people.items()
            ]
        )
        cls.version = cls.env.ref("aftersales_service.sla_policy_ps_09").version_ids[:1]

    def inspect(self, count):
        device = self.make_device("M0")
        job = self.make_order(device)
        job.sudo()._in_flow().sla_version_id = self.version
        lines = [
            {"product_id": self.machine.id, "serial": f"M{number}"}
            for number in range(count)
        ]
        record = self.receive(self.make_return(lines=lines, order_id=job.id))
        record.action_joint_inspection()
        record.inspection_ids.write(
            {
                "fault_found": "绕组短路",
                "solution": "更换绕组",
                "date_required": "2030-01-01",
                "disposition": "repair",
                "cause": "material",
            }
        )
        return record

    def sign(self, record, user, agrees="yes"):
        action = record.with_user(user).action_sign_inspections()
        wizard = self.env["aftersales.inspection.sign"].with_user(user)
        wizard = wizard.with_context(**action["context"]).create(
            {"finding": "与检测记录一致", "agrees": agrees}
        )
        wizard.action_sign()
        return wizard

    def test_one_window_for_each_party(self):
        record = self.inspect(50)
        for user in self.people.values():
            self.assertTrue(record.with_user(user).may_sign)
            self.assertEqual(len(self.sign(record, user).party_ids), 50)
        self.assertEqual(set(record.inspection_ids.mapped("state")), {"concluded"})
        self.assertEqual(len(record.disposition_ids), 50)
        self.assertTrue(record.has_drafts)

    def test_each_signs_for_his_own_party_only(self):
        record = self.inspect(3)
        parties = self.sign(record, self.keeper).party_ids
        self.assertEqual(parties.role_id.code, "quality_inspector")
        with self.assertRaises(MoveRefused):
            self.sign(record, self.keeper)
        with self.assertRaises(MoveRefused):
            self.sign(record, self.dispatcher)
        others = record.inspection_ids.party_ids - parties
        with self.assertRaises(RoleRefused):
            others[:1].with_user(self.dispatcher).action_sign("冒签")

    def test_what_waits_for_me_is_found(self):
        record = self.inspect(2)
        parties = self.env["aftersales.inspection.party"].with_user(self.keeper)
        mine = parties.search([("may_sign", "=", True)])
        self.assertEqual(len(mine), 2)
        self.sign(record, self.keeper)
        self.assertFalse(parties.search([("may_sign", "=", True)]))
        self.assertLessEqual(mine, parties.search([("may_sign", "=", False)]))

    def test_one_disagrees_and_all_of_his_go_to_the_arbiter(self):
        record = self.inspect(2)
        for code, user in self.people.items():
            self.sign(record, user, "no" if code == "production" else "yes")
        self.assertEqual(set(record.inspection_ids.mapped("state")), {"disputed"})

    def test_all_are_decided_with_one_button(self):
        record = self.inspect(3)
        for user in self.people.values():
            self.sign(record, user)
        record.with_user(self.dispatcher).action_decide_all()
        self.assertEqual(set(record.disposition_ids.mapped("state")), {"decided"})
        with self.assertRaises(MoveRefused):
            record.with_user(self.dispatcher).action_decide_all()
