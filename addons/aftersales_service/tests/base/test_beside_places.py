from odoo.tests import tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestBesidePlaces(AfterSalesCommon):
    """Whoever looks for core's place or operation type finds core's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["stock.warehouse"].create({"name": "二库", "code": "EK"})
        cls.other = cls.env["res.company"].create({"name": "二厂"})

    def get_ours(self, company):
        root = company.aftersales_location_id
        return root.search([("id", "child_of", root.id), ("usage", "!=", "view")])

    def test_the_production_location_is_cores(self):
        for company in (self.company, self.other):
            found = self.env["stock.location"].search(
                [("usage", "=", "production"), ("company_id", "=", company.id)]
            )
            product = self.part.with_company(company)
            self.assertEqual(found, product.property_stock_production)

    def test_repairs_of_a_new_warehouse_are_booked_as_production(self):
        for warehouse in (self.second, self.get_warehouse(self.other)):
            production = self.part.with_company(
                warehouse.company_id
            ).property_stock_production
            repair_type = warehouse.repair_type_id
            self.assertEqual(repair_type.default_location_dest_id, production)
            rule = warehouse.repair_mto_pull_id
            self.assertEqual(rule.location_dest_id, production)

    def get_warehouse(self, company):
        return self.env["stock.warehouse"].search([("company_id", "=", company.id)])

    def test_no_search_by_usage_finds_a_place_of_ours_but_stock(self):
        """Vans, custody and loaners hold stock; all else has a usage of its own."""
        usages = {p.usage for p in self.get_ours(self.company)}
        self.assertLessEqual(usages, {"internal", "aftersales_use"})

    def test_types_by_code_and_warehouse_are_cores(self):
        for warehouse in (self.warehouse, self.second, self.get_warehouse(self.other)):
            ours = warehouse._get_aftersales_picking_types()
            self.assertEqual(len(ours), 5)
            self.assertEqual(set(ours.mapped("code")), {"aftersales_operation"})
            for code, own in (
                ("incoming", warehouse.in_type_id),
                ("outgoing", warehouse.out_type_id),
            ):
                found = ours.search(
                    [("code", "=", code), ("warehouse_id", "=", warehouse.id)]
                )
                self.assertEqual(found, own)

    def test_ours_stand_behind_those_of_the_warehouse(self):
        ours = self.second._get_aftersales_picking_types()
        of_warehouse = ours.search([("warehouse_id", "=", self.second.id)])
        self.assertGreater(
            min(ours.mapped("sequence")), max((of_warehouse - ours).mapped("sequence"))
        )
        self.assertNotIn(of_warehouse[:1], ours)

    def test_consumption_is_never_reserved_nor_valued(self):
        place = self.company.aftersales_warranty_location_id
        self.assertTrue(place.should_bypass_reservation())
        self.assertFalse(place._should_be_valued())

    def test_the_cost_of_warranty_is_booked_on_its_own_account(self):
        """The closing finds the place by its account, whatever its usage."""
        self.part.categ_id = self.env["product.category"].create(
            {"name": "配件", "property_valuation": "periodic"}
        )
        account = self.env["account.account"].create(
            {"name": "三包费用", "code": "660199", "account_type": "expense"}
        )
        place = self.company.aftersales_warranty_location_id
        place.valuation_account_id = account
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 3,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": place.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        move._action_done()
        self.assertEqual(move.value, 33)
        self.assertTrue(move.is_out)
        lines = self.company._get_location_valuation_vals()
        booked = [v for v in lines if v["account_id"] == account.id]
        self.assertEqual(sum(v["debit"] - v["credit"] for v in booked), 33)

    def test_parts_that_come_back_serve_who_waits(self):
        """As after core's internal transfers: the delivery that waits is reserved."""
        scarce = self.make_part("密封圈", 5, 1, stock=2)
        visit = self.make_visit(self.make_order(self.make_device()))
        requisition = self.make_requisition(visit, (scarce, 2))
        self.issue(requisition)
        waiting = self.env["stock.move"].create(
            {
                "product_id": scarce.id,
                "product_uom_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "picking_type_id": self.warehouse.out_type_id.id,
            }
        )
        waiting._action_confirm()
        waiting._action_assign()
        self.assertEqual(waiting.state, "confirmed")
        self.env.flush_all()
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        self.assertEqual(waiting.state, "assigned")
