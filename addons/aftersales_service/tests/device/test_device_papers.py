import base64
import io
import unicodedata

import zxingcpp
from PIL import Image
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from ...exceptions import ProofMissing
from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestDevicePapers(AfterSalesCommon, HttpCase):
    """Cards, vouchers and the refusal, printed in Chinese and read again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device(
            coverage={"months": 12, "start_date": "2026-09-01"},
            delivery_date="2026-09-01",
        )

    def render(self, name, records, **data):
        """Texts of the pages, and the addresses in their QR codes."""
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = report._render_qweb_pdf(
            f"aftersales_service.report_{name}", records.ids, data=data or None
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        codes = {
            found.text
            for page in pages
            for image in _drawings(page)
            for found in zxingcpp.read_barcodes(_enlarge(image))
        }
        # Some fonts give radicals for characters; both mean the same text.
        texts = [unicodedata.normalize("NFKC", page.extract_text()) for page in pages]
        return [_plain(text) for text in texts], codes

    def make_repaired_order(self):
        order = self.make_order(self.device, fault="电机异响", service_type="c")
        visit = self.make_visit(order)
        self.go_to_work(visit)
        self.finish(visit)
        self.sign(visit)
        return order

    def public_address(self):
        token = self.device.sudo().public_token
        return f"{self.device.get_base_url()}/aftersales/d/{token}"

    def test_card_has_warranty_in_front_and_history_behind(self):
        order = self.make_repaired_order()
        pages, codes = self.render("warranty_card", self.device)
        self.assertEqual(len(pages), 2)
        for text in ("YJ260900001", "2027-08-31", self.device.voucher_number):
            self.assertIn(text, pages[0])
        for text in (order.name, "电机异响", "更换轴承", "李强"):
            self.assertIn(text, pages[1])
        self.assertEqual(codes, {self.public_address()})

    def test_voucher_has_a_block_per_job_and_an_empty_one(self):
        first, second = self.make_repaired_order(), self.make_order(self.device)
        pages, codes = self.render("service_voucher", self.device)
        text = "".join(pages)
        self.assertLess(text.index(first.name), text.index(second.name))
        self.assertIn("张主任", text)
        self.assertEqual(codes, {self.public_address()})

    def test_history_is_whole_whichever_technician_prints(self):
        order = self.make_repaired_order()
        paper = self.env["report.aftersales_service.report_service_voucher"]
        seen = paper.with_user(self.colleague)._get_orders(
            self.device.with_user(self.colleague)
        )
        self.assertEqual(seen.ids, order.ids)

    def test_office_papers_open_the_record(self):
        order = self.make_repaired_order()
        url = f"{self.device.get_base_url()}/odoo/aftersales.device/{self.device.id}"
        for name, text in (
            ("user_registration", "鲁泵业有限公司"),
            ("quality_card", order.name),
        ):
            pages, codes = self.render(name, self.device)
            self.assertIn(text, pages[0])
            self.assertIn(self.device.voucher_number, pages[0])
            self.assertEqual(codes, {url}, name)

    def test_bag_lists_every_device_of_the_firm(self):
        contact = self.env["res.partner"].create(
            {"name": "李工", "parent_id": self.customer.id}
        )
        second = self.make_device("YJ260900002", partner_id=contact.id)
        other = self.env["res.partner"].create({"name": "别家公司"})
        strange = self.make_device("ZZ260900003", partner_id=other.id)
        pages, codes = self.render("customer_bag", self.customer)
        for device in self.device | second:
            self.assertIn(device.voucher_number, pages[0])
        self.assertNotIn(strange.voucher_number, pages[0])
        base = self.customer.get_base_url()
        self.assertEqual(codes, {f"{base}/odoo/res.partner/{self.customer.id}"})

    def test_blanks_print_and_tell_nothing(self):
        for name in (
            "warranty_card",
            "service_voucher",
            "user_registration",
            "quality_card",
            "customer_bag",
            "refusal",
        ):
            form = self.env.ref(f"aftersales_service.form_{name}")
            action = form.action_print_blank()
            model = self.env[form.report_id.model]
            pages, codes = self.render(name, model, **action["data"])
            text = "".join(pages)
            self.assertIn(_plain(form.with_context(lang="zh_CN").name), text)
            self.assertNotIn("YJ260900001", text)
            self.assertFalse(codes, name)

    def test_token_is_made_once_and_only_when_printed(self):
        self.assertFalse(self.device.sudo().public_token)
        technician = self.device.with_user(self.technician)
        address = technician._get_public_url()
        self.assertEqual(self.device._get_public_url(), address)
        self.assertEqual(len(base64.urlsafe_b64decode(address[-22:] + "==")), 16)

    def test_voucher_number_is_found(self):
        search = self.env["aftersales.device"].search
        number = self.device.voucher_number
        self.assertEqual(number, f"PZ{self.device.id:08d}")
        for domain in (
            [("voucher_number", "=", number)],
            [("voucher_number", "ilike", number.lower())],
            [("voucher_number", "in", [number, "PZ", "x"])],
        ):
            self.assertEqual(search(domain), self.device)
        self.assertFalse(search([("voucher_number", "=", "PZ99999999999999")]))

    # --- refusal

    def make_refused_order(self):
        order = self.make_order(self.device, fault="电机异响", service_type="a")
        visit = self.make_visit(order)
        self.go_to_work(visit, consent="张主任")
        self.finish(visit)
        order._decide(cause="misuse")
        return order

    def test_refusal_says_why_by_which_evidence_and_offers_the_repair(self):
        order = self.make_refused_order()
        pages, _codes = self.render("refusal", order)
        self.assertEqual(len(pages), 2)
        for text in (
            order.name,
            "轴承磨损",
            "120.00",
            "工时费",
            order.decision_id.hash[:20],
        ):
            self.assertIn(text, pages[0])

    def test_refusal_lists_each_cost_of_the_customer_only(self):
        order = self.make_refused_order()
        paper = self.env["report.aftersales_service.report_refusal"]
        refused = paper._get_refused(order)
        self.assertEqual(set(refused.mapped("result")), {"paid_misuse"})
        self.assertTrue(all(line.sentence for line in refused))

    def test_nothing_is_refused_that_is_covered(self):
        order = self.make_repaired_order()
        paper = self.env["report.aftersales_service.report_refusal"]
        with self.assertRaises(ProofMissing):
            paper._get_report_values(order.ids)

    def test_technician_prints_the_offer_without_sales_rights(self):
        order = self.make_refused_order()
        paper = self.env["report.aftersales_service.report_refusal"]
        paper = paper.with_user(self.technician)
        own = order.with_user(self.technician)
        self.assertTrue(paper._get_offer(own, False))
        self.assertFalse(paper._get_quotations(own))


def _plain(text):
    """Text of a page without the blanks that setting it adds."""
    return "".join(text.split()).replace("戶", "户")


def _drawings(page):
    """Pictures of a page that have no transparency: a code never has."""
    for name, picture in page["/Resources"].get("/XObject", {}).items():
        picture = picture.get_object()
        if picture["/Subtype"] == "/Image" and "/SMask" not in picture:
            yield page.images[name].image


def _enlarge(image):
    """A code of 140 pixels has four per module: with more of them it reads surely."""
    size = (image.width * 3, image.height * 3)
    page = Image.new("L", (size[0] + 60, size[1] + 60), "white")
    page.paste(image.convert("L").resize(size), (30, 30))
    return page
