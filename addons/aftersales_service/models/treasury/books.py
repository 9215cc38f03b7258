from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from .owed import COMPANY, JOBS

MONTHS = 12  # of which the margin is told


class TreasuryItem(models.Model):
    """What service earns, what the tax office does not know, what the bank knows better."""

    _inherit = "aftersales.treasury.item"

    def _select_margin(self, today):
        """Income and cost of the last twelve months, as the room of costs tells them; fees
        in a foreign currency at the rate of today."""
        since = today + relativedelta(months=-MONTHS)
        return SQL(
            "%s UNION ALL %s",
            self._select_income(today, since),
            self._select_cost(since),
        )

    def _select_income(self, today, since):
        earned = "share.open_net + share.invoiced_amount"
        return self._select(
            "margin",
            f"""aftersales_fee_share share
                JOIN aftersales_fee fee ON fee.id = share.fee_id
                JOIN aftersales_order job ON job.id = share.order_id
                {COMPANY.format(table="job")}""",
            SQL(
                f"share.payer <> 'company' AND {earned} <> 0 AND share.create_date::date >= %s",
                since,
            ),
            source="share.id * 2",
            name="job.name || ' ' || fee.name",
            part="'income'",
            day=self._get_day("share.create_date"),
            company_id="job.company_id",
            amount=self._convert(earned, "share.currency_id", today),
            origin_currency_id="share.currency_id",
            origin_amount=earned,
            is_foreign="share.currency_id <> company.currency_id",
            partner_id="share.partner_id",
            order_id="job.id",
            service_type="job.service_type",
            res_model="'aftersales.order'",
            res_id="job.id",
        )

    def _select_cost(self, since):
        return self._select(
            "margin",
            """aftersales_cost cost JOIN aftersales_order job ON job.id = cost.order_id
               JOIN res_company company ON company.id = job.company_id""",
            SQL("cost.amount <> 0 AND cost.date >= %s", since),
            source="cost.id * 2 + 1",
            name="job.name || ' ' || cost.name",
            part="'cost'",
            day="cost.date",
            company_id="job.company_id",
            amount="-cost.amount",
            origin_currency_id="company.currency_id",
            origin_amount="-cost.amount",
            is_foreign="FALSE",
            partner_id="cost.partner_id",
            order_id="job.id",
            service_type="job.service_type",
            res_model="'aftersales.order'",
            res_id="job.id",
        )

    def _select_fapiao(self, _today):
        """What of invoices of jobs no fapiao was registered for, where companies issue
        them: in China."""
        sign = "CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END"
        left = f"{sign} * move.amount_total - COALESCE(known.amount, 0)"
        # A fapiao in the currency of the invoice needs no rate.
        known = SQL(
            """LEFT JOIN LATERAL (
                SELECT SUM(ROUND((link.amount * CASE
                    WHEN fapiao.currency_id = move.currency_id THEN 1
                    ELSE %s / %s END)::numeric, own.decimal_places)) AS amount
                FROM aftersales_fapiao_link link
                JOIN aftersales_fapiao fapiao ON fapiao.id = link.fapiao_id
                WHERE link.move_id = move.id AND fapiao.state = 'registered') known ON TRUE""",
            self._get_core_rate("move.currency_id", "fapiao.date"),
            self._get_core_rate("fapiao.currency_id", "fapiao.date"),
        )
        return self._select(
            "fapiao",
            SQL(
                "account_move move %s JOIN res_currency own ON own.id = move.currency_id"
                " JOIN res_country country ON country.id = company.account_fiscal_country_id"
                " %s",
                SQL(COMPANY.format(table="move")),
                known,
            ),
            f"""move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                AND country.code = 'CN' AND move.amount_total <> 0
                AND ROUND({left}, own.decimal_places) <> 0 AND {JOBS}""",
            source="move.id",
            name="move.name",
            part="CASE move.move_type WHEN 'out_refund' THEN 'refund' ELSE 'invoice' END",
            day="COALESCE(move.invoice_date, move.date)",
            company_id="move.company_id",
            amount=f"""ROUND(({left}) * abs(move.amount_total_signed) / move.amount_total,
                       money.decimal_places)""",
            origin_currency_id="move.currency_id",
            origin_amount=left,
            is_foreign="move.currency_id <> company.currency_id",
            partner_id="move.commercial_partner_id",
            res_model="'account.move'",
            res_id="move.id",
        )

    def _select_unmatched(self, _today):
        """What of statement lines still stands on the account for what nobody knows."""
        return self._select(
            "unmatched",
            """account_bank_statement_line line
               JOIN account_move move ON move.id = line.move_id
               JOIN account_journal journal ON journal.id = move.journal_id
               JOIN res_company company ON company.id = move.company_id
               JOIN LATERAL (
                   SELECT -SUM(CASE WHEN account.reconcile THEN item.amount_residual
                               ELSE item.balance END) AS amount,
                          -SUM(CASE WHEN account.reconcile
                               THEN item.amount_residual_currency
                               ELSE item.amount_currency END) AS origin,
                          MAX(item.currency_id) AS currency_id
                   FROM account_move_line item
                   JOIN account_account account ON account.id = item.account_id
                   WHERE item.move_id = move.id
                     AND item.account_id = journal.suspense_account_id) left_over ON TRUE""",
            """move.state = 'posted' AND line.is_reconciled IS NOT TRUE
               AND left_over.amount <> 0""",
            source="line.id",
            name="COALESCE(line.payment_ref, move.name)",
            part="CASE WHEN left_over.amount > 0 THEN 'incoming' ELSE 'outgoing' END",
            day="move.date",
            company_id="move.company_id",
            amount="left_over.amount",
            origin_currency_id="left_over.currency_id",
            origin_amount="left_over.origin",
            is_foreign="left_over.currency_id <> company.currency_id",
            partner_id="move.partner_id",
            res_model="'account.move'",
            res_id="move.id",
        )
