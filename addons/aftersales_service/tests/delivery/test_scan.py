from odoo.tests import Form

from ..common import AfterSalesCommon


class TestScan(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.device = self.make_device("YJ260900001")

    def test_full_width_and_small_letters_find_the_device(self):
        for spelling in ("ＹＪ２６０９００００１", "yj260900001", " YJ2609 00001 "):
            found = self.env["aftersales.device"]._find_by_scan(spelling)
            self.assertEqual(found, self.device)

    def test_search_box_finds_every_spelling(self):
        names = self.env["aftersales.device"].name_search("ｙｊ２６０９００００１")
        self.assertEqual([name[0] for name in names], self.device.ids)

    def test_scan_fills_the_service_order(self):
        form = Form(self.env["aftersales.order"].with_user(self.dispatcher))
        form.scan = "ＹＪ２６０９００００１"
        self.assertEqual(form.device_id, self.device)
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.contact_phone, "0531-88881234")
        self.assertEqual(form.service_type, "a")

    def test_two_devices_with_one_serial_are_offered(self):
        other = self.env["product.product"].create(
            {"name": "另一种电机", "tracking": "serial"}
        )
        self.make_device("YJ260900001", product_id=other.id)
        order = self.env["aftersales.order"].new({"scan": "YJ260900001"})
        warning = order._onchange_scan()["warning"]
        self.assertEqual(warning["message"].count("YJ260900001"), 2)
        self.assertFalse(order.device_id)

    def test_unknown_serial_is_said_so(self):
        order = self.env["aftersales.order"].new({"scan": "NIX-1"})
        self.assertIn("NIX-1", order._onchange_scan()["warning"]["message"])

    def test_same_serial_of_same_product_is_refused_by_the_database(self):
        names = self.env.cr
        names.execute(
            "SELECT 1 FROM pg_indexes WHERE tablename = 'aftersales_device' AND indexdef ILIKE %s",
            ["%UNIQUE%serial_key%"],
        )
        self.assertTrue(names.fetchone())
