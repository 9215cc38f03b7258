import base64
import io
from itertools import chain, islice

import xlsxwriter

from odoo import api, fields, models

from ...exceptions import UnreadableRegister
from ...kernel import readers, register
from .import_line import plain

SEARCHED = 30  # rows in which the headings are looked for


class ImportRegister(models.Model):
    """An old register (.xls, .xlsx) that becomes records.

    A room that reads registers adds its kind and three methods: ``_prepare_<kind>``
    (what the rows of a chunk need, read at once), ``_parse_<kind>`` (a row → values and
    fault codes) and ``_create_<kind>`` (all good rows of a chunk at once). Nothing is
    created by a check, good rows are created by an import, rows with faults go into a
    workbook that can be corrected and read again. How it runs: `import_run`.
    """

    _name = "aftersales.import"
    _description = "Register Import"
    _order = "id desc"
    _rec_name = "filename"

    kind = fields.Selection([], required=True)
    filename = fields.Char("File Name")
    data = fields.Binary("Register", required=True, attachment=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ("draft", "Not Checked"),
            ("checked", "Checked"),
            ("running", "Under Way"),
            ("done", "Imported"),
        ],
        default="draft",
        readonly=True,
    )
    line_ids = fields.One2many(
        "aftersales.import.line", "import_id", "Rows", readonly=True
    )
    good_count = fields.Integer("Good Rows", readonly=True)
    error_count = fields.Integer("Rows with Errors", readonly=True)
    created_count = fields.Integer("Created", readonly=True)
    present_count = fields.Integer("Already There", readonly=True)
    done_row = fields.Integer(
        "Finished up to Row",
        readonly=True,
        copy=False,
        help="Where an interrupted import goes on.",
    )
    error_filename = fields.Char(compute="_compute_error_filename")
    error_data = fields.Binary("Rows to Correct", readonly=True, attachment=True)

    @api.depends("filename")
    def _compute_error_filename(self):
        for record in self:
            stem = (record.filename or "register").rsplit(".", 1)[0]
            record.error_filename = self.env._("%s - to correct.xlsx", stem)

    def write(self, vals):
        """Another file is another import: nothing of it is done yet (overrides `write`)."""
        if {"data", "kind"} & set(vals):
            vals = {"state": "draft", "done_row": 0} | vals
        return super().write(vals)

    def _read(self):
        """(heading texts by column, fields by column, iterator of (row number, values))."""
        rows = self._iter_rows()
        first = list(islice(rows, SEARCHED))
        heading = self.env["aftersales.import.heading"]
        synonyms, needed = heading._get_synonyms(self.kind)
        found = register.heading_row(first, synonyms, needed, SEARCHED)
        if not found:
            raise UnreadableRegister(self._explain_missing_heading(needed))
        index, columns = found
        headings = {column: str(first[index][column]) for column in columns}
        rows = chain(first, rows)
        return headings, columns, register.data_rows(rows, index, columns)

    def _iter_rows(self):
        try:
            yield from readers.iter_rows(base64.b64decode(self.data or b""))
        except readers.UnreadableFile as error:
            raise UnreadableRegister(
                self.env._(
                    "“%s” is not a readable Excel workbook. Open it in Excel or WPS and save it as .xlsx, then choose it again.",
                    self.filename or "",
                )
            ) from error

    def _explain_missing_heading(self, needed):
        headings = self.env["aftersales.import.heading"].search(
            [("kind", "=", self.kind), ("field_name", "in", list(needed))]
        )
        wanted = "; ".join(
            f"{h.label} ({', '.join(h._get_words()[:3])})" for h in headings
        )
        return self.env._(
            "No row with the headings of this register was found. These columns are needed: %s. A manager can add other spellings under Configuration ▸ Register Headings.",
            wanted,
        )

    def _prepare_line(self, number, values, faults):
        texts = self._get_fault_texts()
        return {
            "import_id": self.id,
            "row_number": number,
            "summary": " · ".join(plain(v) for v in values.values() if plain(v)),
            "raw": {field: plain(value) for field, value in values.items()},
            "fault_codes": " ".join(faults),
            "fault": "; ".join(texts[code] for code in faults),
            "outcome": "error" if faults else "good",
        }

    def _get_fault_texts(self):
        """{fault code: sentence}; rooms add theirs."""
        return {}

    def _make_error_workbook(self, headings, columns):
        """Rows with faults below the headings of the original file, base64, or False."""
        wrong = self.line_ids.filtered(lambda line: line.outcome == "error")
        if not wrong:
            return False
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
            red = book.add_format({"font_color": "#b00020"})
            titles = [
                *headings.values(),
                self.env._("Row in the old file"),
                self.env._("Row Error"),
            ]
            sheet.write_row(0, 0, titles, bold)
            for index, line in enumerate(wrong.sorted("row_number"), start=1):
                for column, field in enumerate(columns.values()):
                    sheet.write_string(index, column, line.raw[field])
                sheet.write_number(index, len(columns), line.row_number)
                sheet.write_string(index, len(columns) + 1, line.fault, red)
            sheet.set_column(0, len(columns) + 1, 18)
        return base64.b64encode(stream.getvalue())
