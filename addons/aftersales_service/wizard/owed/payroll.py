import base64
import io
from datetime import timedelta

import xlsxwriter

from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from ...kernel.dates import add_months


class OwedPayroll(models.TransientModel):
    """Asks for a month and makes the workbook that payroll works with: a sheet with one row
    for each technician, and one with each visit."""

    _name = "aftersales.owed.payroll"
    _description = "Workbook for Payroll"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    period = fields.Date(
        "Month", required=True, default=lambda self: self._default_period()
    )
    workbook = fields.Binary(attachment=False, readonly=True)
    filename = fields.Char("File Name", readonly=True)

    def _default_period(self):
        first = self.env.company._aftersales_today().replace(day=1)
        return (first - timedelta(days=1)).replace(day=1)

    @api.depends("period")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = (
                f"{wizard.period or '':%Y-%m}" if wizard.period else ""
            )

    def action_excel(self):
        """What was confirmed and booked, as a workbook.

        :raises ProofMissing: when there is nothing of that month
        """
        self.ensure_one()
        self.env["aftersales.settlement"]._require_group(FINANCE)
        settlements = self._find_settlements()
        if not settlements:
            raise ProofMissing(
                self.env._(
                    "No statement of a technician was booked for this month. Gather, send and book them first."
                )
            )
        self.write(
            {
                "workbook": base64.b64encode(self._make_workbook(settlements)),
                "filename": f"payroll-{self.period:%Y-%m}.xlsx",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def _find_settlements(self):
        first = self.period.replace(day=1)
        return self.env["aftersales.settlement"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("payer", "=", "employee"),
                ("state", "=", "settled"),
                ("is_reversed", "=", False),
                ("period", ">=", first),
                ("period", "<", add_months(first, 1)),
            ],
            order="partner_id, id",
        )

    def _make_workbook(self, settlements):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        lines = settlements.line_ids.filtered("accepted_net")
        self._fill(book, self.env._("Technicians"), self._get_sums(lines))
        self._fill(book, self.env._("Visits"), self._get_rows(lines))
        book.close()
        return stream.getvalue()

    def _fill(self, book, title, rows):
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, None if number else bold)
                else:
                    sheet.write_number(number, column, value)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 8, 20)

    def _get_sums(self, lines):
        """One row for each person; the withheld tax is that of his statements."""
        yield [
            self.env._("Staff Number"),
            self.env._("Technician"),
            self.env._("Visits"),
            self.env._("Earned"),
            self.env._("Withheld"),
            self.env._("To Pay"),
        ]
        for technician, mine in lines.grouped("technician_id").items():
            earned = sum(mine.mapped("accepted_net"))
            withheld = sum(
                settlement._get_withheld_of(found)
                for settlement, found in mine.grouped("settlement_id").items()
            )
            yield [
                technician.code or "",
                technician.name,
                len(mine.visit_id),
                round(earned, 2),
                round(withheld, 2),
                round(earned - withheld, 2),
            ]

    def _get_rows(self, lines):
        yield [
            self.env._("Technician"),
            self.env._("Settlement Document"),
            self.env._("Job"),
            self.env._("Day"),
            self.env._("How It Was Counted"),
            self.env._("Amount"),
        ]
        for line in lines.sorted(lambda ln: (ln.technician_id.name, ln.day, ln.id)):
            yield [
                line.technician_id.name,
                line.settlement_id.name,
                line.order_name,
                str(line.day),
                line.name,
                line.accepted_net,
            ]
