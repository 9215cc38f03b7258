import datetime

from freezegun import freeze_time

from .common import ReserveCommon


class TestUnits(ReserveCommon):
    """Each unit counts once, in the month of its sale."""

    def deliver_in(self, month, *serials, **line):
        with freeze_time(datetime.datetime(2025, 1 + month, 12, 2)):
            lots = self.make_lots(self.machine, *serials)
            self.picking = self.sell(lots, self.customer, **line)
        return self.env["aftersales.device"].union(*map(self.find, serials))

    def take_back_for_good(self, device, day):
        with freeze_time(f"{day} 02:00"):
            self.take_back(self.picking)
            device._become_ours("退货")

    def test_delivered_from_stock(self):
        self.deliver_in(0, "U-1", "U-2")
        self.deliver_in(2, "U-3")
        units = self.get_units(self.make_reserve())
        self.assertEqual(units, {(0, False): 2, (2, False): 1})

    def test_sold_again_is_another_sale(self):
        device = self.deliver_in(0, "U-1")
        self.spend(device, 1, 10)
        self.take_back_for_good(device, "2025-04-03")
        with freeze_time("2025-06-03 02:00"):
            self.sell(device.lot_id, self.buyer)
        self.assertEqual(self.get_kinds(device), ["sold", "ours", "sold"])
        self.spend(device, 7, 30)
        reserve = self.make_reserve()
        self.assertEqual(self.get_units(reserve), {(5, False): 1})
        self.assertEqual(
            self.get_cells(reserve), {(0, 1): (1, 10.0), (5, 2): (1, 30.0)}
        )

    def test_what_came_back_for_good_is_no_unit(self):
        devices = self.deliver_in(0, "U-1", "U-2")
        self.spend(devices[0], 1, 10)
        with freeze_time("2025-04-03"):
            devices[0]._become_ours("退货")
        reserve = self.make_reserve()
        self.assertEqual(self.get_units(reserve), {(0, False): 1})
        self.assertEqual(self.get_cells(reserve), {(0, 1): (1, 10.0)})
        before = self.make_reserve(2)
        self.assertEqual(self.get_units(before), {(0, False): 2})

    def test_told_twice_it_came_back_once(self):
        devices = self.deliver_in(0, "U-1", "U-2")
        for day in ("2025-04-03", "2025-04-05"):
            with freeze_time(day):
                devices[0]._become_ours("退货")
        self.assertEqual(self.get_units(self.make_reserve()), {(0, False): 1})

    def test_all_came_back(self):
        device = self.deliver_in(0, "U-1")
        with freeze_time("2025-04-03"):
            device._become_ours("退货")
        reserve = self.make_reserve()
        self.assertFalse(reserve.line_ids)
        self.assertEqual((reserve.units, reserve.rest), (0, 0))

    def test_with_us_for_repair_stays_sold(self):
        device = self.deliver_in(0, "U-1")
        with freeze_time("2025-04-03"):
            device.action_take_back("返修")
        self.assertEqual(self.get_units(self.make_reserve()), {(0, False): 1})

    def test_an_exchange_goes_on_with_the_first_sale(self):
        device = self.deliver_in(0, "U-1")
        with freeze_time("2025-03-03"):
            new = device.action_replace("U-9", "换机")
        with freeze_time("2025-05-03"):
            newer = new.action_replace("U-10", "再换")
        self.spend(newer, 6, 44)
        reserve = self.make_reserve()
        self.assertEqual(self.get_units(reserve), {(0, False): 1})
        self.assertEqual(self.get_cells(reserve), {(0, 6): (1, 44.0)})

    def test_exchanged_and_taken_back(self):
        """The old one is ours, the customer has another: still one unit sold."""
        device = self.deliver_in(0, "U-1")
        with freeze_time("2025-03-03"):
            device._become_ours("换货")
            device.action_replace("U-9", "换货")
        self.assertEqual(self.get_units(self.make_reserve()), {(0, False): 1})

    def test_a_unit_sold_before_is_sent_out_as_replacement(self):
        first, other = self.deliver_in(0, "U-1"), self.deliver_in(1, "U-2")
        with freeze_time("2025-04-03"):
            other._become_ours("退货")
        with freeze_time("2025-05-03"):
            first.action_replace("U-2", "换机")
        self.assertEqual(self.get_kinds(other), ["sold", "ours", "sold", "replaces"])
        self.spend(other, 6, 5)
        reserve = self.make_reserve()
        self.assertEqual(self.get_units(reserve), {(0, False): 1})
        self.assertEqual(self.get_cells(reserve), {(0, 6): (1, 5.0)})

    def test_second_hand_goods_are_reckoned_apart(self):
        self.deliver_in(0, "U-2")
        device = self.deliver_in(0, "U-1")
        self.spend(device, 1, 10)
        self.take_back_for_good(device, "2025-04-03")
        with freeze_time("2025-04-04"):
            device.action_grade("b", "外壳划痕")
        self.assertEqual(
            self.get_units(self.make_reserve()), {(0, False): 1}, "new when it was sold"
        )
        with freeze_time("2025-06-03 02:00"):
            place = self.warehouse._aftersales_get_graded_location("b")
            quants = self.env["stock.quant"]
            stock = self.warehouse.lot_stock_id
            quants._update_available_quantity(
                self.machine, stock, -1, lot_id=device.lot_id
            )
            quants._update_available_quantity(
                self.machine, place, 1, lot_id=device.lot_id
            )
            self.sell(device.lot_id, self.buyer, aftersales_grade="b")
        self.spend(device, 7, 30)
        reserve = self.make_reserve(12)
        self.assertEqual(self.get_units(reserve), {(0, False): 1, (5, True): 1})
        used = reserve.line_ids.filtered("second_hand")
        self.assertEqual((used.cost, used.units, used.claims), (30, 1, 1))
        self.assertEqual(sum((reserve.line_ids - used).mapped("cost")), 10)

    def test_a_date_that_was_corrected(self):
        device = self.deliver_in(0, "U-1")
        device._in_flow().delivery_date = datetime.date(2025, 3, 1)
        self.assertEqual(self.get_units(self.make_reserve()), {(2, False): 1})

    def test_where_only_the_shipping_is_known(self):
        self.make_device("U-1", ship_date=datetime.date(2025, 2, 1))
        self.assertEqual(self.get_units(self.make_reserve()), {(1, False): 1})
        self.assertFalse(self.get_units(self.make_reserve(0)))
