import io

from odoo import models

# Printed in white, one per copy, where the text layer of the PDF can be read: it tells on
# which page a copy begins, so pages are numbered per copy and not per print job.
MARK = "AFTERSALES-COPY-BEGIN"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Stamp page numbers on our forms (overrides `_render_qweb_pdf`).

        Many wkhtmltopdf builds, Debian's among them, drop footers; so the number is put
        on afterwards, where it also knows how many pages its copy has.
        """
        content, kind = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        report = self._get_report(report_ref)
        forms = self.env["aftersales.form"].sudo()  # anybody who may print gets numbers
        if kind == "pdf" and forms.search_count(
            [("report_id", "=", report.id)], limit=1
        ):
            content = stamp_pages(content)
        return content, kind


def stamp_pages(content):
    """``content`` (PDF bytes) with “page / pages” at the foot of each page of each copy."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    texts = [page.extract_text() for page in writer.pages]
    for page, (number, total) in zip(writer.pages, _count_pages(texts), strict=True):
        page.merge_page(_number_page(page, f"{number} / {total}"))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _count_pages(texts):
    """[(page within its copy, pages of that copy)] from the texts of all pages."""
    copies = []
    for text in texts:
        if MARK in text or not copies:
            copies.append(0)
        copies[-1] += 1
    return [(page, total) for total in copies for page in range(1, total + 1)]


def _number_page(page, text):
    from pypdf import PdfReader
    from reportlab.pdfgen.canvas import Canvas

    width, height = float(page.mediabox.width), float(page.mediabox.height)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, height))
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(width / 2, 14, text)
    canvas.save()
    return PdfReader(io.BytesIO(stream.getvalue())).pages[0]
