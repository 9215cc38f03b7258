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

    def test_a_transfer_that_is_not_ours(self):
        """The hooks on moves ask for nothing."""
        move = self.env["stock.move"]
        kind = self.warehouse.int_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.li.location_id.id,
                "move_ids": self.rows(
                    {
                        "product_id": self.part.id,
                        "product_uom_qty": 1,
                        "location_id": self.warehouse.lot_stock_id.id,
                        "location_dest_id": self.li.location_id.id,
                    }
                ),
            }
        )
        self.env.flush_all()
        self.assertEqual(
            self.measure(lambda: move._prepare_merge_moves_distinct_fields()), 0
        )
        picking.action_confirm()
        self.env.flush_all()
        picking.move_ids.mapped("product_id")
        with self.assertQueryCount(0):
            picking.move_ids._aftersales_registers_devices()
