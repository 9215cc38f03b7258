import base64
import io
import json

import xlsxwriter

from odoo import fields, models

from ...exceptions import ProofMissing
from ...models.reconcile.line import COPIED

_MOST = 100_000
# What only the counting needs, and what nobody reads: a code.
_LEFT_OUT = {"company_id", "fault_key", "rank", "keeps_open", "turns_on", "kind", "claim_state"}  # fmt: skip


class ReconcileWorkbook(models.TransientModel):
    """Rows of the reconciliation board as a workbook."""

    _name = "aftersales.reconcile.workbook"
    _description = "Workbook of the Reconciliation Board"
    _inherit = "document.window.mixin"

    filters = fields.Char(readonly=True)
    workbook = fields.Binary(attachment=False, readonly=True)
    filename = fields.Char("File Name", readonly=True)

    def action_excel(self):
        """:raises ProofMissing: when nothing was chosen, or more than a sheet bears"""
        self.ensure_one()
        board = self.env["aftersales.reconcile.board"]
        board._require_reader()
        domain = board._get_domain(json.loads(self.filters or "{}"))
        lines = self.env["aftersales.reconcile.line"].search(domain, limit=_MOST + 1)
        if not lines or len(lines) > _MOST:
            raise ProofMissing(
                self.env._("Nothing to write. Choose another month or state.")
                if not lines
                else self.env._("More than %s rows: choose a month or a state.", _MOST)
            )
        title = self.env._("Reconciliation Board")
        content = base64.b64encode(self._make_workbook(title, lines))
        day = self.env.company._aftersales_today()
        self.write({"workbook": content, "filename": f"{title} {day}.xlsx"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def _make_workbook(self, title, lines):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        sheet, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
        styles = {
            "monetary": book.add_format({"num_format": "#,##0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "month": book.add_format({"num_format": "yyyy-mm"}),
        }
        names = self._get_columns()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names), 14)
        for column, name in enumerate(names):
            field = lines._fields[name]
            sheet.write_string(0, column, field._description_string(self.env), bold)
        for number, line in enumerate(lines, start=1):
            for column, name in enumerate(names):
                self._write_cell(sheet, styles, number, column, line, name)
        sheet.autofilter(0, 0, len(lines), len(names) - 1)
        book.close()
        return stream.getvalue()

    def _get_columns(self):
        """What a row of the workbook tells, the job and its fee first."""
        first = ["order_id", "fee_id", "month"]
        told = [n for n in COPIED if n not in _LEFT_OUT and n not in first]
        return [*first, *told, "reason_id", "reason_note"]

    def _write_cell(self, sheet, styles, row, column, line, name):
        field, value = line._fields[name], line[name]
        if field.type == "date":
            if value:
                style = styles["month" if name == "month" else "date"]
                sheet.write_datetime(row, column, value, style)
        elif field.type in ("float", "monetary", "integer"):
            sheet.write_number(row, column, value, styles.get(field.type))
        elif field.type == "many2one":
            sheet.write_string(row, column, value.display_name or "")
        elif field.type == "selection":
            labels = dict(field._description_selection(self.env))
            sheet.write_string(row, column, labels.get(value, ""))
        else:
            sheet.write_string(row, column, str(value or ""))
