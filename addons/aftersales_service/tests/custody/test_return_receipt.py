from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    SamePersonRefused,
)

from ..returns.common import ReturnsCommon


class TestReceipt(ReturnsCommon):
    """接收清点: two people, exactly what came, never more than was delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")
        cls.add_stock(cls.pump, 10)
        cls.sale = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    (0, 0, {"product_id": cls.pump.id, "product_uom_qty": 3})
                ],
            }
        )
        cls.sale.action_confirm()
        cls.ship(cls.sale.picking_ids)

    def pumps(self, quantity, **vals):
        return self.make_return(
            lines=[{"product_id": self.pump.id, "quantity": quantity}], **vals
        )

    def test_two_people_count(self):
        record = self.pumps(1)
        with self.assertRaises(ProofMissing):
            record.action_receive()
        record.counted_with_id = self.dispatcher
        with self.assertRaises(SamePersonRefused):
            record.action_receive()
        self.receive(record)
        self.assertEqual(record.counted_by_id, self.dispatcher)

    def test_partial_receipts_add_up(self):
        record = self.pumps(3)
        record.line_ids.counted_quantity = 2
        self.receive(record)
        self.assertEqual(record.line_ids.received_quantity, 2)
        self.assertEqual(record.line_ids.counted_quantity, 1)
        record.action_receive()
        self.assertEqual(record.line_ids.received_quantity, 3)
        self.assertEqual(len(record.custody_ids), 1)
        self.assertEqual(self.quantity_at(self.custody_place, self.pump), 3)
        with self.assertRaises(ProofMissing):
            record.action_receive()

    def test_not_more_than_was_delivered(self):
        self.receive(self.pumps(2))
        with self.assertRaises(ProofMissing) as refused:
            self.receive(self.pumps(2))
        self.assertIn(self.sale.picking_ids.name, str(refused.exception))

    def test_serial_is_needed_or_said_to_be_unreadable(self):
        record = self.make_return(lines=[{"product_id": self.machine.id}])
        with self.assertRaises(ProofMissing):
            self.receive(record)
        record.line_ids.unreadable = True
        self.receive(record)
        self.assertEqual(record.line_ids.match, "unreadable")
        self.assertIn(record.name, record.line_ids.lot_id.name)

    def test_what_we_never_shipped_is_kept_all_the_same(self):
        record = self.make_return(
            lines=[{"product_id": self.machine.id, "serial": "外来-1"}]
        )
        self.receive(record)
        self.assertEqual(record.line_ids.match, "foreign")
        self.assertEqual(self.quantity_at(self.custody_place, self.machine), 1)

    def test_serial_of_another_customer_is_told(self):
        self.deliver(self.machine, "SN9", customer=self.stranger)
        record = self.make_return(
            lines=[{"product_id": self.machine.id, "serial": " sn9 "}]
        )
        self.assertEqual(record.line_ids.match, "other")

    def test_one_line_per_serial(self):
        record = self.make_return(
            lines=[{"product_id": self.machine.id, "serial": "A", "quantity": 2}]
        )
        with self.assertRaises(ProofMissing):
            self.receive(record)

    def test_not_more_decided_than_came(self):
        line = self.receive(self.pumps(2)).line_ids
        self.decide(line, "back", quantity=1)
        with self.assertRaises(MoveRefused):
            self.decide(line, "scrap", quantity=2)

    def test_cost_does_not_grow_with_the_number_of_serials(self):
        def cost(count):
            lines = [
                {"product_id": self.machine.id, "serial": f"{count}-{index}"}
                for index in range(count)
            ]
            record = self.make_return(lines=lines)
            record.counted_with_id = self.keeper
            self.env.flush_all()
            before = self.cr.sql_log_count
            record.action_receive()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(2)  # warm
        few, many = cost(3), cost(43)
        # two each are core's own quants, of which no batch insert exists
        self.assertLess(many - few, 40 * 2 + 5)


class TestConservation(ReturnsCommon):
    """Whatever is done in whatever order: every piece that came is in one place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")
        cls.scrap = cls.company._aftersales_get_loss_location()
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")

    steps = st.lists(
        st.tuples(
            st.sampled_from(["count", "back", "restock", "scrap", "supplier"]),
            st.integers(1, 4),
        ),
        max_size=7,
    )

    @given(steps=steps)
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors],
    )
    def test_received_is_the_sum_of_what_became_of_it(self, steps):
        with self.env.cr.savepoint() as savepoint:
            self.walk(steps)
            savepoint.rollback()
        self.env.invalidate_all()

    def walk(self, steps):
        line = self.make_return(
            lines=[{"product_id": self.pump.id, "quantity": 9}]
        ).line_ids
        line.return_id.counted_with_id = self.keeper
        for step, number in steps:
            try:
                with self.env.cr.savepoint():
                    self.take(line, step, number)
            except (MoveRefused, ProofMissing):
                continue
            self.check(line)

    def take(self, line, step, number):
        if step == "count":
            line.counted_quantity = number
            line.return_id.action_receive()
        else:
            vals = {"supplier_id": self.stranger.id} if step == "supplier" else {}
            self.decide(line, step, quantity=number, **vals)

    def check(self, line):
        moved = self.env["stock.move.line"].search(
            [("aftersales_return_line_id", "=", line.id), ("state", "=", "done")]
        )
        balance = dict.fromkeys(moved.location_id | moved.location_dest_id, 0)
        for detail in moved:
            balance[detail.location_id] -= detail.quantity
            balance[detail.location_dest_id] += detail.quantity
        came = line.received_quantity
        places = {place: amount for place, amount in balance.items() if amount}
        customers = places.pop(self.customers_place, 0)
        self.assertEqual(customers, -came)
        self.assertEqual(sum(places.values()), came)
        self.assertTrue(all(amount > 0 for amount in places.values()))
        self.assertLessEqual(line.decided_quantity, came)
        self.assertLessEqual(len(line.custody_ids._get_open()), 1)
        self.assertEqual(
            places.get(self.custody_place, 0),
            sum(line.custody_ids._get_open().mapped("kept_quantity")),
        )
