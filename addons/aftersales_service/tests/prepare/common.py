from datetime import timedelta

from odoo import Command, fields

from ..common import AfterSalesCommon


class PrepareCommon(AfterSalesCommon):
    """Jobs whose parts are asked for before anybody is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rare = cls.make_part("主轴", 900, 500)

    def ask(self, order, *parts):
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.dispatcher)
            .create(
                {
                    "order_id": order.id,
                    "line_ids": [
                        Command.create({"product_id": part.id, "quantity": quantity})
                        for part, quantity in parts or [(self.part, 2)]
                    ],
                }
            )
        )
        requisition.action_submit()
        return requisition

    def get_day(self, days=0):
        return self.company._aftersales_today() + timedelta(days=days)

    def announce(self, product, quantity, days):
        """A receipt that is planned in so many days, at noon UTC."""
        suppliers = self.env.ref("stock.stock_location_suppliers")
        moment = fields.Datetime.to_datetime(self.get_day(days)) + timedelta(hours=4)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": suppliers.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "scheduled_date": moment,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "product_uom": product.uom_id.id,
                            "location_id": suppliers.id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                            "date": moment,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.date = moment
        return picking

    def receive(self, picking):
        picking.move_ids.picked = True
        picking._action_done()

    def told(self, order):
        readiness = order.with_user(self.dispatcher)._get_readiness().get(order)
        return readiness and (readiness.state, readiness.day)
