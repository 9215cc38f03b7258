from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from ..common import AfterSalesCommon


class TestStatement(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.requisition = self.make_requisition(self.visit, (self.part, 5))
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.sign(self.visit)
        today = self.company._aftersales_today()
        self.statement = (
            self.env["aftersales.part.statement"]
            .with_user(self.keeper)
            .create(
                {
                    "technician_id": self.li.id,
                    "date_from": today - timedelta(days=3),
                    "date_to": today,
                }
            )
        )
        self.statement.action_load()

    def test_numbers_come_from_the_moves(self):
        line = self.statement.line_ids
        self.assertEqual(
            (line.opening, line.issued, line.used, line.returned, line.closing),
            (0, 5, 2, 0, 3),
        )
        later = self.statement.copy(
            {
                "date_from": fields.Date.add(self.statement.date_to, days=1),
                "date_to": fields.Date.add(self.statement.date_to, days=30),
            }
        )
        later.action_load()
        self.assertEqual((later.line_ids.opening, later.line_ids.closing), (3, 3))

    def test_signed_by_both_and_a_difference_is_answered_for(self):
        line = self.statement.line_ids
        line.counted = 2
        statement = self.statement.with_user(self.technician)
        with self.assertRaisesRegex(ProofMissing, "轴承"):
            statement.action_sign_technician()
        line.write({"answer_id": self.technician.id, "answer": "途中遗失"})
        with self.assertRaises(GroupRefused):
            self.statement.action_sign_technician()  # the keeper is not the technician
        statement.action_sign_technician()
        with self.assertRaises(ProtectedRefused):
            line.counted = 3
        self.statement.action_sign_store()
        self.assertEqual(self.statement.state, "closed")
        asked = self.requisition.line_ids
        asked.invalidate_recordset()
        self.assertEqual((asked.lost_quantity, asked.held_quantity), (1, 2))
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.li.location_id.id)]
        )
        self.assertEqual(sum(quants.mapped("quantity")), 2)
        with self.assertRaises(MoveRefused):
            self.statement.action_sign_store()

    def test_one_person_does_not_sign_for_both(self):
        self.technician.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_warehouse"
        )
        self.statement.with_user(self.technician).action_sign_technician()
        with self.assertRaises(SamePersonRefused):
            self.statement.with_user(self.technician).action_sign_store()

    def test_colleague_does_not_read_it(self):
        with self.assertRaises(AccessError):
            self.statement.with_user(self.colleague).read(["name"])

    def test_half_year_of_a_service_centre(self):
        unit = self.env["aftersales.unit"].create({"name": "济南", "code": "JN"})
        self.li.unit_id = unit
        half = self.statement.copy({"technician_id": False, "unit_id": unit.id})
        half.action_load()
        self.assertEqual(half.line_ids.issued, 5)


class TestPlan(AfterSalesCommon):
    def make_plan(self, *lines):
        return (
            self.env["aftersales.part.plan"]
            .with_user(self.director)
            .create(
                {
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": part.id,
                                "location_id": place.id,
                                "quantity_min": low,
                                "quantity_max": high,
                            },
                        )
                        for part, place, low, high in lines
                    ]
                }
            )
        )

    def approve(self, plan):
        plan.action_submit()
        boss = self.make_user("manager", login="as_boss")
        plan.sudo().approval_ids.with_user(boss).action_agree()

    def test_company_chooses_who_approves(self):
        """The group's planning department, where it is one (O-60)."""
        stock = self.warehouse.lot_stock_id
        plan = self.make_plan((self.part, stock, 1, 2))
        plan.action_submit()
        self.assertEqual(plan.approval_ids.role_id.code, "operations_director")
        planning = self.env.ref("aftersales_service.role_planning_department")
        settings = self.env["res.config.settings"].create(
            {"aftersales_plan_role_id": planning.id}
        )
        settings.execute()
        other = self.make_plan((self.part, stock, 1, 2))
        other.action_submit()
        self.assertEqual(other.approval_ids.role_id, planning)

    def test_approved_plan_is_cores_reordering(self):
        stock, van = self.warehouse.lot_stock_id, self.li.location_id
        plan = self.make_plan((self.part, stock, 5, 30), (self.part, van, 2, 4))
        with self.assertRaises(MoveRefused):
            plan._move_to("approved")
        self.approve(plan)
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual(
            {(r.location_id, r.product_min_qty, r.product_max_qty) for r in rules},
            {(stock, 5, 30), (van, 2, 4)},
        )
        with self.assertRaises(ProtectedRefused):
            plan.line_ids[0].quantity_min = 9
        rules.filtered(lambda r: r.location_id == van)._procure_orderpoint_confirm()
        move = self.env["stock.move"].search(
            [("location_dest_id", "=", van.id), ("product_id", "=", self.part.id)]
        )
        self.assertEqual((move.product_uom_qty, move.location_id), (4, stock))
        second = self.make_plan((self.part, stock, 6, 40))
        second.action_submit()
        second.sudo().approval_ids.with_user(
            self.make_user("manager", login="as_boss2")
        ).action_agree()
        rule = rules.filtered(lambda r: r.location_id == stock)
        self.assertEqual((rule.product_min_qty, rule.product_max_qty), (6, 40))

    def test_supplement_is_proposed_from_use(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        requisition = self.make_requisition(visit, (self.part, 12))
        self.issue(requisition)
        self.go_to_work(visit)
        self.finish(visit, used={requisition.line_ids: 12})
        plan = self.make_plan()
        with self.assertRaises(ProofMissing):
            plan.action_submit()
        plan.action_propose()
        plan.action_propose()
        line = plan.line_ids
        self.assertEqual((line.quantity_min, line.quantity_max), (2, 4))
