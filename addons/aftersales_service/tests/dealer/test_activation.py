from odoo.tests import tagged

from ...exceptions import GroupRefused, ProofMissing
from ...kernel import upload
from ..portal.common import png
from .common import DAY, DealerCommon


@tagged("post_install", "-at_install")
class TestActivation(DealerCommon):
    """A dealer activates what he sold; what does not fit is found and told."""

    def setUp(self):
        super().setUp()
        self.login("as_dealer")

    def codes(self, record):
        return set(record.finding_ids.mapped("code"))

    def test_the_warranty_begins_with_the_sale_to_the_end_user(self):
        before = self.stocked._get_coverages()
        self.assertEqual(str(before.start_date), "2026-06-01")
        self.assertIn("url", self.activate())
        record = self.activations()
        self.assertEqual((record.state, record.finding_ids.ids), ("accepted", []))
        device = self.stocked
        self.assertEqual(device.partner_id.name, "历城泵站")
        self.assertEqual(device.partner_id.city, "济南市")
        self.assertEqual(device.agent_id, self.dealer)
        self.assertEqual(device.invoice_number, "FP-DL260900001")
        self.assertEqual(device.registration_date, self.env.company._aftersales_today())
        coverage = device._get_coverages()
        self.assertEqual(str(coverage.start_date), DAY)
        self.assertEqual(str(coverage.end_date), "2027-08-19")
        self.assertTrue(before.former)
        self.assertEqual(device.file_ids.data, record.photo_ids.datas)
        page = self.url_open("/my/dealer/activations").text
        self.assertRegex(page, "2027/08/19|08/19/2027")
        self.assertIn("DL260900001", self.url_open("/my/dealer/devices").text)

    def test_double_press_is_one_activation(self):
        self.activate()
        self.activate()
        self.assertEqual(len(self.activations()), 1)
        sold = self.stocked.event_ids.filtered(lambda e: e.kind == "sold")
        self.assertEqual(
            len(sold.filtered(lambda e: e.partner_id.name == "历城泵站")), 1
        )

    def test_activated_twice_is_found_and_told(self):
        self.activate()
        first = self.stocked.partner_id
        self.activate(
            key="activation-second-0001", customer_name="章丘水厂", customer_phone="1"
        )
        record = self.activations()[:1]
        self.assertEqual(record.state, "checking")
        self.assertIn("double", self.codes(record))
        self.assertIn(
            "历城泵站", record.finding_ids.filtered(lambda f: f.code == "double").detail
        )
        self.assertEqual(self.stocked.partner_id, first)
        self.assertEqual(record.activity_ids.user_id, self.dispatcher)

    def test_device_of_another_dealer_is_found_and_sales_are_told(self):
        """窜货: the dealer reads no word of whose it is."""
        self.activate("DL260900002")
        record = self.activations()
        self.assertEqual(self.codes(record), {"channel"})
        self.assertEqual(record.finding_ids.detail, self.rival.name)
        self.assertEqual(record.activity_ids.user_id, self.dispatcher | self.director)
        self.assertEqual(self.rivals.partner_id, self.rival)
        page = self.url_open("/my/dealer/activations").text
        for secret in (self.rival.name, "Another Dealer", "窜货"):
            self.assertNotIn(secret, page)

    def test_unknown_serial_reads_like_one_of_another_dealer(self):
        for serial in ("DL260900002", "NEVERMADE1"):
            self.activate(serial)
        rows = [
            (record.state, bool(record.finding_ids)) for record in self.activations()
        ]
        self.assertEqual(rows, [("checking", True)] * 2)
        page = self.url_open("/my/dealer/activations").text
        self.assertEqual(page.count('data-state="checking"'), 2)

    def test_city_day_and_proof(self):
        self.activate(city="青岛市")
        self.assertEqual(self.codes(self.activations()), {"region"})
        early = self.make_delivered("DL260900003", self.dealer)
        self.activate("DL260900003", sold_on="2026-05-31")
        self.assertEqual(self.codes(early.activation_ids), {"early"})
        for serial in ("DL260900004", "DL260900005", "DL260900006"):
            self.make_delivered(serial, self.dealer)
        self.activate("DL260900004", [("photos", png(200))])
        self.activate("DL260900005", [("photos", png(200))])
        self.assertEqual(self.codes(self.activations()[:1]), set())
        self.activate("DL260900006", [("photos", png(200))], customer_name="另一家")
        self.assertEqual(self.codes(self.activations()[:1]), {"proof"})

    def test_owner_who_is_somebody_else_is_found(self):
        self.activate("YJ260900001")
        self.assertEqual(self.codes(self.activations()), {"double"})
        self.activate(
            "YJ260900001",
            [("photos", png(77))],
            key="activation-owner-0001",
            invoice_number="FP-2",
            customer_name=self.customer.name,
            customer_phone=self.customer.phone,
        )
        # The first filing is still open: whoever came first is asked about too.
        self.assertEqual(self.codes(self.activations()[:1]), {"double"})

    def test_known_customer_is_registered_and_keeps_his_device(self):
        self.activate(
            "YJ260900001",
            customer_name=self.customer.name,
            customer_phone=self.customer.phone,
        )
        self.assertEqual(self.activations().state, "accepted")
        self.assertEqual(self.device.partner_id, self.customer)
        self.assertEqual(str(self.device._get_coverages().start_date), DAY)

    def test_a_person_answers_with_a_reason(self):
        self.activate("DL260900002")
        record = self.activations()
        with self.assertRaises(GroupRefused):
            record.with_user(self.accountant).action_accept()
        with self.assertRaises(ProofMissing):
            record.with_user(self.dispatcher).action_accept()
        record.with_user(self.dispatcher).answer = "两家协商同意"
        record.with_user(self.dispatcher).action_accept()
        self.assertEqual(self.rivals.agent_id, self.dealer)
        self.assertEqual(record.answered_by_id, self.dispatcher)
        self.assertTrue(record.finding_ids)
        self.assertIn("两家协商同意", self.url_open("/my/dealer/activations").text)

    def test_refused_begins_nothing_and_the_dealer_reads_why(self):
        self.activate("DL260900002")
        record = self.activations().with_user(self.dispatcher)
        record.answer = "请提供进货凭证"
        record.action_refuse()
        self.assertEqual(self.rivals.partner_id, self.rival)
        self.assertIn("请提供进货凭证", self.url_open("/my/dealer/activations").text)
        told = record.sudo().message_ids.mapped("partner_ids")
        self.assertIn(self.people["as_dealer"].partner_id, told)

    def test_unknown_serial_waits_for_a_device(self):
        self.activate("NEVERMADE1")
        record = self.activations().with_user(self.dispatcher)
        record.answer = "补登记"
        with self.assertRaises(ProofMissing):
            record.action_accept()
        record.device_id = self.stocked
        record.action_accept()
        self.assertEqual(self.stocked.partner_id.name, "历城泵站")

    def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(self):
        large = ("a.jpg", b"\xff\xd8\xff" + b"x" * upload.LARGEST, "image/jpeg")
        for files, post, words in (
            ([], {}, "photo of the invoice|发票"),
            ([("photos", large)], {}, "larger than|大于|超过"),
            ([("photos", ("a.jpg", b"MZ", "image/jpeg"))], {}, "not a photo|照片"),
            (None, {"customer_name": ""}, "Please fill in|请填写"),
            (None, {"sold_on": "2999-01-01"}, "no day that was|日期"),
            (None, {"sold_on": "x"}, "no day that was|日期"),
            (None, {"key": "short"}, "open the page again|重新打开"),
        ):
            self.assert_said(words, self.activate(files=files, **post)["error"])
        self.assertFalse(self.activations())

    def test_what_was_filed_stands(self):
        self.activate("DL260900002")
        record = self.activations().with_user(self.dispatcher)
        for vals in ({"serial": "x"}, {"state": "accepted"}, {"sold_on": DAY}):
            with self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
                record.write(vals)
