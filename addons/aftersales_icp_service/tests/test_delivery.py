"""Deliveries meet the gate; plain deliveries do not notice it."""

from odoo.addons.aftersales_icp.exceptions import IcpGateClosed
from odoo.addons.aftersales_icp.tests.common_gate import MATRIX, STATES, GateCommon


class TestDelivery(GateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hosting.write({"type": "consu", "is_storable": False})

    def deliver(self, order):
        """The warehouse validates the delivery of the order."""
        picking = order.picking_ids
        for move in picking.move_ids:
            move.write({"quantity": 1, "picked": True})
        picking.button_validate()

    def test_delivery_in_every_state(self):
        for state in STATES:
            confirm, deliver = MATRIX[state]
            if not confirm:
                continue
            with self.subTest(state), self.cr.savepoint() as point:
                order = self.case(state)
                order.action_confirm()
                self.assertTrue(order.picking_ids)
                done = not self.refused(lambda o=order: self.deliver(o), IcpGateClosed)
                self.assertEqual(done, deliver)
                point.rollback()
                self.env.invalidate_all()

    def test_no_query_per_move(self):
        plain = self.env["product.product"].create({"name": "网线", "type": "consu"})

        def queries(count):
            line = (0, 0, {"product_id": plain.id})
            order = self.env["sale.order"].create(
                {"partner_id": self.partner.id, "order_line": [line] * count}
            )
            order.action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order.picking_ids._icp_check_delivery()
            return self.cr.sql_log_count - before

        self.assertEqual(queries(2), queries(60))
