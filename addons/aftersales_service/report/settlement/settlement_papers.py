from odoo import models

_MOST_ROWS = 2000


class SettlementPaper(models.AbstractModel):
    """追偿通知单, 对账单: what is claimed, line by line, and what was answered."""

    _name = "report.aftersales_service.report_settlement"
    _inherit = ["aftersales.paper"]
    _description = "Settlement Document"

    _record_model = "aftersales.settlement"
    _lines = "line_ids"

    def _get_title(self, record, form, blank):
        """Each payer gets a paper of his own name (extends)."""
        titles = {
            "claim": self.env._("Claim Notice"),
            "statement": self.env._("Statement of %s", self._get_payer(record)),
            "receivable": self.env._("Notice of What Is Owed"),
        }
        return titles.get(record.direction) or super()._get_title(record, form, blank)

    def _get_payer(self, record):
        return self._label(record, "payer")

    def _get_rows(self, record, form, blank):
        """A statement of many thousand lines is a workbook, no paper (extends)."""
        rows = super()._get_rows(record, form, blank)
        return rows[:_MOST_ROWS]

    def _get_left_out(self, record):
        return max(len(record.line_ids) - _MOST_ROWS, 0)


class FeeSheetPaper(models.AbstractModel):
    """费用结算单: what a job caused and who settles it."""

    _name = "report.aftersales_service.report_fee_sheet"
    _inherit = ["aftersales.paper"]
    _description = "Settlement of Fees"

    _record_model = "aftersales.order"
    _lines = "fee_ids"

    def _get_shares(self, fee):
        """[(payer, amount)]; sudo: of his own jobs only."""
        return [
            (
                f"{self._label(share, 'payer')} {share.partner_id.name or ''}".strip(),
                share.amount,
            )
            for share in fee.sudo().share_ids
            if share.amount
        ]

    def _get_totals(self, record):
        """{payer: amount} of the job."""
        totals = {}
        for share in record.sudo().fee_ids.share_ids:
            label = self._label(share, "payer")
            totals[label] = totals.get(label, 0.0) + share.amount
        return {label: amount for label, amount in totals.items() if amount}


class AgentNoticePaper(models.AbstractModel):
    """代理商服务告知函: the agent is told before the service, and charged after it (F-47)."""

    _name = "report.aftersales_service.report_agent_notice"
    _inherit = ["aftersales.paper"]
    _description = "Notice of Service to the Agent"

    _record_model = "aftersales.order"
    _lines = "fee_ids"

    def _get_agent(self, record):
        """sudo: devices of the job, whoever prints it."""
        return record.sudo().device_id.agent_id
