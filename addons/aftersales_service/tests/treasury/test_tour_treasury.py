from odoo.tests import HttpCase, tagged

from .test_treasury import TreasuryCommon


@tagged("post_install", "-at_install")
class TestTourTreasury(TreasuryCommon, HttpCase):
    """The accountant sees who carries money and opens the receipts behind it."""

    def test_a_figure_opens_its_list(self):
        self.accountant.lang = "zh_CN"
        self.make_job()
        self.collect(100)
        self.finish_job()
        self.start_tour(
            "/odoo/finance-dashboard",
            "aftersales_treasury",
            login=self.accountant.login,
        )
