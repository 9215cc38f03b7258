from odoo import api, models

from ...kernel.rmb import capital


class Paper(models.AbstractModel):
    """What every form prints: records or a blank, copies, form definition."""

    _name = "aftersales.paper"
    _description = "Paper Form Values"

    _record_model = None
    _lines = None

    @api.model
    def _get_report_values(self, docids, data=None):
        report = self.env["ir.actions.report"]._get_report_from_name(
            self._name.removeprefix("report.")
        )
        # sudo: whoever may print the record gets its form, e.g. a customer his card
        form = (
            self.env["aftersales.form"]
            .sudo()
            .search([("report_id", "=", report.id)], limit=1)
        )
        records = self.env[self._record_model].browse(docids or [])
        blank = bool((data or {}).get("blank")) or not records
        return {
            "doc_model": self._record_model,
            "docs": records if not blank else self.env[self._record_model].new({}),
            "form": form,
            "blank": blank,
            "company": (records.company_id or self.env.company)[:1],
            "paper": self,
        }

    def _get_title(self, record, form, blank):
        """What stands above the paper."""
        return form.name

    def _get_number(self, record):
        """What stands behind “No.” in the corner."""
        return record.name

    def _make_qr(self, record, form):
        """The code in the corner; it opens the record, or what the paper says instead."""
        return form._make_qr(record)

    def _get_capital(self, amount, currency):
        """``amount`` in capital numerals (大写), as the trade wants it; of yuan only."""
        return capital(currency.round(amount)) if currency.name == "CNY" else ""

    def _label(self, record, name):
        """The words of a selection; nothing on a blank."""
        if not record[name]:
            return ""
        return record._fields[name].convert_to_export(record[name], record)

    def _get_rows(self, record, form, blank):
        """Lines of the table, filled up with empty ones so that people can write on it."""
        lines = [] if blank else list(record[self._lines])
        wanted = form.blank_rows if blank else 4
        return lines + [None] * max(0, wanted - len(lines))


class RequisitionPaper(models.AbstractModel):
    _name = "report.aftersales_service.report_requisition"
    _inherit = ["aftersales.paper"]
    _description = "Part Requisition Form"

    _record_model = "aftersales.requisition"
    _lines = "line_ids"


class ReceiptPaper(models.AbstractModel):
    _name = "report.aftersales_service.report_receipt"
    _inherit = ["aftersales.paper"]
    _description = "Repair Service Receipt"

    _record_model = "aftersales.visit"
    _lines = "part_line_ids"
