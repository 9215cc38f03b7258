from odoo import Command

from ..common import AfterSalesCommon


class TestDeviceSites(AfterSalesCommon):
    """However a machine reaches its customer: the right owner, the right place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "电机厂"})
        cls.plant = cls.env["res.partner"].create(
            {"name": "二车间", "parent_id": cls.customer.id, "type": "delivery"}
        )
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def make_sale(self, **vals):
        line = {"product_id": self.machine.id, "product_uom_qty": 1}
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "partner_shipping_id": self.plant.id,
                "order_line": [Command.create(line)],
            }
            | vals
        )

    def ship(self, serial, source=None, partner=None, **move):
        """One machine straight to the customers, as core's drop-shipping moves it."""
        lot = self.env["stock.lot"].create(
            {"name": serial, "product_id": self.machine.id}
        )
        source = source or self.suppliers
        places = {"location_id": source.id, "location_dest_id": self.customers.id}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": partner and partner.id,
                "move_ids": [
                    Command.create(
                        {"product_id": self.machine.id, "product_uom_qty": 1}
                        | places
                        | move
                    )
                ],
            }
            | places
        )
        picking.action_confirm()
        picking.move_ids.move_line_ids = [
            Command.clear(),
            Command.create(
                {"product_id": self.machine.id, "lot_id": lot.id, "quantity": 1}
                | places
            ),
        ]
        picking.move_ids.picked = True
        picking._action_done()
        return self.env["aftersales.device"].search([("lot_id", "=", lot.id)])

    def test_drop_shipped_for_an_order(self):
        sale = self.make_sale()
        device = self.ship("D-1", partner=self.vendor, sale_line_id=sale.order_line.id)
        self.assertEqual(device.partner_id, self.customer)
        self.assertEqual(device.site_id, self.plant)
        self.assertEqual(device.sale_order_id, sale)

    def test_drop_shipped_to_an_address_of_the_purchase(self):
        device = self.ship("D-2", partner=self.vendor, partner_id=self.plant.id)
        self.assertEqual(device.partner_id, self.customer)
        self.assertEqual(device.site_id, self.plant)

    def test_drop_shipped_where_only_the_customer_is_named(self):
        device = self.ship("D-3", partner=self.plant)
        self.assertEqual(device.site_id, self.plant)
        self.assertEqual(device.partner_id, self.customer)

    def test_delivered_to_the_shipping_address(self):
        sale = self.make_sale()
        self.make_lots(self.machine, "D-4")
        sale.action_confirm()
        self.finish_transfers(sale)
        device = self.env["aftersales.device"]._find_by_scan("D-4")
        self.assertEqual(
            (device.partner_id, device.site_id), (self.customer, self.plant)
        )

    def test_delivered_in_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        sale = self.make_sale()
        self.make_lots(self.machine, "D-5")
        sale.action_confirm()
        self.finish_transfers(sale)
        device = self.env["aftersales.device"]._find_by_scan("D-5")
        self.assertEqual(
            (device.partner_id, device.site_id), (self.customer, self.plant)
        )
        self.assertEqual(device.sale_order_id, sale)

    def finish_transfers(self, sale):
        for _step in range(4):
            going = sale.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            for picking in going:
                picking.action_assign()
                picking.move_ids.picked = True
                picking._action_done()

    def test_sold_over_the_counter_to_nobody_in_particular(self):
        """A till names no customer: the device is there, its owner comes with the call."""
        self.add_stock(self.machine, 1)
        device = self.ship("D-6", source=self.warehouse.lot_stock_id)
        self.assertEqual(len(device), 1)
        self.assertFalse(device.partner_id)

    def test_between_vendor_and_vendor_nothing_is_registered(self):
        lots = self.env["aftersales.device"].search_count([])
        self.customers = self.suppliers
        self.assertFalse(self.ship("D-7", partner=self.vendor))
        self.assertEqual(self.env["aftersales.device"].search_count([]), lots)
