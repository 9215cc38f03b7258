from odoo import Command
from odoo.exceptions import AccessError

from .fit_case import FitCommon


class TestAsBuilt(FitCommon):
    """Production's own lines become the parts of the device, when it is delivered."""

    def setUp(self):
        super().setUp()
        self.board = self.make_part("主板", 680, 352, tracking="serial")
        self.production = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", self.company.id)],
            limit=1,
        )

    def move(self, product, quantity, lots, source, destination, **line):
        """A done move as a production order leaves it, with a line for each lot."""
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "company_id": self.company.id,
                "origin": "MO-1",
                "move_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "lot_id": lot and lot.id,
                            "quantity": quantity / len(lots or [None]),
                            "location_id": source.id,
                            "location_dest_id": destination.id,
                        }
                        | line
                    )
                    for lot in lots or [None]
                ],
            }
        )
        move.picked = True
        move._action_done()
        return move.move_line_ids

    def produce(self, serials, boards=(), bearings=2):
        """``serials`` of the machine in one order, as mrp links its lines."""
        stock = self.warehouse.lot_stock_id
        self.add_stock(self.old, bearings)
        consumed = self.move(self.old, bearings, (), stock, self.production)
        if boards:
            lots = self.make_lots(self.board, *boards)
            consumed |= self.move(self.board, len(lots), lots, stock, self.production)
        made = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.machine.id} for name in serials]
        )
        return self.move(
            self.machine,
            len(made),
            made,
            self.production,
            stock,
            consume_line_ids=[Command.set(consumed.ids)],
        )

    def sell(self, *serials):
        lots = self.env["stock.lot"].search(
            [("name", "in", serials), ("product_id", "=", self.machine.id)]
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.machine.id, "product_uom_qty": len(lots)}
                    )
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        return self.env["aftersales.device"].search([("lot_id", "in", lots.ids)])

    def get_parts(self, device):
        return sorted(
            (row.product_id.name, row.serial or "", row.quantity, row.as_built)
            for row in device.part_ids
        )

    def test_a_delivered_machine_knows_what_it_was_built_of(self):
        self.produce(["AB-1"], ["B-1"])
        device = self.sell("AB-1")
        self.assertEqual(
            self.get_parts(device),
            [("主板", "B-1", 1.0, True), ("轴承A", "", 2.0, True)],
        )

    def test_a_second_reading_adds_nothing(self):
        self.produce(["AB-1"], ["B-1"])
        device = self.sell("AB-1")
        device.with_user(self.dispatcher).action_read_as_built()
        self.assertEqual(len(device.part_ids), 2)

    def test_devices_from_before_are_read_at_a_press(self):
        self.produce(["AB-1"], ["B-1"])
        device = self.sell("AB-1")
        device.part_ids.unlink()
        for user in (self.technician, self.inspector):
            with self.assertRaises(AccessError):
                device.with_user(user).action_read_as_built()
        action = device.with_user(self.dispatcher).action_read_as_built()
        self.assertEqual(
            (len(device.part_ids), action["params"]["type"]), (2, "success")
        )

    def test_of_several_pieces_in_one_order_no_number_is_guessed(self):
        self.produce(["AB-1", "AB-2"], ["B-1", "B-2"], bearings=4)
        for device in self.sell("AB-1", "AB-2"):
            self.assertEqual(
                self.get_parts(device),
                [("主板", "", 1.0, True), ("轴承A", "", 2.0, True)],
            )

    def test_a_part_that_registers_devices_is_a_device_inside(self):
        self.board.aftersales_is_device = True
        self.produce(["AB-1"], ["B-1"])
        device = self.sell("AB-1")
        inner = device.part_ids.inner_device_id
        self.assertEqual(
            (inner.serial, inner.partner_id, inner.holder_id),
            ("B-1", self.customer, device),
        )

    def test_bought_machines_have_none(self):
        self.deliver(self.machine, "BUY-1")
        device = self.env["aftersales.device"].search([("serial", "=", "BUY-1")])
        self.assertFalse(device.part_ids)

    def test_a_swap_after_the_delivery(self):
        self.produce(["AB-1"], ["B-1"])
        device = self.sell("AB-1")
        lot = self.make_lots(self.board, "B-9")
        device._build_in(self.board, "2026-02-01", "job", lot, old_serial="B-1")
        inside = device.part_ids.filtered(lambda p: not p.removed_on)
        self.assertEqual(set(inside.mapped("serial")), {"B-9", False})
        self.assertIn("B-1", device.built_tree)
        self.assertNotIn("B-1", device.maintained_tree)

    def count_reading(self, name, number, swapped=False):
        """Queries in which ``number`` machines of as many orders are read."""
        serials = [f"{name}-{n}" for n in range(number)]
        for serial in serials:
            self.produce([serial], [f"B{serial}"])
        lots = self.env["stock.lot"].search([("name", "in", serials)])
        devices = self.env["aftersales.device"].create(
            [
                {"product_id": lot.product_id.id, "serial": lot.name, "lot_id": lot.id}
                for lot in lots
            ]
        )
        devices.part_ids.unlink()
        if swapped:
            for device in devices:
                device._build_in(self.old, "2099-02-01", "job", quantity=2)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        rows = devices._read_as_built()
        self.env.flush_all()
        self.assertEqual(len(rows), 2 * number)
        return self.cr.sql_log_count - before

    def test_twenty_machines_are_read_in_as_many_queries_as_one(self):
        self.replace(self.mid, self.old)
        for swapped in (False, True):
            self.count_reading(f"W{swapped}", 1, swapped)
            one, twenty = (
                self.count_reading(f"{n}{swapped}", n, swapped) for n in (1, 20)
            )
            self.assertEqual(one, twenty, swapped)

    def test_twenty_machines_with_a_device_inside_cost_as_many_queries_as_two(self):
        self.board.aftersales_is_device = True
        self.count_reading("W", 1)
        two, twenty = (self.count_reading(f"I{n}", n) for n in (2, 20))
        self.assertEqual(two, twenty)
