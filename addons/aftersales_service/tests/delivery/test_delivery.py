from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import Form

from ..common import AfterSalesCommon


class TestDelivery(AfterSalesCommon):
    def test_each_delivered_serial_becomes_a_device(self):
        self.deliver(self.machine, "A-1", "A-2", "A-3")
        devices = self.env["aftersales.device"].search(
            [("product_id", "=", self.machine.id)]
        )
        self.assertEqual(sorted(devices.mapped("serial")), ["A-1", "A-2", "A-3"])
        self.assertEqual(devices.partner_id, self.customer)
        self.assertEqual(set(devices.mapped("coverage_state")), {"in"})

    @freeze_time("2026-03-10 15:30:00")  # 23:30 in Shanghai, the same day
    def test_warranty_starts_on_the_company_day_before_midnight(self):
        self.deliver(self.machine, "A-1")
        coverage = self.env["aftersales.device"]._find_by_scan("a-1").coverage_ids
        self.assertEqual(coverage.start_date, date(2026, 3, 10))
        self.assertEqual(coverage.end_date, date(2027, 3, 9))

    @freeze_time("2026-03-10 16:30:00")  # 00:30 in Shanghai, the next day
    def test_warranty_starts_on_the_company_day_after_midnight(self):
        self.deliver(self.machine, "A-1")
        coverage = self.env["aftersales.device"]._find_by_scan("A-1").coverage_ids
        self.assertEqual(coverage.start_date, date(2026, 3, 11))

    def test_product_without_period_gives_no_warranty(self):
        self.machine.aftersales_warranty_months = 0
        self.deliver(self.machine, "A-1")
        self.assertEqual(
            self.env["aftersales.device"]._find_by_scan("A-1").coverage_state, "none"
        )

    def test_spare_part_with_serial_is_no_device(self):
        part = self.make_part("主板", 680, 352, tracking="serial")
        self.assertFalse(part.aftersales_is_device)
        self.deliver(part, "B-1")
        self.assertFalse(self.env["aftersales.device"]._find_by_scan("B-1"))

    def test_lots_and_untracked_units_become_devices_where_the_product_says_so(self):
        lot_product = self.machine.create(
            {
                "name": "报警器",
                "is_storable": True,
                "tracking": "lot",
                "aftersales_is_device": True,
                "aftersales_warranty_months": 12,
            }
        )
        loose = lot_product.create(
            {"name": "灶具", "is_storable": True, "aftersales_is_device": True}
        )
        lot = self.env["stock.lot"].create(
            {"name": "L-1", "product_id": lot_product.id}
        )
        self.add_stock(lot_product, 3, lot)
        self.add_stock(loose, 2)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (0, 0, {"product_id": lot_product.id, "product_uom_qty": 3}),
                    (0, 0, {"product_id": loose.id, "product_uom_qty": 2}),
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        devices = self.env["aftersales.device"].search(
            [("sale_order_id", "=", order.id)]
        )
        of_lot = devices.filtered(lambda d: d.product_id == lot_product)
        self.assertEqual(
            (len(of_lot), of_lot.lot_id, of_lot.mapped("serial")), (3, lot, [False] * 3)
        )
        self.assertEqual(set(of_lot.mapped("coverage_state")), {"in"})
        self.assertEqual(len(devices - of_lot), 2)

    def test_returned_and_delivered_again_keeps_one_device(self):
        picking = self.deliver(self.machine, "A-1")
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_model="stock.picking"
            )
        ).save()
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.action_assign()
        back.move_ids.picked = True
        back._action_done()
        other = self.env["res.partner"].create({"name": "另一客户"})
        order = self.env["sale.order"].create(
            {
                "partner_id": other.id,
                "order_line": [(0, 0, {"product_id": self.machine.id})],
            }
        )
        order.action_confirm()
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        device = self.env["aftersales.device"]._find_by_scan("A-1")
        self.assertEqual(len(device), 1)
        self.assertEqual(device.partner_id, other)
        self.assertEqual(len(device._get_coverages()), 1)
        self.assertEqual(device._get_coverages().origin, order.name)

    def test_smart_buttons_count(self):
        picking = self.deliver(self.machine, "A-1", "A-2")
        user = self.dispatcher
        self.assertEqual(self.customer.with_user(user).aftersales_device_count, 2)
        self.assertEqual(picking.sale_id.with_user(user).aftersales_device_count, 2)
        lot = picking.move_line_ids.lot_id[:1]
        self.assertEqual(lot.with_user(self.keeper).aftersales_device_count, 1)

    def test_coverage_state_can_be_searched(self):
        self.make_device(
            "OUT-1", coverage={"months": 12, "start_date": date(2020, 1, 1)}
        )
        self.make_device("NONE-1", ship_date=False)
        self.deliver(self.machine, "IN-1")
        device = self.env["aftersales.device"]
        for state in ("in", "out", "none"):
            found = device.search(
                [("coverage_state", "=", state), ("product_id", "=", self.machine.id)]
            )
            self.assertEqual(found.mapped("serial"), [f"{state.upper()}-1"])
        not_in = device.search(
            [("coverage_state", "!=", "in"), ("product_id", "=", self.machine.id)]
        )
        self.assertEqual(sorted(not_in.mapped("serial")), ["NONE-1", "OUT-1"])

    def test_last_covered_day_is_covered_and_the_next_is_not(self):
        device = self.make_device(
            "D-1", coverage={"months": 12, "start_date": date(2025, 3, 10)}
        )
        with freeze_time(datetime(2026, 3, 9, 15, 30)):  # 23:30
            self.env.invalidate_all()
            self.assertEqual(device.coverage_state, "in")
        with freeze_time(datetime(2026, 3, 9, 16, 30)):  # 00:30 of the 10th
            self.env.invalidate_all()
            self.assertEqual(device.coverage_state, "out")


class TestDeliveryQueries(AfterSalesCommon):
    def move(self, count, product):
        """Deliver ``count`` moves of ``product``; return the queries that it took."""
        self.add_stock(product, count)
        customers = self.env.ref("stock.stock_location_customers")
        moves = self.env["stock.move"].create(
            [
                {
                    "product_id": product.id,
                    "product_uom_qty": 1,
                    "product_uom": product.uom_id.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": customers.id,
                }
                for _index in range(count)
            ]
        )
        moves._action_confirm(merge=False)
        moves._action_assign()
        moves.picked = True
        self.env.flush_all()
        registered = moves._aftersales_register_delivered_devices
        before = self.env.cr.sql_log_count
        registered()
        return self.env.cr.sql_log_count - before

    def test_ordinary_moves_cost_no_query_more(self):
        self.assertEqual(self.move(100, self.part), 0)

    def test_devices_are_created_in_constant_queries(self):
        counts = []
        for prefix, number in (("S", 5), ("L", 50)):
            picking = self.deliver(
                self.machine, *(f"{prefix}-{i}" for i in range(number))
            )
            lines = picking.move_line_ids
            devices = self.env["aftersales.device"].search(
                [("lot_id", "in", lines.lot_id.ids)]
            )
            self.assertEqual(len(devices), number)
            devices.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            picking.move_ids._aftersales_register_delivered_devices()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 4)
