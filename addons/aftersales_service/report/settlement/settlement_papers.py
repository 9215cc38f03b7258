from odoo import models

from ...kernel.paging import cut, lines_of

_MOST_ROWS = 2000
# Pixels of a sheet of A4 as wkhtmltopdf lays `paperformat_form` out: width of the table,
# height for rows on the first sheet and on later ones, the foot, type and line.
_WIDTH, _FIRST, _LATER, _FOOT, _TYPE, _LINE, _ROW = 920, 1010, 1240, 330, 13, 19, 34


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
        """A statement of many thousand lines is no paper; nor has one of money lines left
        on which somebody could write (extends)."""
        rows = super()._get_rows(record, form, blank)
        return rows if blank else [line for line in rows if line][:_MOST_ROWS]

    def _get_columns(self):
        """[(heading, share of the width in percent)]"""
        return [
            ("#", 4),
            (self.env._("Job"), 14),
            (self.env._("Serial Number"), 12),
            (self.env._("Date"), 10),
            (self.env._("Cost"), 7),
            (self.env._("Description"), 18),
            (self.env._("Claimed"), 11),
            (self.env._("Accepted Amount"), 11),
            (self.env._("Reason"), 13),
        ]

    def _get_sheets(self, record, form, blank):
        """[(number, line)] of each sheet, so that headings and whole rows are on every
        one, and the sums never stand alone."""
        rows = list(enumerate(self._get_rows(record, form, blank), start=1))
        heights = [self._get_height(line) for _number, line in rows]
        sheets = cut(heights, _FIRST, _LATER)
        begin, end = sheets[-1]
        room = (_LATER if len(sheets) > 1 else _FIRST) - _FOOT
        if end - begin > 1 and sum(heights[begin:end]) > room:
            sheets[-1:] = [(begin, end - 1), (end - 1, end)]
        return [rows[begin:end] for begin, end in sheets]

    def _get_height(self, line):
        """Estimated pixels of a line."""
        if not line:
            return _ROW
        texts = (
            (line.order_name, 14),
            (line.serial or "", 12),
            (line.name, 18),
            (line.answer_reason or "", 13),
        )
        most = max(
            lines_of(text, _WIDTH * width / 100 - 14, _TYPE) for text, width in texts
        )
        return max(_ROW, most * _LINE + 12)

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

    def _get_columns(self):
        """Nothing is claimed on a statement (extends)."""
        claimed = self.env._("Claimed")
        amount = self.env._("Amount")
        return [
            (amount if heading == claimed else heading, width)
            for heading, width in super()._get_columns()
        ]


class FeeSheetPaper(models.AbstractModel):
    """费用结算单: what a job caused and who settles it."""

    _name = "report.aftersales_service.report_fee_sheet"
    _inherit = ["aftersales.paper"]
    _description = "Settlement of Fees"

    _record_model = "aftersales.order"
    _lines = "fee_ids"

    def _get_rows(self, record, form, blank):
        """No line is left on which somebody could write (extends)."""
        rows = super()._get_rows(record, form, blank)
        return rows if blank else [fee for fee in rows if fee]

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

    def _get_sum(self, record):
        """All fees, in the currency of the company."""
        company = record.company_id
        day = company._aftersales_today()
        return sum(
            fee.currency_id._convert(fee.amount, company.currency_id, company, day)
            for fee in record.sudo().fee_ids  # sudo: as above
        )

    def _get_customer_total(self, record):
        """What the customer is told: with tax."""
        shares = record.sudo().fee_ids.share_ids  # sudo: as above
        return shares.filtered(lambda s: s.payer == "customer")._get_totals().total


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

    def _get_estimate(self, record):
        """What the agent is expected to bear, as far as it is known; sudo: as above."""
        company = record.company_id
        day = company._aftersales_today()
        shares = record.sudo().fee_ids.share_ids.filtered(lambda s: s.payer == "agent")
        return sum(
            share.currency_id._convert(share.amount, company.currency_id, company, day)
            for share in shares
        )

    def _get_visit(self, record):
        """The visit that is planned; sudo: as above."""
        visits = record.sudo().visit_ids.filtered(lambda v: v.state != "cancelled")
        return visits.sorted("id")[-1:]
