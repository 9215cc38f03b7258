from odoo.exceptions import AccessError

from ..common import AfterSalesCommon


class TestSegregation(AfterSalesCommon):
    """Prices, stock and audit do not fall together on one person (O-06, P-30)."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="a"))
        self.requisition = self.make_requisition(self.visit)

    def test_technician_changes_no_price(self):
        fee = self.visit.order_id.fee_ids.filtered("requisition_line_id")
        with self.assertRaises(AccessError):
            fee.with_user(self.technician).price_unit = 1
        with self.assertRaises(AccessError):
            self.part.with_user(self.technician).list_price = 1
        with self.assertRaises(AccessError):
            self.company.aftersales_pricelist_id.with_user(self.technician).name = "x"
        names = self.requisition.with_user(self.technician).fields_get()
        self.assertNotIn("cost", names)

    def test_auditor_sees_every_stock_operation_of_parts_and_changes_none(self):
        self.issue(self.requisition)
        self.go_to_work_with_consent()
        pickings = self.requisition.sudo().picking_ids
        records = (
            pickings,
            pickings.move_ids,
            pickings.move_line_ids,
            self.requisition,
            self.requisition.line_ids,
            pickings.picking_type_id,
            pickings.location_id,
        )
        for record in records:
            seen = record.with_user(self.inspector)
            self.assertEqual(seen.search([("id", "in", record.ids)]), record)
            self.assertTrue(seen.read(["display_name"]), record._name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(seen.has_access(operation), record._name)
        with self.assertRaises(AccessError):
            pickings.move_ids.with_user(self.inspector).write({"quantity": 9})

    def go_to_work_with_consent(self):
        self.go_to_work(self.visit, consent="张主任")
        self.finish(self.visit, used={self.requisition.line_ids: 1})

    def test_auditor_presses_no_button(self):
        requisition = self.requisition.with_user(self.inspector)
        for action in ("action_issue", "action_receive_return", "action_reconcile"):
            with self.assertRaises(AccessError, msg=action):
                getattr(requisition, action)()
        with self.assertRaises(AccessError):
            requisition.action_cancel()
