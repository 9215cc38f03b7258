"""Registers as small workbooks."""

import base64
import csv
import io

import openpyxl

from ..common import AfterSalesCommon

HEADINGS = ["客户名称", "产品编码", "机号", "发货日期", "保修期"]


def make_book(*sheets):
    """Bytes of a workbook; a sheet is a list of rows, or (name, state, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets):
        name, state, rows = (
            sheet if isinstance(sheet, tuple) else (f"表{number}", "visible", sheet)
        )
        page = book.create_sheet(name)
        page.sheet_state = state
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_csv(rows, coding="utf-8-sig"):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(coding)


class RegisterCase(AfterSalesCommon):
    def make_import(self, data, kind="device", filename="登记.xlsx", user=None):
        return (
            self.env["aftersales.import"]
            .with_user(user or self.dispatcher)
            .create(
                {"kind": kind, "filename": filename, "data": base64.b64encode(data)}
            )
        )

    def read(self, *rows, headings=None, **vals):
        """An imported register of these rows."""
        record = self.make_import(make_book([headings or HEADINGS, *rows]), **vals)
        record.action_import()
        return record

    def make_row(self, serial, **cells):
        """A good row; ``cells`` by field."""
        row = {"partner": "齐鲁泵业有限公司", "product": "YJ-90L-T", "serial": serial}
        row |= {"ship": "2026-01-31", "months": 12}
        return list((row | cells).values())

    def get_device(self, serial):
        return self.env["aftersales.device"]._find_by_scan(serial)

    def get_faults(self, record):
        return [(line.fault_codes or "").split() for line in record.line_ids]
