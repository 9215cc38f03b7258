from odoo import models


class StatementPaper(models.AbstractModel):
    """外协结算单, 计件结算单: the statement of those whom we owe."""

    _inherit = "report.aftersales_service.report_statement"

    def _get_title(self, record, form, blank):
        """By whom it is (extends)."""
        if not blank and record.payer == "contractor":
            return self.env._("Statement of Contracted Service")
        if not blank and record.payer == "employee":
            return self.env._("Statement of Piece Rates")
        return super()._get_title(record, form, blank)
