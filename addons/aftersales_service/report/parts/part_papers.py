from odoo import models


class PartReturnPaper(models.AbstractModel):
    """退料单: what a technician gave back, good or defective on arrival (P-04)."""

    _name = "report.aftersales_service.report_part_return"
    _inherit = ["aftersales.paper"]
    _description = "Part Return Slip"

    _record_model = "stock.picking"
    _lines = "move_line_ids"

    def _is_defective(self, line):
        """Whether the line went to where parts wait for their supplier."""
        company = line.company_id
        return line.location_dest_id == company.aftersales_supplier_return_location_id


class UrgentPartsPaper(models.AbstractModel):
    """停车急用备件调用单 with its written explanation and approval (B-64)."""

    _name = "report.aftersales_service.report_urgent_parts"
    _inherit = ["aftersales.paper"]
    _description = "Call for Vehicle-Down Parts"

    _record_model = "aftersales.requisition"
    _lines = "line_ids"

    def _get_approvals(self, record):
        """Who agreed, and when; the paper shows it to whoever may see the record."""
        asked = record.sudo().approval_ids  # sudo: as the docstring says
        return asked.filtered(lambda a: a.state == "agreed")


class OldPartTagPaper(models.AbstractModel):
    """旧件标签: one label per old part, with its QR code."""

    _name = "report.aftersales_service.report_old_part_tag"
    _inherit = ["aftersales.paper"]
    _description = "Old-Part Tag"

    _record_model = "aftersales.old.part"
    _lines = "event_ids"


class OldPartListPaper(models.AbstractModel):
    """旧件明细: expected, received, difference (B-66)."""

    _name = "report.aftersales_service.report_old_part_list"
    _inherit = ["aftersales.paper"]
    _description = "Old-Part List"

    _record_model = "aftersales.old.part.receipt"
    _lines = "line_ids"


class OldPartNoticePaper(models.AbstractModel):
    """旧件清理通知: starts the supplier's days (P-18)."""

    _name = "report.aftersales_service.report_old_part_notice"
    _inherit = ["aftersales.paper"]
    _description = "Clearing Notice for Old Parts"

    _record_model = "aftersales.old.part.notice"
    _lines = "old_part_ids"


class StatementPaper(models.AbstractModel):
    """月结存表, signed by technician and store."""

    _name = "report.aftersales_service.report_part_statement"
    _inherit = ["aftersales.paper"]
    _description = "Statement of Parts"

    _record_model = "aftersales.part.statement"
    _lines = "line_ids"

    def _get_title(self, record, form, blank):
        """The half-yearly check of a service centre has a title of its own (P-22)."""
        if blank or record.technician_id:
            return super()._get_title(record, form, blank)
        return self.env._("Reconciliation of Spare Parts")
