from datetime import date

from freezegun import freeze_time

from ..device.life_case import LifeCase


class TestInsideMoves(LifeCase):
    """What sits inside goes where the machine goes: owner, place, warranty, and the events
    that say so."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-10 02:00:00"):
            self.picking = self.deliver(self.machine, "A-1")
            self.deliver(self.machine, "M-1", "M-2")
        self.device, self.motor, self.rotor = map(self.find, ("A-1", "M-1", "M-2"))
        self.motor.action_put_into(self.device, "装配")
        self.rotor.action_put_into(self.motor, "装配")
        self.inner = self.motor | self.rotor

    def assert_inside(self):
        self.assertEqual(
            (self.motor.holder_id, self.rotor.holder_id), (self.device, self.motor)
        )

    def get_last(self):
        return [device.event_ids.sorted("id")[-1].kind for device in self.inner]

    def test_taken_back_it_is_with_us_as_well(self):
        self.device.with_user(self.dispatcher).action_take_back("R-1")
        self.assertEqual(self.get_last(), ["returned", "returned"])
        self.assert_inside()

    def test_what_is_ours_again_is_ours_with_what_is_in_it(self):
        before = self.inner.coverage_ids
        self.device._become_ours("退货")
        self.assert_inside()
        self.assertFalse(self.inner.partner_id | self.inner.site_id)
        self.assertEqual(self.get_last(), ["ours", "ours"])
        self.assertTrue(all(before.mapped("former")))
        self.assertTrue(all(before.mapped("voided_on")))

    def test_sold_again_it_has_its_new_owner_and_a_warranty_of_its_own(self):
        lot = self.picking.move_line_ids.lot_id
        self.take_back(self.picking)
        with freeze_time("2026-03-10 02:00:00"):
            self.device._become_ours("退货")
            self.sell(lot)
        self.assert_inside()
        self.assertEqual(self.device.partner_id, self.buyer)
        for device in self.inner:
            self.assertEqual(device.partner_id, self.buyer)
            self.assertEqual(device.site_id, self.device.site_id)
            self.assertEqual(device.delivery_date, date(2026, 3, 10))
            self.assertFalse(device.sale_line_id)
            (coverage,) = device._get_coverages()
            self.assertEqual(coverage.end_date, date(2027, 3, 9))
        self.assertEqual(self.get_last(), ["sold", "sold"])

    def test_sold_again_without_having_been_ours(self):
        lot = self.picking.move_line_ids.lot_id
        self.take_back(self.picking)
        self.sell(lot)
        self.assert_inside()
        self.assertEqual(self.inner.partner_id, self.buyer)

    def test_repaired_it_goes_back_with_it(self):
        self.take_back(self.take_back(self.picking))
        self.assert_inside()
        self.assertEqual(self.get_last(), ["sent", "sent"])
        self.assertEqual(self.inner.lot_id.mapped("name"), ["M-1", "M-2"])
        self.assertEqual(set(self.inner.mapped("delivery_date")), {date(2026, 1, 10)})

    def test_what_belongs_to_another_stays_his(self):
        self.motor.action_resell(self.buyer, "转卖")
        self.device.action_take_back("R-1")
        self.device._become_ours("退货")
        self.assertEqual(self.inner.partner_id, self.buyer)
        self.assertEqual(self.get_last(), ["resold", "resold"])

    def test_what_leaves_alone_leaves_the_machine(self):
        self.motor._become_ours("退货")
        self.assertFalse(self.motor.holder_id)
        self.assertEqual(self.rotor.holder_id, self.motor)
        self.assertFalse(self.rotor.partner_id)

    def test_another_place_and_another_person_are_typed_once(self):
        site, person = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": self.customer.commercial_partner_id.id}
                for name in ("二号厂房", "王工")
            ]
        )
        self.device.with_user(self.dispatcher).site_id = site
        self.assertEqual(self.inner.site_id, site)
        self.device.partner_id = person
        self.assertEqual(self.inner.partner_id, person)
        self.assertEqual(self.get_last(), ["owner", "owner"])
        self.rotor.site_id = person
        self.device.site_id = self.customer
        self.assertEqual(self.motor.site_id, self.customer)
        self.assertEqual(self.rotor.site_id, person)

    def test_resold_by_its_owner_its_warranty_follows(self):
        self.device.with_user(self.dispatcher).partner_id = self.buyer
        self.assertEqual(self.inner.partner_id, self.buyer)
        self.assertEqual(self.get_last(), ["resold", "resold"])
        for device in self.inner:
            last = device.coverage_ids.event_ids.sorted("id")[-1]
            self.assertEqual((last.kind, last.partner_id), ("transferred", self.buyer))
