from odoo.tests import HttpCase, tagged

from .test_proposal import ProposalCommon

BOARD = "/odoo/action-aftersales_service.aftersales_day_board_action"


@tagged("post_install", "-at_install")
class TestTourPrepare(ProposalCommon, HttpCase):
    """The dispatcher prepares parts before somebody leaves, in Chinese."""

    browser_size = "1400,900"

    def setUp(self):
        super().setUp()
        self.dispatcher.write({"lang": "zh_CN", "odoobot_state": "disabled"})
        quants = self.seal.stock_quant_ids.filtered(
            lambda q: q.location_id == self.warehouse.lot_stock_id
        )
        quants.with_context(inventory_mode=True).sudo().quantity = 0
        self.order._in_flow().fault = "电机异响"

    def test_prepared_at_the_desk(self):
        self.start_tour(
            "/odoo/service-desk",
            "aftersales_prepare_desk",
            login=self.dispatcher.login,
            timeout=90,
        )
        self.env.invalidate_all()
        visit = self.order.visit_ids
        self.assertEqual(visit.override_reason, "客户自备油封")
        self.assertEqual(
            visit.requisition_ids.line_ids.product_id, self.part | self.seal
        )

    def test_prepared_on_the_form(self):
        self.start_tour(
            f"/odoo/action-aftersales_service.aftersales_order_action/{self.order.id}",
            "aftersales_prepare_form",
            login=self.dispatcher.login,
            timeout=90,
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.requisition_count, 1)

    def test_the_board_says_it(self):
        self.ask(self.order, (self.rare, 1))
        self.start_tour(
            BOARD, "aftersales_prepare_board", login=self.dispatcher.login, timeout=90
        )


@tagged("post_install", "-at_install")
class TestTourPrepareNarrow(TestTourPrepare):
    """The same on a narrow screen."""

    browser_size = "390,844"
