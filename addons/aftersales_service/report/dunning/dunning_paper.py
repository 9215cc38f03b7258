from odoo import models

from ...kernel.paging import cut

# Pixels of a sheet of A4: rows on the first sheet, on later ones, and one row.
_FIRST, _LATER, _ROW = 560, 1100, 40


class DunningPaper(models.AbstractModel):
    """催款函: words of its level, and what is owed for each job."""

    _name = "report.aftersales_service.report_dunning"
    _inherit = ["aftersales.paper"]
    _description = "Payment Reminder"

    _record_model = "aftersales.dunning"
    _most_rows = 500

    def _get_title(self, record, form, blank):
        """That of its level (extends)."""
        return form.name if blank else record.level_id.name

    def _get_rows(self, record, form, blank):
        """What is owed per job (overrides)."""
        if blank:
            return [None] * form.blank_rows
        rows = record._get_rows()
        most = self._most_rows
        return rows if len(rows) <= most else self._merge(rows, most - 1)

    def _merge(self, rows, kept):
        """What has no room any more, in one last row: the total is that of the rows."""
        rest = rows[kept:]
        last = {
            "job": self.env._("%s more", len(rest)),
            "device": "",
            "day": False,
            "invoice": "",
            "since": min(row["since"] for row in rest),
            "amount": sum(row["amount"] for row in rest),
        }
        return [*rows[:kept], last]

    def _get_sheets(self, record, form, blank):
        """[(number, row)] of each sheet, headings on every one."""
        rows = list(enumerate(self._get_rows(record, form, blank), start=1))
        sheets = cut([_ROW] * len(rows), _FIRST, _LATER)
        return [rows[begin:end] for begin, end in sheets]

    def _get_account(self, company):
        """Where to pay to: the company's first bank account."""
        # sudo: printed for whoever owes
        return company.sudo().partner_id.bank_ids[:1]
