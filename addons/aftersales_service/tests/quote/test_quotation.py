from odoo.addons.sale_stock.models.sale_order_line import (
    SaleOrderLine as CoreSaleOrderLine,
)

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
        """Confirming 50 lines launches the stock rules with core's number of queries."""
        counts = []
        ours = type(self.env["sale.order.line"])
        for launch in (ours, ours, CoreSaleOrderLine):  # the first one warms the caches
            lines = self.make_confirmed_lines(50)
            before = self.env.cr.sql_log_count
            launch._action_launch_stock_rule(lines)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(lines.move_ids), 50)
        self.assertEqual(counts[1], counts[2])

    def make_confirmed_lines(self, number):
        """Lines of a confirmed order for which nothing was procured yet."""
        parts = [self.make_part(f"配件{i}", 1, 1) for i in range(number)]
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": part.id}) for part in parts],
            }
        )
        sale.with_context(skip_procurement=True).action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        return sale.order_line
