from importlib.util import module_from_spec, spec_from_file_location

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..common import AfterSalesCommon

SCRIPT = "aftersales_service/migrations/19.0.1.2.0/post-beside.py"


@tagged("post_install", "-at_install")
class TestBesideMigration(AfterSalesCommon):
    """A database of the version before: our places and types looked like core's."""

    def setUp(self):
        super().setUp()
        self.place = self.company.aftersales_warranty_location_id
        self.types = self.warehouse._get_aftersales_picking_types()
        self.repair_type = self.warehouse.repair_type_id
        self.env.flush_all()
        for sql, record in (
            (
                "UPDATE stock_location SET usage = 'production' WHERE id = %s",
                self.place,
            ),
            (
                "UPDATE stock_picking_type SET code = 'outgoing', sequence = 0 WHERE id = %s",
                self.warehouse.aftersales_use_type_id,
            ),
            (
                "UPDATE stock_picking_type SET default_location_dest_id = "
                f"{int(self.place.id)} WHERE id = %s",
                self.repair_type,
            ),
        ):
            self.env.cr.execute(sql, (record.id,))
        self.env.invalidate_all()

    def migrate(self):
        spec = spec_from_file_location("post_beside", file_path(SCRIPT))
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_places_and_types_get_their_own_names(self):
        self.migrate()
        self.assertEqual(self.place.usage, "aftersales_use")
        self.assertEqual(set(self.types.mapped("code")), {"aftersales_operation"})
        delivery = self.types.search(
            [("code", "=", "outgoing"), ("warehouse_id", "=", self.warehouse.id)]
        )
        self.assertEqual(delivery, self.warehouse.out_type_id)
        core = self.types.search([("id", "not in", self.types.ids)])
        self.assertGreater(
            min(self.types.mapped("sequence")), max(core.mapped("sequence"))
        )

    def test_repairs_are_booked_as_production_again(self):
        repair = self.env["repair.order"].create(
            {
                "product_id": self.part.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "repair_line_type": "add",
                            "product_id": self.part.id,
                            "product_uom_qty": 1,
                        },
                    )
                ],
            }
        )
        self.assertEqual(repair.move_ids.location_dest_id, self.place)
        self.env.flush_all()
        self.migrate()
        production = self.part.property_stock_production
        self.assertEqual(self.repair_type.default_location_dest_id, production)
        self.assertEqual(repair.location_dest_id, production)
        self.assertEqual(repair.move_ids.location_dest_id, production)

    def test_running_it_twice_changes_nothing_more(self):
        self.migrate()
        before = self.types.mapped("code"), self.place.usage
        self.migrate()
        self.assertEqual(before, (self.types.mapped("code"), self.place.usage))
