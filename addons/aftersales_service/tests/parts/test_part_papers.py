import io

from lxml.html import fromstring
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from ..old_part.test_old_part import OldPartCommon


@tagged("post_install", "-at_install")
class TestPartPapers(OldPartCommon, HttpCase):
    """Every paper of the parts room is printed, with what it is about."""

    def check_paper(self, name, record, *texts, pdf=False):
        """What the paper says; ``pdf`` once per layout, because printing takes a second."""
        text = self.print_pdf(name, record) if pdf else self.render(name, record)
        for wanted in texts:
            self.assertIn("".join(wanted.split()), "".join(text.split()), name)

    def get_report(self):
        return self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )

    def print_pdf(self, name, record):
        content, kind = self.get_report()._render_qweb_pdf(
            f"aftersales_service.{name}", record.ids
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages)

    def render(self, name, record):
        content, _kind = self.get_report()._render_qweb_html(
            f"aftersales_service.{name}", record.ids
        )
        return fromstring(content).text_content()

    def test_papers(self):
        part = self.replace()
        requisition = part.requisition_line_id.requisition_id
        self.check_paper("report_urgent_parts", requisition, requisition.name)
        self.check_paper("report_old_part_tag", part, part.name, "O-77", pdf=True)
        receipt = self.env["aftersales.old.part.receipt"].create(
            {"technician_id": self.li.id}
        )
        receipt.action_load()
        self.check_paper("report_old_part_list", receipt, receipt.name, part.name)
        notice = self.env["aftersales.old.part.notice"].create(
            {"supplier_id": self.maker.id, "old_part_ids": [(6, 0, part.ids)]}
        )
        self.check_paper("report_old_part_notice", notice, notice.name, part.name)
        today = self.company._aftersales_today()
        statement = self.env["aftersales.part.statement"].create(
            {"technician_id": self.li.id, "date_from": today, "date_to": today}
        )
        statement.action_load()
        self.check_paper("report_part_statement", statement, "N-1")

    def test_return_slip_tells_good_from_defective(self):
        visit = self.make_visit(self.make_order(service_type="c"))
        requisition = self.make_requisition(visit, (self.part, 2))
        self.part.barcode = "P6205"
        self.issue(requisition)
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        counter.scan("P6205", requisition.id, step="return", condition="defective")
        picking = self.env["stock.picking"].browse(
            counter.take_back(requisition.id)["picking_ids"]
        )
        self.assertEqual(picking.move_line_ids.product_id, self.part)
        self.check_paper(
            "report_part_return",
            picking,
            picking.name,
            requisition.name,
            self.part.name,
            pdf=True,
        )
