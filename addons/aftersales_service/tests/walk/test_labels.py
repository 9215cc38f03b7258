import io

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from .test_shelf import ShelfCommon


@tagged("post_install", "-at_install")
class TestLabels(ShelfCommon, HttpCase):
    """Each label is printed as PDF, one page each, and in the printer's own words."""

    def setUp(self):
        super().setUp()
        self.reports = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )

    def render_zpl(self, name, records):
        name = f"aftersales_service.label_{name}_zpl"
        content, kind = self.reports._render_qweb_text(name, records.ids)
        self.assertEqual(kind, "text")
        return str(content, "utf-8")

    def test_one_page_for_each_shelf(self):
        content, _kind = self.reports._render_qweb_pdf(
            "aftersales_service.label_shelf", self.shelves.ids
        )
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 2)
        for page, name in zip(pages, ("B-02", "A-03"), strict=True):
            self.assertIn(name, page.extract_text())
        width, height = (float(side) / 72 * 25.4 for side in pages[0].mediabox[2:])
        self.assertAlmostEqual(width, 60, delta=2)
        self.assertAlmostEqual(height, 40, delta=2)

    def test_zpl_holds_what_the_counter_reads(self):
        self.shelves[0].barcode = "SHELF-9"
        self.part.default_code = "6205-2RS"
        for name, records, code in (
            ("shelf", self.shelves[0], "SHELF-9"),
            ("part", self.part, "P6205"),
            ("serial", self.lots[0], "B-1"),
        ):
            text = self.render_zpl(name, records)
            self.assertEqual(text.count("^XA"), 1, name)
            self.assertIn(f"^FDMA,{code}^FS", text)
        self.assertIn("轴承6205", self.render_zpl("part", self.part))
        self.assertEqual(self.render_zpl("shelf", self.shelves).count("^XA"), 2)

    def test_box_and_old_part(self):
        walk = self.env["aftersales.walk"].browse(
            self.counter.start_walk(self.requisition.ids)["id"]
        )
        box = walk.sudo().box_ids
        text = self.render_zpl("box", box)
        self.assertIn(f"^FDMA,BOX-{self.warehouse.code}-1^FS", text)
        answer = self.counter.scan(f"BOX-{self.warehouse.code}-1")
        self.assertEqual(answer["board"]["id"], self.requisition.id)
        old = self.env["aftersales.old.part"].new({"name": "JJ-1"})
        labels = self.env["report.aftersales_service.label_old_part"]
        self.assertEqual(labels._prepare_label(old)["code"], "JJ-1")

    def test_a_name_is_never_a_command_of_the_printer(self):
        self.part.name = "轴承^XZ~JA_1 <b>&\n"
        text = self.render_zpl("part", self.part)
        self.assertEqual(text.count("^XZ"), 1)
        self.assertNotIn("~JA", text)
        self.assertIn("_5EXZ_7EJA_5F1 _3Cb_3E_26_0A^FS", text)
