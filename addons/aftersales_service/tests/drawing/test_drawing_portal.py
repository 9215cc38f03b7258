import re

from odoo.tests import tagged

from ..dealer.common import DealerCommon
from .drawing_case import make_picture


@tagged("post_install", "-at_install")
class TestDrawingPortal(DealerCommon):
    """Its dealer orders from the drawing of a device, its owner looks at what is shown."""

    browser_size = "390,844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seal = cls.make_part("密封圈", 8, 3, default_code="S-1")
        cls.newer = cls.make_part("密封圈新", 9, 3, default_code="S-2")
        change = {"product_id": cls.seal.id, "successor_id": cls.newer.id}
        cls.env["aftersales.part.supersession"].create(change | {"use_up": False})
        cls.drawing = cls.env["aftersales.drawing"].create(
            {
                "name": "转子总成",
                "picture": make_picture(),
                "machine_tmpl_ids": [(6, 0, cls.machine.product_tmpl_id.ids)],
                "company_id": cls.company.id,
                "spot_ids": [
                    (
                        0,
                        0,
                        {
                            "position": "1",
                            "product_id": cls.part.id,
                            "x": 0.1,
                            "y": 0.2,
                            "w": 0.2,
                            "h": 0.4,
                        },
                    ),
                    (0, 0, {"position": "2", "product_id": cls.seal.id}),
                ],
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "经销商价",
                "currency_id": cls.company.currency_id.id,
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "compute_price": "percentage",
                            "percent_price": 20,
                            "applied_on": "3_global",
                        },
                    )
                ],
            }
        )
        cls.dealer.property_product_pricelist = cls.pricelist
        cls.url = f"/my/devices/{cls.device.id}/drawings"

    def order(self, **post):
        data = {f"part_{self.part.id}": "3", "drawing": str(self.drawing.id)}
        return self.send(self.url, **(data | post))

    def sales(self):
        self.env.invalidate_all()
        return self.env["sale.order"].search([("aftersales_portal_key", "!=", False)])

    def test_dealer_sees_prices_of_his_list(self):
        text = self.login("as_dealer").url_open(self.url).text
        self.assertIn("22.40", text)
        self.assertIn("S-2", text)
        self.assertIn(f'name="part_{self.newer.id}"', text)
        self.assertNotIn(f'name="part_{self.seal.id}"', text)

    def test_dealer_orders_once(self):
        self.login("as_dealer")
        answer = self.order(**{f"part_{self.newer.id}": "2"}).json()
        sale = self.sales()
        self.assertIn(f"/my/orders/{sale.id}", answer["url"])
        self.assertEqual((sale.state, sale.partner_id), ("sent", self.dealer))
        self.assertEqual(sale.pricelist_id, self.pricelist)
        lines = {
            line.product_id: (line.product_uom_qty, line.price_unit, line.discount)
            for line in sale.order_line
        }
        self.assertEqual(set(lines), {self.part, self.newer})
        self.assertEqual(sale.amount_untaxed, round(3 * 22.4 + 2 * 7.2, 2))
        again = self.order(**{f"part_{self.newer.id}": "2"}).json()
        self.assertEqual(again["url"], answer["url"])
        self.assertEqual(self.sales(), sale)

    def test_what_is_refused(self):
        self.login("as_dealer")
        for post, words in (
            ({f"part_{self.part.id}": ""}, "how many"),
            ({f"part_{self.part.id}": "-1"}, "1 to 9999"),
            ({f"part_{self.part.id}": "1e9"}, "1 to 9999"),
            ({f"part_{self.part.id}": "nan"}, "1 to 9999"),
            ({f"part_{self.part.id}": "三"}, "no number"),
            ({"key": "short"}, "open the page again"),
        ):
            answer = self.order(**post)
            self.assertEqual(answer.status_code, 422, post)
            self.assertRegex(answer.json()["error"], f"{words}|[\u4e00-\u9fff]")
        self.assertFalse(self.sales())

    def test_nothing_but_what_the_drawing_offers(self):
        self.login("as_dealer")
        dear = {f"part_{self.labour.id}": "1", f"part_{self.seal.id}": "1"}
        self.order(**dear)
        self.assertEqual(self.sales().order_line.product_id, self.part)

    def test_owner_sees_what_is_shown_and_orders_nothing(self):
        self.login("as_me")
        page = f"/my/devices/{self.device.id}"
        self.assertNotIn("/drawings", self.url_open(page).text)
        self.assertNotIn("o_aftersales_drawings", self.url_open(self.url).text)
        self.drawing.for_customers = True
        self.assertIn("/drawings", self.url_open(page).text)
        text = self.url_open(self.url).text
        self.assertIn("o_aftersales_sheet", text)
        self.assertNotIn("22.40", text)
        self.assertNotIn("28.00", text)
        self.assertNotIn(f"part_{self.part.id}", text)
        self.order()
        self.assertFalse(self.sales())

    def test_picture_with_the_key_of_the_page_only(self):
        text = self.login("as_dealer").url_open(self.url).text
        address = re.search(r'src="(/aftersales/drawing/[^"]+)"', text).group(1)
        address = address.replace("&amp;", "&")
        self.assertEqual(self.url_open(address).status_code, 200)
        bare = address.partition("&key=")[0]
        self.assertEqual(self.url_open(bare).status_code, 404)
        self.login("as_rival")
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_strangers(self):
        for login in ("as_rival", "as_other"):
            self.login(login)
            self.assertNotIn("转子总成", self.url_open(self.url).text)
            self.order()
        self.assertFalse(self.sales())
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(self.url).url)

    def test_tour_of_the_dealer(self):
        self.people["as_dealer"].lang = "zh_CN"
        text = self.login("as_dealer").url_open(f"{self.url}?debug=tests").text
        for url in re.findall(r'"(/web/assets/[^"]+)"', text):
            self.url_open(url, timeout=120)
        self.start_tour(
            f"/my/devices/{self.device.id}",
            "aftersales_drawing_dealer",
            login="as_dealer",
            timeout=180,
            cookies={"frontend_lang": "zh_CN"},
        )
        [line] = self.sales().order_line
        self.assertEqual((line.product_id, line.product_uom_qty), (self.part, 1))
