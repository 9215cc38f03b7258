from ..rate.common import RateCommon


class TestCostingMethods(RateCommon):
    """What a used part costs a job is what core values its move at, by any method: four
    were bought at 10, four at 16, five are built in."""

    TABLE = {"standard": 50.0, "average": 65.0, "fifo": 56.0}

    @classmethod
    def receive(cls, part, quantity, price):
        location = cls.env.ref("stock.stock_location_suppliers")
        move = cls.env["stock.move"].create(
            {
                "product_id": part.id,
                "product_uom_qty": quantity,
                "location_id": location.id,
                "location_dest_id": cls.warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.value_manual = quantity * price

    def use(self, part, quantity):
        visit = self.make_visit_at("2026-03-02 09:00")
        requisition = self.make_requisition(visit, (part, quantity))
        self.issue(requisition)
        requisition.line_ids.with_user(self.technician).quantity_to_use = quantity
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:30")
        return visit.order_id.sudo()

    def test_cost_of_parts(self):
        for method, expected in self.TABLE.items():
            with self.subTest(method), self.env.cr.savepoint() as savepoint:
                category = self.env["product.category"].create(
                    {"name": method, "property_cost_method": method}
                )
                part = self.make_part(f"轴承 {method}", 28, 10, categ_id=category.id)
                self.receive(part, 4, 10)
                self.receive(part, 4, 16)
                order = self.use(part, 5)
                rows = order.cost_ids.filtered(lambda row: row.kind == "part")
                self.assertAlmostEqual(sum(rows.mapped("amount")), expected, 2)
                self.assertAlmostEqual(
                    sum(rows.move_id.mapped("value")), expected, 2
                )  # as core values it
                income = 5 * 28 + 1.0 * 120
                self.assertAlmostEqual(order.income_total, income, 2)
                self.assertAlmostEqual(order.margin, income - order.cost_total, 2)
                savepoint.rollback()
            self.env.invalidate_all()
