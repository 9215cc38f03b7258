import base64
import io
from datetime import timedelta

import xlsxwriter

from odoo import api, fields, models

from ...exceptions import ProofMissing

_PRINTED = 3000  # lines that a sheet of paper can sensibly hold; a workbook holds all
_REPORTS = {
    "call": "call_register",
    "information": "information_book",
    "registration": "service_registration",
    "ledger": "service_ledger",
}


class RegisterPrint(models.TransientModel):
    """Asks which register, of which units, from when to when; prints it or makes a
    workbook of it (B-02, B-15, B-36, B-46)."""

    _name = "aftersales.register.print"
    _description = "Print a Register"
    _inherit = "document.window.mixin"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("call", "Call-Repair Register"),
            ("information", "Hotline Record Book"),
            ("registration", "After-Sales Service Registration"),
            ("ledger", "Service Ledger"),
        ],
        "Kind of Register",
        required=True,
        default="call",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    unit_ids = fields.Many2many(
        "aftersales.unit",
        string="Service Units",
        check_company=True,
        help="Empty: every unit.",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_day()
    )
    date_to = fields.Date("To", required=True, default=lambda self: self._default_day())
    workbook = fields.Binary(attachment=False, readonly=True)
    filename = fields.Char("File Name", readonly=True)

    def _default_day(self):
        """Yesterday: that is the register that is sent today (T-27)."""
        return self.env.company._aftersales_today() - timedelta(days=1)

    @api.depends("kind", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for wizard in self:
            days = dict.fromkeys(
                str(day) for day in (wizard.date_from, wizard.date_to) if day
            )
            wizard.display_name = " – ".join(days)

    def action_print(self):
        """The register as PDF; call registers have one sheet per unit and day."""
        calls = self._check_calls()
        if len(calls) > _PRINTED:
            raise ProofMissing(
                self.env._(
                    "These are %(found)s calls; more than %(most)s are too many for paper. Choose fewer days or units, or press “Excel”.",
                    found=len(calls),
                    most=_PRINTED,
                )
            )
        name = _REPORTS[self.kind]
        report = self.env.ref(f"aftersales_service.action_report_{name}")
        records = self._get_sheets() if self.kind == "call" else self
        return report.report_action(records, config=False)

    def action_excel(self):
        """The register as a workbook."""
        self._check_calls()
        self.write(
            {"workbook": self._make_workbook(), "filename": self._get_filename()}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def action_view(self):
        """The same calls as a list on the screen."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action"
        )
        return {
            **action,
            "name": self._get_title(),
            "domain": list(self._get_calls_domain()),
            "context": {},
        }

    def _check_calls(self):
        self.ensure_one()
        if self.date_from > self.date_to:
            raise ProofMissing(
                self.env._("The first day lies after the last one. Change the dates.")
            )
        calls = self._find_calls()
        if not calls:
            raise ProofMissing(
                self.env._(
                    "There was no call in these days and units. Choose other ones; an empty sheet is printed under Configuration ▸ Paper Forms."
                )
            )
        return calls

    def _get_calls_domain(self):
        order = self.env["aftersales.order"]
        domain = order._get_register_domain(
            self.company_id, self.date_from, self.date_to
        )
        if self.unit_ids:
            domain &= fields.Domain("unit_id", "in", self.unit_ids.ids)
        return domain

    def _find_calls(self):
        """Calls in the order in which they came."""
        return self.env["aftersales.order"].search(
            self._get_calls_domain(), order="called_at, id"
        )

    def _get_sheets(self):
        days = self.env["aftersales.register.day"]
        if days.has_access("create"):
            days._open_days(self.company_id, self.date_from, self.date_to)
        domain = fields.Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )
        if self.unit_ids:
            domain &= fields.Domain("unit_id", "in", self.unit_ids.ids)
        return days.search(domain, order="date, unit_id, id")

    def _get_title(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return labels[self.kind]

    def _get_filename(self):
        return f"{self._get_title()} {self.display_name}.xlsx"

    def _make_workbook(self):
        """One sheet with filters, set up to be printed, base64."""
        paper = self.env[f"report.aftersales_service.report_{_REPORTS[self.kind]}"]
        columns, labels = paper._get_columns(), paper._get_labels()
        # On one sheet of many days each line says what a page of one day says above.
        ahead = {"call": ("day", "unit"), "registration": ("channel",)}
        columns = [(key, labels[key], 9) for key in ahead.get(self.kind, ())] + columns
        calls = self._find_calls()
        lines = paper._get_lines(calls)
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
            self._fill_sheet(
                book, columns, [row for row in lines if "group" not in row]
            )
        return base64.b64encode(stream.getvalue())

    def _fill_sheet(self, book, columns, lines):
        sheet = book.add_worksheet(self._get_title()[:31])
        big = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        line = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        head = book.add_format(
            line | {"bold": True, "bg_color": "#f2f2f2", "align": "center"}
        )
        cell = book.add_format(line)
        last = len(columns) - 1
        sheet.merge_range(
            0, 0, 0, last, f"{self.company_id.name} {self._get_title()}", big
        )
        sheet.write_string(1, 0, self.display_name)
        sheet.write_row(2, 0, [label for _key, label, _width in columns], head)
        for number, values in enumerate(lines, start=3):
            for column, (key, _label, _width) in enumerate(columns):
                sheet.write_string(number, column, values[key], cell)
        for column, (_key, _label, width) in enumerate(columns):
            sheet.set_column(column, column, max(10, width * 1.6))
        sheet.autofilter(2, 0, 2 + len(lines), last)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
