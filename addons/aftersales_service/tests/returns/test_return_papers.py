import io

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnPapers(ReturnsCommon, HttpCase):
    """Every paper of the returns room is printed, with what it is about."""

    def check_paper(self, name, record, *texts, pages=None, data=None):
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = report._render_qweb_pdf(
            f"aftersales_service.{name}", record.ids, data=data
        )
        self.assertEqual(kind, "pdf")
        sheets = PdfReader(io.BytesIO(content)).pages
        text = "".join("".join(page.extract_text().split()) for page in sheets)
        for wanted in texts:
            self.assertIn("".join(wanted.split()), text, name)
        if pages:
            self.assertEqual(len(sheets), pages, name)
        return text

    def check_page(self, name, record, *texts):
        """The same page before it becomes a PDF, which costs a second each: copies and
        sheets are counted on those that have them."""
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        html, _kind = report._render_qweb_html(f"aftersales_service.{name}", record.ids)
        text = "".join(html.decode().split())
        for wanted in texts:
            self.assertIn("".join(wanted.split()), text, name)
        return text

    def test_papers(self):
        self.deliver(self.machine, "SN1")
        device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        line = {"device_id": device.id, "serial": "SN1", "fault": "noise"}
        record = self.make_return(lines=[line])
        for name in ("return_list", "return_slip", "goods_handover"):
            self.check_page(f"report_{name}", record, record.name, "SN1", "noise")
        self.check_paper("report_return_label", record, record.name, pages=1)
        self.receive(record)
        self.check_paper(
            "report_handover", record, record.name, "SN1", "1/3", "3/3", pages=3
        )
        custody = record.custody_ids
        paper = "report_custody_receipt"
        self.check_paper(paper, custody, custody.name, "SN1", "2/2", pages=2)
        fresh = self.check_page(paper, custody)
        self.check_paper("report_custody_card", custody, custody.name, pages=1)
        custody.lost_reason = "moved"
        self.check_page("report_lost_receipt", custody, custody.name, "moved")
        record.action_joint_inspection()
        inspection = record.inspection_ids
        inspection.fault_found = "winding"
        self.check_paper(
            "report_joint_inspection", inspection, inspection.name, "winding"
        )
        inspection.action_cancel()
        disposition = self.decide(record.line_ids, "rework")
        self.check_paper(
            "report_transfer_sheet", record, record.name, disposition.reason, pages=2
        )
        self.give_back(custody)
        void = self.check_page(paper, custody, custody.name)
        self.assertIn("border:4pxsolid#b00", void)
        self.assertNotIn("border:4pxsolid#b00", fresh)

    def test_registers(self):
        record = self.receive(
            self.make_return(lines=[{"product_id": self.machine.id, "serial": "外-9"}])
        )
        wizard = self.env["aftersales.returns.print"].create({})
        text = self.check_paper("report_custody_register", wizard)
        self.assertIn(record.custody_ids.name, text)
        record.action_joint_inspection()
        inspection = record.inspection_ids
        inspection.disposition = "back"
        inspection.sudo()._conclude()
        self.check_paper("report_nonconforming", wizard, "YJ-90L-T")
        self.assertEqual(wizard._find_statistics()[0][-1], 1)
        wizard.date_to = "2020-01-01"
        self.assertFalse(wizard._find_custodies())
