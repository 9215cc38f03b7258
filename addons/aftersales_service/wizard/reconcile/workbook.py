import base64
import io
import json

import xlsxwriter

from odoo import fields, models

from ...exceptions import ProofMissing
from ...models.reconcile.line import COPIED

_MOST = 100_000
_LEFT_OUT = {"company_id", "fault_key", "rank", "keeps_open", "turns_on", "kind"}


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
        content = base64.b64encode(self._make_workbook(lines))
        self.write({"workbook": content, "filename": "reconciliation.xlsx"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def _make_workbook(self, lines):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        names = [*(n for n in COPIED if n not in _LEFT_OUT), "reason_id", "reason_note"]
        for column, name in enumerate(names):
            field = lines._fields[name]
            sheet.write_string(0, column, field._description_string(self.env), bold)
        for number, line in enumerate(lines, start=1):
            for column, name in enumerate(names):
                self._write(sheet, number, column, line, name)
        sheet.set_column(0, len(names), 14)
        book.close()
        return stream.getvalue()

    def _write(self, sheet, row, column, line, name):
        field, value = line._fields[name], line[name]
        if field.type in ("float", "monetary", "integer"):
            sheet.write_number(row, column, value)
        elif field.type == "many2one":
            sheet.write_string(row, column, value.display_name or "")
        elif field.type == "selection":
            labels = dict(field._description_selection(self.env))
            sheet.write_string(row, column, labels.get(value, ""))
        else:
            sheet.write_string(row, column, str(value or ""))
