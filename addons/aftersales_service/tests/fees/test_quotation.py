from ..common import AfterSalesCommon


class TestQuotation(AfterSalesCommon):
    """Fee lines never procure: the part comes from the van, if it comes at all."""

    def quote(self):
        order = self.make_order(service_type="a")
        visit = self.make_visit(order)
        self.requisition = self.make_requisition(visit)
        order.action_create_quotation()
        return order.sudo().sale_order_ids

    def test_signed_before_the_issue_creates_no_picking(self):
        sale = self.quote()
        sale.action_confirm()
        self.assertFalse(sale.picking_ids)

    def test_more_quantity_on_a_confirmed_line_creates_no_picking(self):
        sale = self.quote()
        sale.action_confirm()
        sale.order_line.filtered(
            lambda line: line.product_id == self.part
        ).product_uom_qty = 9
        self.assertFalse(sale.picking_ids)

    def test_other_lines_of_the_same_order_procure_as_ever(self):
        sale = self.quote()
        sale.order_line = [(0, 0, {"product_id": self.part.id, "product_uom_qty": 1})]
        sale.action_confirm()
        self.assertEqual(sale.picking_ids.move_ids.product_uom_qty, 1)
        self.assertFalse(sale.picking_ids.aftersales_requisition_id)

    def test_second_click_quotes_nothing_twice(self):
        order = self.quote().aftersales_order_id
        with self.assertRaisesRegex(Exception, "no fee left"):
            order.with_user(self.dispatcher).action_create_quotation()
        self.assertEqual(order.sale_order_count, 1)

    def test_cancelled_quotation_can_be_made_again(self):
        sale = self.quote()
        sale._action_cancel()
        order = sale.aftersales_order_id.with_user(self.dispatcher)
        order.action_create_quotation()
        self.assertEqual(order.sale_order_count, 2)

    def test_ordinary_sale_order_lines_cost_no_query_more(self):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (0, 0, {"product_id": self.part.id}) for _i in range(50)
                ],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        sale.order_line.mapped("name")
        with self.assertQueryCount(0):
            sale.order_line.filtered(lambda line: not line.aftersales_is_fee)
