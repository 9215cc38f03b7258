from ...models.courier.place import StockMove
from .common import ParcelCommon


class TestParcelQueries(ParcelCommon):
    """Lists, the phone and the steps do not grow with what they show; transfers that are
    not ours do not pay for parcels."""

    def measure(self, step):
        """Queries of ``step``, once what the process remembers is there."""
        step()
        return self.measure_once(step)

    def measure_once(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def many(self, count, lines=1):
        parcels = self.env["aftersales.parcel"]
        for _index in range(count):
            parcels |= self.send(self.ask(*[(self.part, 1)] * lines))
        return parcels

    def read_list(self, parcels):
        names = ["name", "state", "is_overdue", "date_due", "tracking_ref"]
        return self.measure(
            lambda: parcels.with_user(self.keeper).web_read(
                {name: {} for name in names}
                | {"line_ids": {"fields": {"road_quantity": {}, "product_id": {}}}}
            )
        )

    def test_list(self):
        parcels = self.many(6)
        few, all_ = self.read_list(parcels[:2]), self.read_list(parcels)
        self.assertLessEqual(all_, few)

    def test_orders_and_requisitions(self):
        parcels = self.many(6)
        asked = parcels.line_ids.requisition_id
        for records, names in (
            (asked, ["road_until", "parcel_count"]),
            (asked.line_ids, ["road_quantity"]),
            (asked.order_id, ["parts_road_until", "parcel_count"]),
        ):
            records = records.browse(records.ids)  # a prefetch of their own
            few = self.measure(lambda r=records, n=names: r[:1].read(n))
            every = self.measure(lambda r=records, n=names: r.read(n))
            self.assertLessEqual(every, few + 1, records._name)

    def test_phone(self):
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        self.many(2)
        few = self.measure(day.get_technician_day)
        self.many(4)
        self.assertLessEqual(self.measure(day.get_technician_day), few)

    def test_send_and_receive_a_line(self):
        def run(lines):
            parcel = self.pack(self.ask(*[(self.part, 1)] * lines))
            sent = self.measure_once(parcel.action_send)
            mine = parcel.with_user(self.technician)
            return sent, self.measure_once(mine.action_receive_all)

        run(1)  # what the process remembers
        one, ten = run(1), run(10)
        self.assertLess((ten[0] - one[0]) / 9, 20, (one, ten))
        self.assertLess((ten[1] - one[1]) / 9, 20, (one, ten))

    def make_transfer(self):
        places = {
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.li.location_id.id,
        }
        move = {"product_id": self.part.id, "product_uom_qty": 1, **places}
        kind = {"picking_type_id": self.warehouse.int_type_id.id}
        return self.env["stock.picking"].create(
            {**kind, **places, "move_ids": self.rows(move)}
        )

    def run_transfer(self):
        picking = self.make_transfer()
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()

    def test_a_transfer_that_is_not_ours(self):
        """From its birth to its end it pays nothing for what is on the road."""
        plain = self.measure(self.run_transfer)
        self.many(3)
        self.assertEqual(self.measure(self.run_transfer), plain)

    def test_hooks_on_moves_ask_for_nothing(self):
        """Counted against what comes after our class; the first pass fills caches."""
        callers = {
            "ours": lambda moves, step, *args: getattr(moves, step)(*args),
            "core": lambda moves, step, *args: getattr(super(StockMove, moves), step)(
                *args
            ),
        }
        for _pass in range(2):
            counts = {name: self.count_steps(call) for name, call in callers.items()}
        self.assertEqual(counts["ours"], counts["core"])

    def count_steps(self, call):
        moves = self.make_transfer().move_ids
        steps = (
            ("write", {"priority": "1"}),
            ("_prepare_merge_moves_distinct_fields",),
            ("_aftersales_registers_devices",),
            ("_action_confirm",),
        )
        return [self.measure_once(lambda s=step: call(moves, *s)) for step in steps]
