from odoo import Command
from odoo.tests import Form

from ..common import AfterSalesCommon


class LifeCase(AfterSalesCommon):
    """Pieces that are sold, come back, and are sold again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "新客户", "is_company": True, "phone": "0531-66660000"}
        )

    def sell(self, lots, customer=None, **line):
        """Sell and deliver pieces that lie in stock already; the delivery."""
        order = self.env["sale.order"].create(
            {
                "partner_id": (customer or self.buyer).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": len(those)} | line
                    )
                    for product, those in lots.grouped("product_id").items()
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        wanted = dict(lots.grouped("product_id"))
        for move in picking.move_ids:
            for detail, lot in zip(
                move.move_line_ids, wanted[move.product_id], strict=True
            ):
                if detail.lot_id != lot:
                    detail.lot_id = lot
        picking.move_ids.picked = True
        picking.with_user(self.keeper_of_stock)._action_done()
        return picking

    @property
    def keeper_of_stock(self):
        """Who validates deliveries and has no role of ours."""
        group = self.env.ref("stock.group_stock_user")
        user = self.env["res.users"].search([("login", "=", "plain_keeper")])
        return user or self.env["res.users"].create(
            {
                "name": "仓管员",
                "login": "plain_keeper",
                "group_ids": [Command.set(group.ids)],
            }
        )

    def take_back(self, picking):
        """Everything of a delivery comes back to the stock, by core's own return."""
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_model="stock.picking"
            )
        ).save()
        for line in wizard.product_return_moves:
            line.quantity = line.move_quantity
        back = wizard._create_return()
        back.action_assign()
        back.move_ids.picked = True
        back._action_done()
        return back

    def find(self, serial, product=None):
        """The devices of a serial number, archived ones too: there must be one."""
        devices = self.env["aftersales.device"].with_context(active_test=False)
        found = devices.search(
            [
                ("serial_key", "=", serial),
                ("product_id", "=", (product or self.machine).id),
            ]
        )
        self.assertEqual(len(found), 1)
        return found

    def get_kinds(self, device):
        return device.event_ids.sorted("id").mapped("kind")
