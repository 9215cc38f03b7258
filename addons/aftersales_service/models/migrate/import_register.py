import base64
import datetime
import io

import xlsxwriter

from odoo import api, fields, models

from ...exceptions import UnreadableRegister
from ...kernel import readers, register


class ImportRegister(models.Model):
    """An old register (.xls, .xlsx) that becomes records.

    A room that reads registers adds its kind and three methods: ``_prepare_<kind>``
    (what all rows need, read once), ``_parse_<kind>`` (a row → values and fault codes)
    and ``_create_<kind>`` (all good rows at once). Nothing is created by a check, good
    rows are created by an import, rows with faults go into a workbook that can be
    corrected and read again.
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
        [("draft", "Not Checked"), ("checked", "Checked"), ("done", "Imported")],
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
    error_filename = fields.Char(compute="_compute_error_filename")
    error_data = fields.Binary("Rows to Correct", readonly=True, attachment=True)

    @api.depends("filename")
    def _compute_error_filename(self):
        for record in self:
            stem = (record.filename or "register").rsplit(".", 1)[0]
            record.error_filename = self.env._("%s - to correct.xlsx", stem)

    def action_check(self):
        """Read the file, show every row and every fault; create nothing."""
        self.ensure_one()
        self._check()
        return True

    def action_import(self):
        """Check again, then create what the good rows say; a second time creates nothing."""
        self.ensure_one()
        good, lines = self._check()
        created = getattr(self, f"_create_{self.kind}")([row["vals"] for row in good])
        for row, is_new in zip(good, created, strict=True):
            row["line"]["outcome"] = "created" if is_new else "present"
        self._store_lines(lines)
        self.write(
            {
                "state": "done",
                "created_count": sum(created),
                "present_count": len(created) - sum(created),
            }
        )
        return True

    def _check(self):
        """(good rows, values of all lines); writes lines, counts and the error workbook."""
        heading, columns, rows = self._read()
        parse = getattr(self, f"_parse_{self.kind}")
        shared = getattr(self, f"_prepare_{self.kind}")([values for _n, values in rows])
        good, lines = [], []
        for number, values in rows:
            vals, faults = parse(values, shared)
            line = self._prepare_line(number, values, faults)
            lines.append(line)
            if not faults:
                good.append({"vals": vals, "line": line})
        self._store_lines(lines)
        self.write(
            {
                "state": "checked",
                "good_count": len(good),
                "error_count": len(lines) - len(good),
                "error_data": self._make_error_workbook(heading, columns, lines),
            }
        )
        return good, lines

    def _read(self):
        """(heading texts by column, fields by column, [(row number, values)])."""
        try:
            rows = readers.read_rows(base64.b64decode(self.data or b""))
        except readers.UnreadableFile as error:
            raise UnreadableRegister(
                self.env._(
                    "“%s” is not a readable Excel workbook. Open it in Excel or WPS and save it as .xlsx, then choose it again.",
                    self.filename or "",
                )
            ) from error
        synonyms, needed = self.env["aftersales.import.heading"]._get_synonyms(
            self.kind
        )
        found = register.heading_row(rows, synonyms, needed)
        if not found:
            raise UnreadableRegister(self._explain_missing_heading(needed))
        index, columns = found
        headings = {column: str(rows[index][column]) for column in columns}
        return headings, columns, list(register.data_rows(rows, index, columns))

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
            "summary": " · ".join(_plain(v) for v in values.values() if _plain(v)),
            "raw": {field: _plain(value) for field, value in values.items()},
            "fault_codes": " ".join(faults),
            "fault": "; ".join(texts[code] for code in faults),
            "outcome": "error" if faults else "good",
        }

    def _get_fault_texts(self):
        """{fault code: sentence}; rooms add theirs."""
        return {}

    def _store_lines(self, lines):
        self.line_ids.unlink()
        self.env["aftersales.import.line"].create(lines)

    def _make_error_workbook(self, headings, columns, lines):
        """Rows with faults below the headings of the original file, base64, or False."""
        wrong = [line for line in lines if line["outcome"] == "error"]
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
            for index, line in enumerate(wrong, start=1):
                for column, field in enumerate(columns.values()):
                    sheet.write_string(index, column, line["raw"][field])
                sheet.write_number(index, len(columns), line["row_number"])
                sheet.write_string(index, len(columns) + 1, line["fault"], red)
            sheet.set_column(0, len(columns) + 1, 18)
        return base64.b64encode(stream.getvalue())


def _plain(value):
    """A cell as text that reads back to the same value."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
