import base64
import pathlib
from datetime import date

from odoo.tools import file_path

from .common import RateCommon

CARD = pathlib.Path(file_path("aftersales_service/tests/data/收费标准卡.xls"))


class TestFeeCardImport(RateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("点火器", "电磁阀", "锁芯"):
            cls.make_part(name, 1, 1)
        cls.motors = cls.env["product.category"].create({"name": "电机"})
        cls.stoves = cls.env["product.category"].create({"name": "灶具"})

    def read_card(self):
        return self.env["aftersales.import"].with_user(self.dispatcher).create(
            {
                "kind": "fee_card",
                "filename": CARD.name,
                "data": base64.b64encode(CARD.read_bytes()),
            }
        )  # fmt: skip

    def get_version(self, kind):
        cards = self.env["aftersales.fee.card"].search(
            [("kind", "=", kind), ("company_id", "=", self.company.id)]
        )
        return cards.version_ids

    def test_as_it_is(self):
        """Merged title with the day it holds from, two prices, bands, agreements."""
        record = self.read_card()
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (11, 0))
        record.action_import()
        self.assertEqual(record.created_count, 11)
        standard, better = map(self.get_version, ("standard", "preferential"))
        self.assertEqual(standard.valid_from, date(2026, 1, 1))
        self.assertEqual(standard.state, "draft")
        rates = {r.name: r for r in standard.rate_ids}
        self.assertEqual(len(rates), 11)
        self.assertEqual(len(better.rate_ids), 10)  # 面议 is no price
        self.assertEqual(
            [(r.area, r.price) for r in standard.rate_ids[:2]],
            [("city", 50), ("suburb", 80)],
        )
        far = rates["300-1000公里"]
        self.assertEqual((far.km_from, far.km_to, far.price), (300, 1000, 1.2))
        self.assertTrue(far.round_trip)
        self.assertEqual(rates["电机检修"].categ_id, self.motors)
        self.assertEqual(rates["灶具检修"].categ_id, self.stoves)
        self.assertTrue(rates["整机检测"].waived)
        self.assertEqual(rates["轴承6205"].product_id, self.part)
        self.assertEqual(rates["电机检修"].product_id.name, "工时费")

    def test_twice_creates_nothing(self):
        self.read_card().action_import()
        again = self.read_card()
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 11))
        self.assertEqual(len(self.get_version("standard").rate_ids), 11)

    def test_it_can_be_approved_and_charges(self):
        self.read_card().action_import()
        for kind in ("standard", "preferential"):
            self.get_version(kind).with_user(self.director).action_approve()
        self.machine.categ_id = self.motors
        order = self.make_order(
            self.make_device(), service_type="a", area="other", distance_km=120
        )
        visit = self.make_visit_at("2026-12-02 09:00", order=order)
        self.make_requisition(visit, (self.part, 2))
        self.assertEqual(
            sorted(order.sudo().fee_ids.mapped("amount")), [56.0, 120.0, 360.0]
        )

    def test_an_unknown_part_is_told(self):
        self.env["product.product"].search([("name", "=", "锁芯")]).name = "别的"
        record = self.read_card()
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (10, 1))
        self.assertEqual(record.unknown_ids.code, "锁芯")
