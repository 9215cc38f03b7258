import io
import unicodedata

from pypdf import PdfReader, PdfWriter

from odoo.tests import HttpCase, tagged

from ...report.base.ir_actions_report import MARK, _count_pages, stamp_pages
from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestPapers(AfterSalesCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order(
            self.make_device(), service_type="c", fault="电机异响"
        )
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit)

    def render(self, name, records, **data):
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = report._render_qweb_pdf(
            f"aftersales_service.{name}", records.ids, data=data or None
        )
        self.assertEqual(kind, "pdf")
        # Some fonts give radicals for characters; both mean the same text.
        pages = PdfReader(io.BytesIO(content)).pages
        return [
            unicodedata.normalize("NFKC", page.extract_text()).replace("戶", "户")
            for page in pages
        ]

    def test_requisition_is_printed_once_per_addressee(self):
        pages = self.render("report_requisition", self.requisition)
        self.assertEqual(len(pages), 3)
        for page, copy in zip(pages, ("存根联", "仓库联", "客户联"), strict=True):
            self.assertIn("零配件领料单", page)
            self.assertIn(self.requisition.name, page)
            self.assertIn("轴承6205", page)
            self.assertIn(copy, page)
            self.assertIn("1 / 1", page)

    def test_batch_prints_every_record(self):
        second = self.make_requisition(self.visit)
        pages = self.render("report_requisition", self.requisition | second)
        self.assertEqual(len(pages), 6)
        self.assertIn(second.name, pages[3])

    def test_receipt_holds_what_the_customer_signed(self):
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.finish(self.visit, used={self.requisition.line_ids: 1})
        self.sign(self.visit)
        pages = self.render("report_receipt", self.visit)
        self.assertEqual(len(pages), 2)
        for text in (
            "维修服务回执单",
            "轴承磨损",
            "更换轴承",
            "张主任",
            self.visit.signature_hash,
        ):
            self.assertIn(text, pages[0])

    def test_blank_has_lines_to_write_on_and_no_record(self):
        form = self.env.ref("aftersales_service.form_receipt")
        action = form.action_print_blank()
        pages = self.render(
            "report_receipt", self.env["aftersales.visit"], **action["data"]
        )
        self.assertIn("维修服务回执单", pages[0])
        self.assertNotIn(self.visit.name, pages[0])

    def test_qr_leads_to_the_record(self):
        form = self.env.ref("aftersales_service.form_requisition")
        self.assertTrue(
            form._make_qr(self.requisition).startswith("data:image/png;base64,")
        )

    def test_forms_are_data(self):
        form = self.env.ref("aftersales_service.form_requisition")
        form.copy_ids[2:].unlink()
        form.with_context(lang="zh_CN").name = "配件领用单"
        pages = self.render("report_requisition", self.requisition)
        self.assertEqual(len(pages), 2)
        self.assertIn("配件领用单", pages[0])


class TestPageNumbers(AfterSalesCommon):
    def test_pages_are_counted_per_copy(self):
        texts = [f"{MARK} a", "b", f"{MARK} c", f"{MARK} d", "e", "f"]
        self.assertEqual(
            _count_pages(texts), [(1, 2), (2, 2), (1, 1), (1, 3), (2, 3), (3, 3)]
        )

    def test_numbers_are_stamped(self):
        writer = PdfWriter()
        for _page in range(3):
            writer.add_blank_page(400, 600)
        stream = io.BytesIO()
        writer.write(stream)
        pages = PdfReader(io.BytesIO(stamp_pages(stream.getvalue()))).pages
        self.assertEqual(
            [p.extract_text().strip() for p in pages], ["1 / 3", "2 / 3", "3 / 3"]
        )
