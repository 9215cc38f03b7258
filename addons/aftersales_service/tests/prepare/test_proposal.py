from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing
from .common import PrepareCommon


class ProposalCommon(PrepareCommon):
    """A symptom with two causes, each with its remedy and parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls.env["account.tax"].create(
            {"name": "备件税 13%", "amount": 13, "type_tax_use": "sale"}
        )
        cls.seal = cls.make_part("油封", 100, 40, stock=5, taxes_id=tax.ids)
        cls.symptom = cls.make_fault("异响", "P1", "symptom")
        cause = cls.make_fault("轴承磨损", "P11", "cause", cls.symptom)
        cls.make_fault("换轴承", "P111", "action", cause, (cls.part, 2), (cls.seal, 1))
        other = cls.make_fault("主轴断裂", "P12", "cause", cls.symptom)
        cls.make_fault("换主轴", "P121", "action", other, (cls.rare, 1), (cls.part, 3))
        cls.cause = other

    @classmethod
    def make_fault(cls, name, code, kind, parent=None, *parts):
        vals = {
            "name": name,
            "code": code,
            "kind": kind,
            "parent_id": parent and parent.id,
            "hours": 1.5 if kind == "action" else 0,
            "part_ids": [
                Command.create({"product_id": part.id, "quantity": quantity})
                for part, quantity in parts
            ],
        }
        return cls.env["aftersales.fault"].create(vals)

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device(), fault_id=self.symptom.id)


class TestProposal(ProposalCommon):
    """The fault proposes parts with price and payer; one press asks for them."""

    def get_rows(self, order=None):
        proposal = (order or self.order).parts_proposal
        return {row["product_id"]: row for row in proposal["rows"]}

    def test_the_fault_tree_names_parts_hours_price_and_payer(self):
        rows = self.get_rows()
        self.assertEqual(list(rows), [self.part.id, self.seal.id, self.rare.id])
        bearing, seal, spindle = rows.values()
        self.assertEqual((bearing["quantity"], bearing["free"]), (3, 20))
        self.assertEqual((seal["remedy"], seal["hours"]), ("换轴承", 1.5))
        self.assertIn("113.00", seal["price"])
        self.assertEqual(seal["payer"], "Customer")
        chosen = [row["chosen"] for row in rows.values()]
        self.assertEqual(chosen, [True, True, False])
        self.assertEqual(spindle["free"], 0)

    def test_what_was_found_counts_more_than_what_was_reported(self):
        visit = self.make_visit(self.order)
        visit.sudo().found_fault_id = self.cause
        self.assertEqual(set(self.get_rows()), {self.rare.id, self.part.id})

    def test_one_press_asks_for_what_was_chosen(self):
        rows = [{"product_id": self.seal.id, "quantity": 1}]
        order = self.order.with_user(self.dispatcher)
        told = order.action_prepare_parts(rows)
        self.assertEqual(told["parts"]["state"], "ready")
        requisition = self.env["aftersales.requisition"].browse(told["id"])
        self.assertEqual(requisition.state, "approved")
        self.assertEqual(requisition.line_ids.product_id, self.seal)
        self.assertNotIn(self.seal.id, self.get_rows())

    def test_nothing_known_nothing_proposed(self):
        self.assertFalse(self.make_order(self.make_device("X-1")).parts_proposal)
        self.order.action_cancel()
        self.assertFalse(self.order.parts_proposal)

    def test_the_desk_shows_it_beside_the_technicians(self):
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        found = desk.technicians(self.order.id)
        self.assertEqual(len(found["parts"]["rows"]), 3)

    def test_the_part_of_this_serial_is_proposed(self):
        new = self.make_part("主轴-2", 950, 500, stock=5)
        self.env["aftersales.part.supersession"].create(
            {"product_id": self.rare.id, "successor_id": new.id}
        )
        self.assertIn(new.id, self.get_rows())
        self.assertNotIn(self.rare.id, self.get_rows())

    def test_who_may_not_send_prepares_nothing(self):
        rows = [{"product_id": self.seal.id, "quantity": 1}]
        for user in (self.technician, self.inspector, self.accountant):
            with self.assertRaises(AccessError):
                self.order.with_user(user).action_prepare_parts(rows)
        order = self.order.with_user(self.dispatcher)
        with self.assertRaises(ProofMissing):
            order.action_prepare_parts([])
        order.action_cancel()
        with self.assertRaises(MoveRefused):
            order.action_prepare_parts(rows)
