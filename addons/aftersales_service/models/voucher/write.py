import io

import xlsxwriter

from odoo import models


class VoucherFile(models.Model):
    _inherit = "aftersales.voucher.file"

    def _make_workbook(self, sheets):
        """The workbook, bytes."""
        stream = io.BytesIO()
        layout = self.layout_id
        with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
            self._fill_sheet(book, layout.first_sheet, "1", sheets[0])
            if layout._get_columns("2"):
                self._fill_sheet(book, layout.second_sheet, "2", sheets[1])
        return stream.getvalue()

    def _fill_sheet(self, book, title, number, rows):
        sheet = book.add_worksheet(title[:31])
        columns = self.layout_id._get_columns(number)
        top = self.layout_id.heading_row - 1
        for place, column in enumerate(columns):
            sheet.write_string(top, place, column.heading)
            for line, row in enumerate(rows, start=top + 1):
                fixed = column.source == "fixed"
                value = column.fixed if fixed else row[column.source]
                self._fill_cell(sheet, line, place, value)
        sheet.freeze_panes(top + 1, 0)

    def _fill_cell(self, sheet, line, place, value):
        """Numbers as numbers, where the program does not want text; never a formula."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if not self.layout_id.is_text:
                sheet.write_number(line, place, value)
                return
            value = f"{value:.10f}".rstrip("0").rstrip(".")
        if value:
            sheet.write_string(line, place, value)
