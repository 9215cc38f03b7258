from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from ...models.parts.stock import StockMove
from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestBesideStock(AfterSalesCommon):
    """The store's people without a role of ours deliver, return, split and repair."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storeman = new_test_user(
            cls.env,
            "plain_storeman",
            "stock.group_stock_user,base.group_allow_export",
            lang="en_US",
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.machine.aftersales_is_device = True

    def make_delivery(self, quantity=2):
        self.add_stock(self.part, 10)
        return (
            self.env["stock.picking"]
            .with_user(self.storeman)
            .create(
                {
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": self.customers.id,
                    "partner_id": self.customer.id,
                    "move_ids": [Command.create(self.prepare_move(quantity))],
                }
            )
        )

    def prepare_move(self, quantity):
        return {
            "product_id": self.part.id,
            "product_uom_qty": quantity,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.customers.id,
        }

    def test_delivers_in_two_parts_and_takes_back(self):
        picking = self.make_delivery(5)
        picking.action_confirm()
        picking.move_ids.write({"quantity": 2, "picked": True})
        picking.with_context(skip_backorder=True, cancel_backorder=False)._action_done()
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.backorder_ids.move_ids.product_uom_qty, 3)
        wizard = self.env["stock.return.picking"].with_user(self.storeman)
        wizard = wizard.with_context(
            active_id=picking.id, active_model="stock.picking"
        ).create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        self.assertTrue(wizard._create_return())

    def test_reserving_costs_an_ordinary_transfer_no_query(self):
        """Counted against what comes after our hooks; the first pass fills caches."""
        callers = {
            "ours": lambda moves, step: getattr(moves, step)(),
            "core": lambda moves, step: getattr(super(StockMove, moves), step)(),
        }
        for _pass in range(2):
            counts = {name: self.count_steps(call) for name, call in callers.items()}
        self.assertEqual(counts["ours"], counts["core"])

    def count_steps(self, call):
        """Queries of each step of a transfer that the storeman opens."""
        picking = self.make_delivery()
        picking.action_confirm()
        counts = []
        for step in ("_do_unreserve", "_action_assign", "_action_cancel"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call(picking.move_ids, step)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts

    def test_duplicates_splits_and_reads(self):
        picking = self.make_delivery()
        copied = picking.copy()
        copied.action_confirm()
        copied.move_ids.copy()
        for record in (copied, copied.move_ids, copied.move_line_ids, self.warehouse):
            record = record.with_user(self.storeman)
            self.read_ours(record)
            names = list(record.fields_get())
            self.assertFalse([n for n in names if n.startswith("aftersales_")])

    def read_ours(self, record):
        """All that is not closed to him (core closes fields of its own to store people)."""
        known = [f for n, f in record._fields.items() if n.startswith("aftersales_")]
        mine = [f.name for f in known if record._has_field_access(f, "read")]
        self.assertTrue(mine)
        record.read(mine)
        record.web_read({name: {} for name in mine})

    def test_types_a_transfer_on_the_form(self):
        model = self.env["stock.picking"].with_user(self.storeman)
        with Form(model.with_context(restricted_picking_type_code="outgoing")) as form:
            self.assertEqual(form.picking_type_id, self.warehouse.out_type_id)
            form.partner_id = self.customer

    def test_delivers_a_machine_that_becomes_a_device(self):
        lot = self.make_lots(self.machine, "ST-1")
        picking = self.make_delivery()
        picking.move_ids.product_id = self.machine
        picking.move_ids.product_uom_qty = 1
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        device = self.env["aftersales.device"].search([("lot_id", "=", lot.id)])
        self.assertEqual(device.partner_id, self.customer)

    def test_issues_our_parts_from_the_list_of_transfers(self):
        visit = self.make_visit(self.make_order(self.make_device()))
        requisition = self.make_requisition(visit)
        picking = requisition.sudo().picking_ids.with_user(self.storeman)
        picking.action_assign()
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(requisition.sudo().state, "issued")
        with Form(picking) as form:
            form.note = "ok"
        self.read_ours(picking.move_ids)
        picking.copy()

    def test_reads_and_exports_a_transfer_of_ours_by_name(self):
        """Even where somebody put our fields into a list of his own."""
        visit = self.make_visit(self.make_order(self.make_device()))
        picking = self.make_requisition(visit).sudo().picking_ids
        move = picking.move_ids.with_user(self.storeman)
        spec = {"aftersales_requisition_line_id": {"fields": {"display_name": {}}}}
        self.assertTrue(move.web_read(spec)[0]["aftersales_requisition_line_id"])

    def test_repairs_what_is_not_ours(self):
        repair = (
            self.env["repair.order"]
            .with_user(self.storeman)
            .create({"product_id": self.part.id, "partner_id": self.customer.id})
        )
        repair.copy()
        with Form(repair) as form:
            form.internal_notes = "x"
        repair.action_validate()
        repair.action_repair_start()
        repair.action_repair_end()
        self.assertEqual(repair.state, "done")
        self.read_ours(repair)
        arch = repair.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertFalse('name="aftersales_disposition_id"' in arch)
