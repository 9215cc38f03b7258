from odoo import models

_MOST_ROWS = 2000


class ClaimPaper(models.AbstractModel):
    """追偿通知单: what is claimed, line by line, and what was answered."""

    _name = "report.aftersales_service.report_claim"
    _inherit = ["aftersales.paper"]
    _description = "Claim Notice"

    _record_model = "aftersales.settlement"
    _lines = "line_ids"

    def _get_title(self, record, form, blank):
        """Employees get no claim (extends)."""
        if record.direction == "receivable":
            return self.env._("Notice of What Is Owed")
        return super()._get_title(record, form, blank)

    def _get_rows(self, record, form, blank):
        """A statement of many thousand lines is no paper (extends)."""
        return super()._get_rows(record, form, blank)[:_MOST_ROWS]

    def _get_left_out(self, record):
        return max(len(record.line_ids) - _MOST_ROWS, 0)


class StatementPaper(models.AbstractModel):
    """代理商对账单, and that of a manufacturer."""

    _name = "report.aftersales_service.report_statement"
    _inherit = ["report.aftersales_service.report_claim"]
    _description = "Statement"

    def _get_title(self, record, form, blank):
        """The form bears the agent's name; others get their own (extends)."""
        if blank or record.payer == "agent":
            return form.name
        return self.env._("Statement of %s", self._label(record, "payer"))


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
                share.own_amount,
            )
            for share in fee.sudo().share_ids
            if share.own_amount
        ]

    def _get_totals(self, record):
        """{payer: amount} of the job."""
        totals = {}
        for share in record.sudo().fee_ids.share_ids:
            label = self._label(share, "payer")
            totals[label] = totals.get(label, 0.0) + share.own_amount
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
