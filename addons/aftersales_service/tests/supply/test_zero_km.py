from odoo import Command

from ...exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
    SamePersonRefused,
)
from ..common import AfterSalesCommon


class TestZeroKm(AfterSalesCommon):
    """零公里服务备件清单: quality issues the list, manufacturing prepares and issues (P-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.make_user("manager", login="as_quality")
        cls.maker = cls.make_user("auditor", login="as_maker")
        roles = cls.env["aftersales.role"]
        cls.env["aftersales.role.holder"].create(
            [
                {"role_id": roles._get_by_code(code).id, "user_id": user.id}
                for code, user in (
                    ("quality_representative", cls.quality),
                    ("production", cls.maker),
                )
            ]
        )

    def make(self, quantity=3, user=None, kind="zero_km", place=None):
        return (
            self.env["aftersales.part.plan"]
            .with_user(user or self.keeper)
            .create(
                {
                    "kind": kind,
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.part.id,
                                "location_id": (place or self.li.location_id).id,
                                "quantity_min": 0,
                                "quantity_max": quantity,
                            }
                        )
                    ],
                }
            )
        )

    def agree(self, plan, *users):
        for user in users:
            asked = plan.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
            asked.with_user(user).action_agree()

    def ready(self, **vals):
        plan = self.make(**vals)
        plan.action_submit()
        self.agree(plan, self.quality, self.maker)
        return plan

    def van(self):
        return self.part.with_context(location=self.li.location_id.id).qty_available

    def test_quality_then_manufacturing_then_the_parts(self):
        plan = self.make()
        plan.action_submit()
        self.assertEqual(
            plan.sudo().approval_ids.sorted("id").role_id.mapped("code"),
            ["quality_representative", "production"],
        )
        self.agree(plan, self.quality, self.maker)
        self.assertEqual(plan.state, "approved")
        rules = self.env["stock.warehouse.orderpoint"]
        self.assertFalse(rules.search([("product_id", "=", self.part.id)]))
        made = plan.with_user(self.maker)
        with self.assertRaises(MoveRefused):
            made.action_issue()
        made.action_prepare()
        self.assertEqual((plan.state, self.van()), ("prepared", 0))
        self.assertEqual(plan.sudo().picking_ids.state, "assigned")
        with self.assertRaises(MoveRefused):
            made.action_prepare()
        made.action_issue()
        self.assertEqual((plan.state, self.van()), ("issued", 3))
        self.assertEqual(plan.sudo().picking_ids.state, "done")

    def test_list_of_quality_goes_straight_to_manufacturing(self):
        plan = self.make(user=self.quality)
        plan.action_submit()
        self.assertEqual(plan.sudo().approval_ids.role_id.code, "production")

    def test_list_of_the_only_manufacturer_is_agreed_by_a_director(self):
        """Nobody agrees to his own list, and nothing waits for ever."""
        maker = self.make_user("warehouse", login="as_only_maker")
        self.env["aftersales.role.holder"].search(
            [("user_id", "=", self.maker.id)]
        ).user_id = maker
        plan = self.make(user=maker)
        plan.action_submit()
        self.agree(plan, self.quality)
        asked = plan.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        self.assertEqual(asked.role_id.code, "production")
        with self.assertRaises(SamePersonRefused):
            asked.with_user(maker).action_agree()
        boss = self.make_user("manager", login="as_boss")
        self.agree(plan, boss)
        self.assertEqual(plan.state, "approved")

    def test_what_is_short_is_named_and_issued_later(self):
        plan = self.ready(quantity=25)  # 20 lie there
        plan.action_prepare()
        with self.assertRaisesRegex(ProofMissing, "轴承6205 20/25"):
            plan.action_issue()
        self.assertEqual(self.van(), 0)
        self.add_stock(self.part, 5)
        plan.action_issue()
        self.assertEqual(self.van(), 25)

    def test_parts_that_stay_in_the_stock_go_nowhere(self):
        plan = self.ready(place=self.warehouse.lot_stock_id)
        with self.assertRaisesRegex(ProofMissing, "轴承6205"):
            plan.action_prepare()
        self.assertEqual(plan.state, "approved")

    def test_others_neither_prepare_nor_issue(self):
        plan = self.ready()
        for user in (self.technician, self.dispatcher, self.inspector):
            with self.assertRaisesRegex(RoleRefused, "as_maker"):
                plan.with_user(user).action_prepare()
        with self.assertRaises(ProtectedRefused):
            plan.picking_ids = False

    def test_plan_is_ordered_not_issued(self):
        plan = self.make(kind="plan")
        plan.action_submit()
        boss = self.make_user("manager", login="as_boss")
        self.agree(plan, boss)
        with self.assertRaises(MoveRefused):
            plan.action_prepare()

    def test_refused_list_comes_back(self):
        plan = self.make()
        plan.action_submit()
        plan.sudo().approval_ids.filtered(lambda a: a.state == "waiting").with_user(
            self.quality
        ).action_refuse("数量不对")
        self.assertEqual(plan.state, "draft")

    def test_planning_department_with_people_approves_plans(self):
        """The group's planning department is a role that plans ask (O-22)."""
        planner = self.make_user("auditor", login="as_planner")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": self.env.ref(
                    "aftersales_service.role_planning_department"
                ).id,
                "user_id": planner.id,
            }
        )
        plan = self.make(kind="plan")
        plan.action_submit()
        self.agree(plan, planner)
        self.assertEqual(plan.state, "approved")
