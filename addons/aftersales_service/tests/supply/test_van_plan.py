from ..common import AfterSalesCommon


class TestVanPlan(AfterSalesCommon):
    def use(self, part, quantity, technician=None):
        technician = technician or self.li
        visit = self.make_visit(self.make_order(service_type="c"), technician)
        requisition = self.make_requisition(visit, (part, quantity))
        self.issue(requisition)
        self.go_to_work(visit)
        self.finish(visit, used={requisition.line_ids: quantity})

    def make_plan(self):
        plan = self.env["aftersales.part.plan"].create(
            {"warehouse_id": self.warehouse.id}
        )
        plan.action_propose_vans()
        return plan

    def test_each_van_from_its_own_use(self):
        self.add_stock(self.part, 50)
        self.use(self.part, 10)
        self.use(self.part, 8)  # 18 in half a year: three a month
        for _each in range(2):
            self.use(self.part, 1, self.zhao)
        plan = self.make_plan()
        told = {
            line.location_id: (line.quantity_min, line.quantity_max)
            for line in plan.line_ids
        }
        self.assertEqual(
            told, {self.li.location_id: (2, 3), self.zhao.location_id: (1, 1)}
        )

    def test_what_one_job_used_is_no_part_for_the_van(self):
        self.use(self.part, 10)
        self.assertFalse(self.make_plan().line_ids)

    def test_it_is_a_proposal(self):
        """What stands already is left, and nothing is ordered before it is approved."""
        for _each in range(2):
            self.use(self.part, 2)
        plan = self.make_plan()
        plan.line_ids.quantity_max = 9
        plan.action_propose_vans()
        self.assertEqual(plan.line_ids.quantity_max, 9)
        rules = self.env["stock.warehouse.orderpoint"]
        self.assertFalse(rules.search([("product_id", "=", self.part.id)]))
