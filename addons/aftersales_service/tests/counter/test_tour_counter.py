from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestCounterTour(AfterSalesCommon, HttpCase):
    """The warehouse clerk with a scanner: badge, wrong and right parts, bin, hand-over."""

    def test_clerk_issues_by_scanner(self):
        self.keeper.lang = "zh_CN"
        self.keeper.email = "keeper@example.com"
        self.li.code = "T-001"
        self.part.barcode = "P6205"
        board = self.make_part(
            "主板", 680, 352, tracking="serial", barcode="06901234567892"
        )
        self.make_lots(board, "B-1", "B-2")
        self.make_part("皮带", 9, 3, stock=5, barcode="PD-9")
        self.make_device("YJ-C9")
        visit = self.make_visit(self.make_order(service_type="c"))
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": visit.id,
                    "urgent": True,
                    "explanation": "生产线停车",
                    "line_ids": [
                        Command.create({"product_id": board.id, "quantity": 1}),
                        Command.create({"product_id": self.part.id, "quantity": 2}),
                    ],
                }
            )
        )
        requisition.action_submit()
        requisition.sudo().approval_ids.with_user(self.director).action_agree()
        self.start_tour(
            "/odoo/action-aftersales_service.issue_counter_action",
            "aftersales_issue_counter",
            login=self.keeper.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(requisition.line_ids.mapped("issued_quantity"), [1, 2])
        self.assertEqual((requisition.state, requisition.bin), ("issued", "A-03"))
        picking = requisition.sudo().picking_ids
        self.assertEqual(picking.move_line_ids.lot_id.name, "B-2")
        self.assertEqual(picking.aftersales_receiver_id, self.li)
