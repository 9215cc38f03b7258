from odoo import models


class RepairQuotation(models.AbstractModel):
    """维修报价单: labour and parts apart, as exactly as they are known (F-29)."""

    _name = "report.aftersales_service.report_repair_quotation"
    _inherit = ["aftersales.paper"]
    _description = "Repair Quotation"

    _record_model = "sale.order"

    def _get_sections(self, record, form, blank):
        """[(heading, lines, net)]; a blank has empty lines below labour and parts."""
        if not blank:
            # sudo: the fees behind the lines
            told = record.sudo()._get_aftersales_sections()
            return [(s.label, s.lines, s.net) for s in told]
        labels = record._get_aftersales_section_labels()
        half = [None] * max(2, form.blank_rows // 2)
        return [(labels[kind], half, None) for kind in ("labour", "part")]

    def _get_job(self, record):
        """sudo: the job of a quotation that may be printed."""
        return record.sudo().aftersales_order_id

    def _is_unclear(self, record):
        """Whether nobody knows yet where the fault lies, so more may follow."""
        job = self._get_job(record)
        return bool(job) and not (job.fault_id or job.found_fault_id)
