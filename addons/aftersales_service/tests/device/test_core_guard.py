from odoo.tests import new_test_user

from odoo.addons.stock.models.stock_lot import StockLot as CoreLot

from ...exceptions import ProtectedRefused
from .life_case import LifeCase


class TestCoreGuard(LifeCase):
    """Fields of ours on core's documents are not typed in, whatever core allows him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "guard_stock",
            "stock.group_stock_manager,sales_team.group_sale_manager,"
            "aftersales_service.aftersales_service_group_manager",
        )
        (cls.lot,) = cls.make_lots(cls.machine, "GUARD-1")

    def people(self):
        return self.manager, self.keeper, self.director

    def test_nobody_writes_the_condition_of_a_serial_number(self):
        for user in self.people():
            user.group_ids |= self.env.ref("stock.group_stock_manager")
            for grade in ("a", "d", False):
                with self.assertRaises(ProtectedRefused):
                    self.lot.with_user(user).aftersales_grade = grade
        self.assertFalse(self.lot.aftersales_grade)

    def test_nobody_creates_a_graded_one(self):
        lots = self.env["stock.lot"].with_user(self.manager)
        vals = {"name": "GUARD-2", "product_id": self.machine.id}
        with self.assertRaises(ProtectedRefused):
            lots.create(vals | {"aftersales_grade": "b"})
        forged = lots.with_context(default_aftersales_grade="b").create(vals)
        self.assertFalse(forged.aftersales_grade)

    def test_nobody_keeps_such_a_default(self):
        """Everybody may keep defaults of his own, also over RPC."""
        lots = self.env["stock.lot"].with_user(self.manager)
        defaults = self.env["ir.default"].with_user(self.manager)
        defaults.set("stock.lot", "aftersales_grade", "b", user_id=True)
        defaults.set("stock.lot", "note", "z", user_id=True)
        lot = lots.create({"name": "GUARD-5", "product_id": self.machine.id})
        self.assertFalse(lot.aftersales_grade)
        self.assertIn("z", lot.note)
        defaults.set("sale.order", "aftersales_version", 9, user_id=True)
        sale = self.env["sale.order"].with_user(self.manager)
        sale = sale.create({"partner_id": self.customer.id})
        self.assertFalse(sale.sudo().aftersales_version)

    def test_flow_still_grades_and_core_still_writes(self):
        device = self.make_device("GUARD-1")
        device._in_flow().lot_id = self.lot
        device.with_user(self.director).action_grade("c", "外壳破损")
        self.assertEqual(self.lot.aftersales_grade, "c")
        lot = self.lot.with_user(self.manager)
        lot.note = "x"
        self.assertFalse(lot.copy({"name": "GUARD-3"}).aftersales_grade)

    def test_place_of_a_condition(self):
        place = self.warehouse.with_user(self.manager)._aftersales_get_graded_location(
            "a"
        )
        self.assertEqual(place.aftersales_grade, "a")
        for location in (place, self.warehouse.lot_stock_id):
            with self.assertRaises(ProtectedRefused):
                location.with_user(self.manager).sudo(False).aftersales_grade = "b"

    def test_receiver_of_a_transfer_and_version_of_a_price(self):
        picking = self.deliver(self.machine, "GUARD-4").with_user(self.manager)
        for name, value in (
            ("aftersales_receiver_id", self.li.id),
            ("aftersales_deputy", "王五"),
            ("aftersales_deputy_reason", "x"),
        ):
            with self.assertRaises(ProtectedRefused):
                picking.write({name: value})
        sale = picking.sudo().sale_id.with_user(self.manager).sudo(False)
        with self.assertRaises(ProtectedRefused):
            sale.aftersales_version = 9
        self.assertFalse(sale.copy().aftersales_version)

    def test_core_pays_no_query_for_it(self):
        """50 serial numbers are created and written with core's number of queries."""
        counts = []
        ours = type(self.env["stock.lot"])
        for lot in (ours, ours, CoreLot):  # the first one warms the caches
            names = [f"GUARD-{len(counts)}-{i}" for i in range(50)]
            vals = [{"name": name, "product_id": self.machine.id} for name in names]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made = lot.create(self.env["stock.lot"].with_user(self.manager), vals)
            lot.write(made, {"note": "x"})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
