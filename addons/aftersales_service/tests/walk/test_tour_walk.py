from odoo.tests import HttpCase, tagged

from .common import WalkCommon


class WalkTour(WalkCommon, HttpCase):
    """The keeper with a handheld: chooses, picks, closes boxes, hands over by one scan."""

    def setUp(self):
        super().setUp()
        self.keeper.write({"lang": "zh_CN", "email": "keeper@example.com"})
        self.requisition.action_cancel()
        belt = self.make_part("皮带", 9, 3, barcode="PD-9")
        self.put_on(self.shelves[0], belt, 5)
        self.asked = self.make_asked((belt, 2), (self.board, 1))
        self.other = self.make_asked((belt, 3))
        self.url = "/odoo/action-aftersales_service.picking_walk_action"

    def check_told(self):
        self.env.invalidate_all()
        self.assertEqual(self.asked.line_ids.mapped("issued_quantity"), [2, 1])
        self.assertEqual(self.asked.sudo().picking_ids.move_line_ids.lot_id.name, "B-2")
        box = self.get_box(self.other)
        self.assertEqual((box.state, self.other.bin), ("ready", "A-03"))


@tagged("post_install", "-at_install")
class TestWalkTour(WalkTour):
    browser_size = "1400,900"

    def test_keeper_walks(self):
        self.start_tour(
            self.url, "aftersales_picking_walk", login=self.keeper.login, timeout=120
        )
        self.check_told()


@tagged("post_install", "-at_install")
class TestWalkTourSmall(WalkTour):
    browser_size = "390,844"

    def test_keeper_walks_with_a_handheld(self):
        self.start_tour(
            self.url, "aftersales_picking_walk", login=self.keeper.login, timeout=120
        )
        self.check_told()
