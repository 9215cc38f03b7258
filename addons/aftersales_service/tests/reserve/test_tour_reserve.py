from odoo.tests import HttpCase, tagged

from .common import ReserveCommon


@tagged("post_install", "-at_install")
class TestTourReserve(ReserveCommon, HttpCase):
    """The director looks at a month and agrees."""

    def test_the_director_agrees(self):
        for product in (self.machine, self.make_model("减速机")):
            for month in range(4):
                devices = self.sell_machines(month, 2, product)
                self.spend(devices[0], month, 100 + month)
                self.spend(devices[1], month + 2, 30)
        self.make_reserve(3)
        reserve = self.make_reserve(5)
        self.director.write({"lang": "zh_CN", "email": "d@example.com"})
        self.env.flush_all()
        for size in ("1400,900", "390,844"):
            self.browser_size = size
            self.start_tour(
                f"/odoo/aftersales.reserve/{reserve.id}",
                "aftersales_warranty_reserve",
                login=self.director.login,
            )
            self.env.invalidate_all()
            self.assertEqual(reserve.state, "approved")
            reserve.with_user(self.director).action_reopen()
