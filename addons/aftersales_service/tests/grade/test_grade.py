from odoo import Command

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..device.life_case import LifeCase


class TestGrade(LifeCase):
    """What is graded is never reserved or sold as new."""

    def setUp(self):
        super().setUp()
        self.used, self.new = self.make_lots(self.machine, "G-1", "G-2")
        self.used.aftersales_grade = "a"

    def order(self, quantity=1, **line):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.machine.id, "product_uom_qty": quantity}
                        | line
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def reserve(self, order):
        order.picking_ids.action_assign()
        return order.picking_ids.move_line_ids.lot_id

    def test_a_normal_order_reserves_new_ones_only(self):
        self.assertEqual(self.reserve(self.order(2)), self.new)

    def test_wherever_it_lies(self):
        shelf = self.env["stock.location"].create(
            {"name": "一号架", "location_id": self.warehouse.lot_stock_id.id}
        )
        lot = self.env["stock.lot"].create(
            {"name": "G-9", "product_id": self.machine.id, "aftersales_grade": "b"}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.machine, shelf, 1, lot_id=lot
        )
        self.assertEqual(self.reserve(self.order(3)), self.new)

    def test_nothing_graded_leaves_as_new(self):
        order = self.order()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_line_ids.lot_id = self.used
        picking.move_ids.picked = True
        with self.assertRaisesRegex(MoveRefused, "Second-Hand A"):
            picking._action_done()

    def test_sold_as_what_it_is_at_its_own_price(self):
        place = self.warehouse._aftersales_get_graded_location("a")
        self.assertEqual(self.warehouse._aftersales_get_graded_location("a"), place)
        lot = self.env["stock.lot"].create(
            {"name": "G-3", "product_id": self.machine.id, "aftersales_grade": "a"}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.machine, place, 1, lot_id=lot
        )
        self.machine.list_price = 1000
        order = self.order(aftersales_grade="a")
        self.assertEqual(order.order_line.price_unit, 800)
        words = order.order_line.name.splitlines()[-1]
        self.assertIn(words, ("Second-Hand A", "二手A级"))
        self.assertEqual(self.reserve(order), lot)
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        device = self.find("G-3")
        self.assertEqual((device.grade, device.coverage_state), ("a", "in"))
        portal = self.make_portal()
        self.assertEqual(device.with_user(portal).read(["grade"])[0]["grade"], "a")

    def make_portal(self):
        return self.env["res.users"].create(
            {
                "name": "客户",
                "login": "grade_portal",
                "partner_id": self.env["res.partner"]
                .create({"name": "张主任", "parent_id": self.customer.id})
                .id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def test_the_place_of_another_condition_is_not_touched(self):
        order = self.order(aftersales_grade="b")
        self.assertFalse(self.reserve(order))

    def test_prices_of_all_conditions_and_back(self):
        self.machine.list_price = 1000
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.machine.id})],
            }
        )
        line = order.order_line
        for grade, price in (("a", 800), ("b", 600), ("c", 400), (False, 1000)):
            line.aftersales_grade = grade
            self.assertEqual(line.price_unit, price)

    def test_lots_of_many_pieces_and_loose_goods_are_reserved_as_before(self):
        loose = self.env["product.product"].create(
            {"name": "垫片", "is_storable": True}
        )
        self.add_stock(loose, 5)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": loose.id, "product_uom_qty": 5})
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.action_assign()
        self.assertEqual(order.picking_ids.move_ids.quantity, 5)

    def test_graded_by_a_button_with_a_reason(self):
        self.sell(self.make_lots(self.machine, "G-4"), self.customer)
        device = self.find("G-4").with_user(self.dispatcher)
        with self.assertRaises(ProofMissing):
            device.action_grade("b", "")
        with self.assertRaises(ProtectedRefused):
            device.grade = "b"
        device.action_grade("b", "外壳划痕")
        lot = device.sudo().lot_id
        self.assertEqual((device.grade, lot.aftersales_grade), ("b", "b"))
        device.action_grade(False, "翻新")
        self.assertFalse(lot.aftersales_grade)
        self.assertEqual(self.get_kinds(device), ["sold", "graded", "graded"])

    def test_a_salesperson_without_a_role_sells_them(self):
        seller = self.env["res.users"].create(
            {
                "name": "业务员",
                "login": "grade_seller",
                "group_ids": [
                    Command.set(self.env.ref("sales_team.group_sale_salesman").ids)
                ],
            }
        )
        order = (
            self.env["sale.order"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.machine.id, "aftersales_grade": "a"}
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(order.sudo().picking_ids.move_ids.aftersales_grade, "a")

    def test_sold_again_as_new_it_is_new(self):
        picking = self.sell(self.make_lots(self.machine, "G-5"), self.customer)
        device, lot = self.find("G-5"), picking.move_line_ids.lot_id
        device.action_grade("b", "样机")
        self.take_back(picking)
        device.action_grade(False, "翻新，包装未拆")
        self.sell(lot)
        self.assertFalse(device.grade)
        self.assertEqual(device.partner_id, self.buyer)
