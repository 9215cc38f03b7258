from odoo.tests import Form

from ..common import AfterSalesCommon


class TestDeskScan(AfterSalesCommon):
    """A card, a name plate or a paper held into the scanner at the service desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["aftersales.service.desk"].with_user(cls.dispatcher)
        cls.device = cls.make_device("YJ260900001")
        cls.machine.barcode = "6901234567892"

    def first(self, text):
        hits = self.desk.look_up(text)
        self.assertTrue(hits, text)
        return hits[0]["kind"], hits[0]["id"], hits[0]["exact"]

    def test_card_voucher_and_name_plate_open_the_device(self):
        for code in (
            self.device._get_public_url(),
            self.device.voucher_number,
            "ｙｊ２６０９００００１",
            "(01)06901234567892(21)YJ260900001",
            "\x1d010690123456789221YJ260900001\x1d3701",
        ):
            self.assertEqual(self.first(code), ("device", self.device.id, True), code)

    def test_a_paper_of_a_job_opens_the_job(self):
        order = self.make_order(self.device)
        link = f"https://x.cn/odoo/aftersales.order/{order.id}"
        for code in (order.name, order.name.lower(), link):
            self.assertEqual(self.first(code), ("order", order.id, True), code)

    def test_other_papers_are_opened(self):
        requisition = self.make_requisition(
            self.make_visit(self.make_order(self.device))
        )
        hit = self.desk.look_up(requisition.name)[0]
        self.assertEqual((hit["kind"], hit["model"]), ("document", requisition._name))
        self.assertIn("Requisition", hit["sub"])

    def test_nothing_of_another_company(self):
        other = self.env["res.company"].create({"name": "乙"})
        user = self.make_user(
            "dispatcher", "desk_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for code in (self.device._get_public_url(), self.device.voucher_number):
            self.assertFalse(self.desk.with_user(user).look_up(code))

    def test_the_form_of_a_job_knows_the_card_too(self):
        form = Form(self.env["aftersales.order"].with_user(self.dispatcher))
        form.scan = self.device._get_public_url()
        self.assertEqual(form.device_id, self.device)
