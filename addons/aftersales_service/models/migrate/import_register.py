import base64
from itertools import islice

from odoo import api, fields, models

from ...exceptions import ImportBusy, UnreadableRegister
from ...kernel import headings, readers, register, sheets


class ImportRegister(models.Model):
    """An old register (.xls, .xlsx, .csv) that becomes records.

    A room that reads registers adds its kind and three methods: ``_prepare_<kind>``
    (what the rows of a chunk need, read at once), ``_parse_<kind>`` (a row → values and
    fault codes) and ``_create_<kind>`` (all good rows of a chunk at once). Nothing is
    created by a check, good rows are created by an import, rows with faults go into a
    workbook that can be corrected and read again. What columns mean: `import_columns`;
    what is wrong with rows: `import_faults`; how it runs: `import_run`.
    """

    _name = "aftersales.import"
    _description = "Register Import"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id desc"
    _rec_name = "filename"

    _transitions = {
        "draft": ("mapping", "checked", "running"),
        "mapping": ("draft", "mapping", "checked", "running"),
        "checked": ("draft", "mapping", "checked", "running"),
        "running": ("stopped", "done"),
        "stopped": ("draft", "mapping", "checked", "running"),
        "done": ("draft", "mapping", "checked", "running"),
    }
    # A register is no document of its own: only one that is read right now must stay.
    _deletable_states = ("draft", "mapping", "checked", "stopped", "done")
    _flow_fields = frozenset(
        (
            "good_count", "error_count", "notice_count", "created_count", "present_count",
            "row_count", "done_row", "error_data", "user_id", "problem", "sheet_note",
        )
    )  # fmt: skip

    kind = fields.Selection([], required=True)
    filename = fields.Char("File Name")
    data = fields.Binary("Register", required=True, attachment=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ("draft", "Not Checked"),
            ("mapping", "Columns to Assign"),
            ("checked", "Checked"),
            ("running", "Under Way"),
            ("stopped", "Stopped"),
            ("done", "Imported"),
        ],
        default="draft",
        readonly=True,
    )
    line_ids = fields.One2many(
        "aftersales.import.line", "import_id", "Rows", readonly=True
    )
    row_count = fields.Integer("All Rows", readonly=True, copy=False)
    good_count = fields.Integer("Good Rows", readonly=True, copy=False)
    error_count = fields.Integer("Rows with Errors", readonly=True, copy=False)
    notice_count = fields.Integer("Rows with Notices", readonly=True, copy=False)
    created_count = fields.Integer("Created", readonly=True, copy=False)
    present_count = fields.Integer("Already There", readonly=True, copy=False)
    done_row = fields.Integer(
        "Finished up to Row",
        readonly=True,
        copy=False,
        help="Where an interrupted import goes on.",
    )
    error_filename = fields.Char(compute="_compute_error_filename")
    error_data = fields.Binary(
        "Rows to Correct", readonly=True, attachment=True, copy=False
    )

    @api.depends("filename")
    def _compute_error_filename(self):
        for record in self:
            stem = (record.filename or "register").rsplit(".", 1)[0]
            record.error_filename = self.env._("%s - to correct.xlsx", stem)

    def write(self, vals):
        """Another file is another import: nothing of it is done yet (overrides `write`)."""
        if not {"data", "kind", "heading_row"} & set(vals):
            return super().write(vals)
        self._check_not_running()
        result = super().write(vals)
        anew = self._in_flow()
        anew.write({"state": "draft", "done_row": 0, "row_count": 0, "problem": False})
        self.column_ids.unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        self._check_not_running()

    def _check_not_running(self):
        for record in self:
            if record.state == "running":
                raise ImportBusy(
                    self.env._(
                        "“%s” is being imported. Stop it first.", record.filename or ""
                    )
                )

    def _read(self):
        """([the table of each sheet that is read], iterator of the rows of all)."""
        tables, needed = self._find_tables()
        found = [(sheet, table) for sheet, table in tables if not table.lacks(needed)]
        for sheet, table in found:
            table.row_count = sheet.count()
        if not found:
            raise UnreadableRegister(self._explain_missing_heading(needed))
        return [table for _sheet, table in found], self._iter_found(found)

    def _iter_found(self, found):
        for sheet, table in found:
            with self._explained():
                yield from table.iter_rows(sheet)

    def _find_tables(self):
        """([(sheet, its table)] of every visible sheet that has one, needed fields)."""
        heading = self.env["aftersales.import.heading"]
        synonyms, needed = heading._get_synonyms(self.kind)
        chosen = self.env["aftersales.import.alias"]._get_chosen(
            self.kind, self.company_id
        )
        words, found = headings.Headings(synonyms, chosen), []
        with self._explained():
            for number, sheet in enumerate(self._open_sheets()):
                first = list(islice(sheet, register.SEARCHED))
                table = register.find_table(
                    sheet.name, first, words, needed, number << 20, self.heading_row
                )
                if table:
                    found.append((sheet, table))
        return found, needed

    def _open_sheets(self):
        return readers.read_sheets(base64.b64decode(self.data or b""))

    def _explained(self):
        """A context in which errors of the readers become sentences."""
        return _Explained(self)


class _Explained:
    def __init__(self, record):
        self.record = record

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if not isinstance(error, readers.UnreadableFile):
            return
        env, name = self.record.env, self.record.filename or ""
        if isinstance(error, sheets.TooLarge):
            text = env._(
                "“%s” is too large: at most 200,000 rows and 200 columns are read. Delete empty formatted rows and columns, or divide it into several files.",
                name,
            )
        else:
            text = env._(
                "“%s” is not a readable register. Open it in Excel or WPS and save it as .xlsx or .csv without a password, then choose it again.",
                name,
            )
        raise UnreadableRegister(text) from error
