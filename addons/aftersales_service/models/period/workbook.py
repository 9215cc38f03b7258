import base64
import io
from datetime import datetime

import xlsxwriter

from odoo import fields, models

COLUMNS = {
    "fee": ("order_id", "name", "kind", "product_id", "quantity", "price_unit"),
    "share": ("order_id", "fee_id", "payer", "partner_id", "percent"),
    "movement": ("share_id", "kind", "net", "tax", "reason", "user_id"),
    "collection": ("name", "order_id", "technician_id", "method", "state"),
    "handin": ("name", "technician_id", "received_by_id", "difference"),
    "settlement": ("name", "payer", "partner_id"),
    "fapiao": ("number", "code", "kind", "party_name", "net", "tax", "state"),
    "cost": ("order_id", "name", "kind", "quantity"),
    "late": ("name", "user_id"),
}
# Their amounts stand in columns of their own, or in their movements.
WITHOUT_AMOUNT = ("share", "movement")


class Period(models.Model):
    """The workbook of the month: a sheet of each kind, and one of what stayed open."""

    _inherit = "aftersales.period"

    workbook = fields.Binary(attachment=True, readonly=True, copy=False)
    workbook_name = fields.Char(readonly=True, copy=False)
    workbook_hash = fields.Char(
        "Fingerprint of the Workbook", readonly=True, copy=False
    )

    def _keep_workbook(self):
        """What was filed stays under the month when it is opened again."""
        for period in self.sudo():  # sudo: the director writes no months
            content = base64.b64decode(period.workbook or b"")
            period.message_post(
                body=self.env._("As it was closed, %s", period.fingerprint),
                attachments=[(period.workbook_name, content)],
            )

    def _make_workbook(self):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(
            stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        ) as book:
            book.set_properties(
                {"created": datetime.combine(self.last_day, datetime.min.time())}
            )
            bold = book.add_format({"bold": True})
            for kind, model in self._get_sources().items():
                facts = self._find_facts(model)
                counted = kind not in WITHOUT_AMOUNT
                self._write_sheet(book, bold, facts, COLUMNS.get(kind, ()), counted)
            self._write_exceptions(book, bold)
        return stream.getvalue()

    def _write_sheet(self, book, bold, facts, names, counted=True):
        words = (
            self.env["ir.model"].sudo()._get(facts._name).name
        )  # sudo: its name only
        sheet = book.add_worksheet(
            words[:31].translate(str.maketrans("[]:*?/\\", "       "))
        )
        names = ("period_day", "late_of", *names)
        labels = [facts._fields[n]._description_string(self.env) for n in names]
        amount = [self.env._("Amount")] if counted else []
        sheet.write_row(0, 0, ["#", *labels, *amount], bold)
        for place, fact in enumerate(facts, start=1):
            cells = [
                fact._fields[name].convert_to_export(fact[name], fact) for name in names
            ]
            amount = [fact._get_fact_amount()] if counted else []
            sheet.write_row(place, 0, [fact.id, *map(_plain, cells), *amount])
        sheet.set_column(0, len(names) + 1, 16)
        sheet.freeze_panes(1, 1)

    def _write_exceptions(self, book, bold):
        sheet = book.add_worksheet(self.env._("What Stayed Open")[:31])
        rows = self.exception_ids.filtered(lambda row: not row.is_settled)
        names = ("kind", "name", "amount", "who", "reason", "reasoned_by_id")
        labels = [rows._fields[n]._description_string(self.env) for n in names]
        sheet.write_row(0, 0, labels, bold)
        for place, row in enumerate(rows, start=1):
            cells = [rows._fields[n].convert_to_export(row[n], row) for n in names]
            sheet.write_row(place, 0, [*map(_plain, cells)])
        sheet.set_column(0, len(names), 20)


def _plain(value):
    return value if isinstance(value, int | float) else str(value or "")
