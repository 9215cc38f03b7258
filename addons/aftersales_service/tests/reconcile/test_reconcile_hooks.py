from unittest.mock import patch

from odoo import Command

from ..fees.test_movements import still
from .common import ReconcileCommon


class TestReconcileHooks(ReconcileCommon):
    """Documents that are not ours cost not one query more."""

    def setUp(self):
        super().setUp()
        self.goods = self.env["product.product"].create(
            {"name": "咨询", "type": "service", "invoice_policy": "order"}
        )
        self.spare = self.env["product.product"].create(
            {"name": "螺丝", "is_storable": True}
        )
        self.stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id

    def sell(self):
        """A sale from its draft to its payment, and the payment taken back."""
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.goods.id})],
            }
        )
        sale.order_line.price_unit = 70
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        invoice.line_ids.remove_move_reconcile()

    def move(self):
        """A transfer of goods."""
        move = self.env["stock.move"].create(
            {
                "product_id": self.spare.id,
                "product_uom_qty": 1,
                "product_uom": self.spare.uom_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 1, True
        move._action_done()

    def count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_sales_payments_and_transfers_of_others(self):
        marks = self.marks.search_count([])
        for work in (self.sell, self.move):
            self.count(work)
            ours = min(self.count(work) for _time in range(3))
            with (
                patch.object(
                    self.registry["account.move"], "_aftersales_mark_for_board", still
                ),
                patch.object(
                    self.registry["stock.move"], "_aftersales_mark_parts", still
                ),
            ):
                plain = min(self.count(work) for _time in range(3))
            self.assertLessEqual(ours, plain, work.__name__)
        self.assertEqual(self.marks.search_count([]), marks)

    def test_a_change_leaves_one_mark_and_a_count_takes_it(self):
        share = self.make_fee().share_ids
        self.count_all()
        self.assertFalse(self.marks.search([]))
        share.fee_id.price_unit = 70
        found = self.marks.search([])
        self.assertEqual(set(found.mapped("number")), {share.id})
        self.assertEqual(self.line(share).fee_amount, 70)
        self.assertFalse(self.marks.search([]))

    def test_counting_a_hundred_asks_as_often_as_counting_one(self):
        shares = self.make_fee().share_ids
        for _number in range(9):
            shares |= self.make_fee().share_ids
        self.count_all()
        one = self.count(lambda: self.lines._recount(shares[:1].ids))
        many = self.count(lambda: self.lines._recount(shares.ids))
        self.assertEqual(many, one)
