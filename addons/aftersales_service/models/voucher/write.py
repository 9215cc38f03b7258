import io

import xlsxwriter

from odoo import models

# First row of the sheet of fields, and what it says of the whole workbook.
_SCHEMA = (
    "FType", "FKey", "FFieldName", "FCaption", "FValueType", "FNeedSave", "FColIndex",
    "FSrcTableName", "FSrcFieldName", "FExpFieldName", "FImpFieldName", "FDefaultVal",
    "FSearch", "FItemPageName", "FTrueType", "FPrecision", "FSearchName", "FIsShownList",
    "FViewMask", "FPage",
)  # fmt: skip
_ABOUT = (
    ("ClassInfo", "ClassType", "", "VoucherData"),
    ("ClassInfo", "ClassTypeID", "", "123"),
)
_REST = ("", "0", "", "", "0", "0", "0", "0", "1")
# A text has no quotes: what would divide a line is written full-width, as is what a
# spreadsheet would take for a formula.
_DIVIDERS = str.maketrans({",": "，", '"': "＂", "\n": " ", "\r": " ", "\t": " "})
_FORMULA = str.maketrans("=+-@", "＝＋－＠")


class VoucherFile(models.Model):
    _inherit = "aftersales.voucher.file"

    def _make_content(self, sheets):
        """(bytes, ending of the name) of the file."""
        if self.layout_id.file_format == "text":
            return self._make_text(sheets[0]), "txt"
        return self._make_workbook(sheets), "xlsx"

    def _get_value(self, column, row):
        return column.fixed if column.source == "fixed" else row[column.source]

    # --- a workbook

    def _make_workbook(self, sheets):
        stream = io.BytesIO()
        layout = self.layout_id
        with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
            self._fill_sheet(book, layout.first_sheet, "1", sheets[0])
            if layout._get_columns("2"):
                self._fill_sheet(book, layout.second_sheet, "2", sheets[1])
            if layout.schema_sheet:
                self._fill_schema(book, layout)
        return stream.getvalue()

    def _fill_sheet(self, book, title, number, rows):
        sheet = book.add_worksheet(title[:31])
        top = self.layout_id.heading_row - 1
        for place, column in enumerate(self.layout_id._get_columns(number)):
            sheet.write_string(top, place, column.heading)
            for line, row in enumerate(rows, start=top + 1):
                self._fill_cell(sheet, line, place, self._get_value(column, row))
        sheet.freeze_panes(top + 1, 0)

    def _fill_cell(self, sheet, line, place, value):
        """Numbers as numbers, where the program does not want text; never a formula."""
        if _is_number(value) and not self.layout_id.is_text:
            sheet.write_number(line, place, value)
        elif text := _as_text(value):
            sheet.write_string(line, place, text)

    def _fill_schema(self, book, layout):
        """Key and type of each column, as Kingdee K/3 writes them beside its own vouchers."""
        sheet = book.add_worksheet(layout.schema_sheet[:31])
        page = layout.first_sheet
        rows = [_SCHEMA, *_ABOUT, ("PageInfo", page, "", page)]
        for place, column in enumerate(layout._get_columns("1"), start=1):
            key, heading = column.key or "", column.heading
            kind = column.value_type or ""
            row = ("FieldInfo", key, key, heading, kind, "", str(place), "", "")
            rows.append((*row, key, key, *_REST))
        for line, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(line, place, text)

    # --- a text

    def _make_text(self, rows):
        """Lines as Chinese Windows reads them."""
        layout = self.layout_id
        columns = layout._get_columns("1")
        first = layout.first_line or ",".join(columns.mapped("heading"))
        lines = [
            ",".join(_as_part(self._get_value(column, row)) for column in columns)
            for row in rows
        ]
        return "".join(f"{line}\r\n" for line in [first, *lines]).encode("gb18030")


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _as_text(value):
    if _is_number(value):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return value or ""


def _as_part(value):
    text = _as_text(value)
    if _is_number(value) or not text:
        return text
    return text[:1].translate(_FORMULA) + text[1:].translate(_DIVIDERS)
