from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

_LINE = "aftersales.reconcile.line"
_MONTHS = 6  # before the one that runs


class TreasuryItem(models.Model):
    """Red lines of the board of reconciliation, with what their fees are worth."""

    _inherit = "aftersales.treasury.item"
    _depends = {_LINE: ["state", "rule_id", "reason_id", "fee_amount", "month"]}

    def _select_red(self, today):
        return self._select(
            "red",
            """aftersales_reconcile_line line
               LEFT JOIN aftersales_reconcile_rule rule ON rule.id = line.rule_id
               JOIN aftersales_order job ON job.id = line.order_id
               JOIN res_company company ON company.id = line.company_id
               JOIN res_currency money ON money.id = company.currency_id""",
            "line.state = 'red'",
            source="line.id",
            name="job.name",
            part="CASE WHEN line.reason_id IS NULL THEN 'open' ELSE 'reasoned' END",
            cause="rule.code",
            day="line.month",
            company_id="line.company_id",
            amount=self._convert("line.fee_amount", "line.currency_id", today),
            origin_currency_id="line.currency_id",
            origin_amount="line.fee_amount",
            is_foreign="line.currency_id <> company.currency_id",
            partner_id="line.partner_id",
            technician_id="line.technician_id",
            order_id="line.order_id",
            res_model=f"'{_LINE}'",
            res_id="line.id",
        )


class Treasury(models.AbstractModel):
    _inherit = "aftersales.treasury"

    @api.model
    def _get_causes(self):
        """{code: name} of what makes a line red."""
        rules = self.env["aftersales.reconcile.rule"].with_context(active_test=False)
        rules = rules.search_fetch([], ["code", "name"])
        return {rule.code: rule.name for rule in rules}

    @api.model
    def _get_months(self, today):
        """[{id, label, state, state_label}] of the last months, newest first; a month that
        nobody began to close is open and has no ID."""
        first = today.replace(day=1)
        days = [first - relativedelta(months=n) for n in range(_MONTHS + 1)]
        periods = self.env["aftersales.period"].search_fetch(
            [("company_id", "=", self.env.company.id), ("month", "in", days)],
            ["month", "state"],
        )
        known = {period.month: period for period in periods}
        labels = dict(periods._fields["state"]._description_selection(self.env))
        return [
            {
                "id": known[day].id if day in known else False,
                "month": fields.Date.to_string(day),
                "label": format_date(self.env, day, date_format="yyyy-MM"),
                "state": known[day].state if day in known else "open",
                "state_label": labels[known[day].state if day in known else "open"],
            }
            for day in days
        ]
