from odoo import models
from odoo.tools import SQL

from .owed import COMPANY

_LIST = "aftersales.settlement"


class TreasuryItem(models.Model):
    """What we claim, and what is claimed from us, by what was answered."""

    _inherit = "aftersales.treasury.item"

    def _select_claim(self, today):
        """Lines of settlements that others owe, until they are booked; then what their
        documents leave open."""
        return SQL(
            "%s UNION ALL %s",
            self._select_claimed(today),
            self._select_booked(today),
        )

    def _select_claimed(self, today):
        return self._select(
            "claim",
            f"""aftersales_settlement_line line
                JOIN aftersales_settlement paper ON paper.id = line.settlement_id
                {COMPANY.format(table="line")}""",
            "paper.state IN ('draft', 'sent', 'answered') AND paper.direction <> 'owed'",
            source="line.id * 2",
            name="paper.name || ' ' || line.name",
            part="CASE paper.state WHEN 'draft' THEN 'draft' ELSE line.state END",
            day=SQL("COALESCE(%s, line.day)", self._get_day("paper.sent_at")),
            company_id="line.company_id",
            amount=self._convert("line.net + line.tax", "line.currency_id", today),
            origin_currency_id="line.currency_id",
            origin_amount="line.net + line.tax",
            is_foreign="line.currency_id <> company.currency_id",
            partner_id="line.partner_id",
            order_id="line.order_id",
            res_model=f"'{_LIST}'",
            res_id="paper.id",
        )

    def _select_booked(self, today):
        return self._select(
            "claim",
            f"aftersales_settlement paper {COMPANY.format(table='paper')}",
            """paper.state = 'settled' AND paper.direction <> 'owed'
               AND paper.residual <> 0""",
            source="paper.id * 2 + 1",
            name="paper.name",
            part="'booked'",
            day=self._get_day("COALESCE(paper.sent_at, paper.create_date)"),
            company_id="paper.company_id",
            amount=self._convert("paper.residual", "paper.currency_id", today),
            origin_currency_id="paper.currency_id",
            origin_amount="paper.residual",
            is_foreign="paper.currency_id <> company.currency_id",
            partner_id="paper.partner_id",
            order_id="paper.order_id",
            res_model=f"'{_LIST}'",
            res_id="paper.id",
        )

    def _select_chargeback(self, today):
        """Lists that are not in the books, and what is still contested of those that are."""
        return self._select(
            "chargeback",
            f"""aftersales_chargeback_line line
                JOIN aftersales_chargeback list ON list.id = line.chargeback_id
                {COMPANY.format(table="line")}""",
            """list.state IN ('received', 'proposed', 'decided', 'answered')
               OR (list.state = 'settled' AND line.state = 'contested')""",
            source="line.id",
            name="list.name || ' ' || line.number",
            part="CASE line.state WHEN 'open' THEN 'waiting' ELSE line.state END",
            day="list.received_on",
            company_id="line.company_id",
            amount=self._convert("line.net", "line.currency_id", today),
            origin_currency_id="line.currency_id",
            origin_amount="line.net",
            is_foreign="line.currency_id <> company.currency_id",
            partner_id="line.partner_id",
            order_id="line.order_id",
            res_model="'aftersales.chargeback'",
            res_id="list.id",
        )

    def _select_dealer(self, _today):
        """Claims of dealers that wait for an answer or for their bill."""
        return self._select(
            "dealer",
            f"""aftersales_dealer_claim_line line
                JOIN aftersales_dealer_claim claim ON claim.id = line.claim_id
                LEFT JOIN account_move bill ON bill.id = claim.bill_id
                    AND bill.state IN ('draft', 'posted')
                    AND bill.payment_state <> 'reversed'
                {COMPANY.format(table="line")}""",
            """claim.state = 'filed' OR (claim.state = 'answered'
               AND bill.id IS NULL AND line.accepted_net > 0)""",
            source="line.id",
            name="claim.name || ' ' || line.name",
            part="line.state",
            day=self._get_day("claim.create_date"),
            company_id="line.company_id",
            amount="CASE line.state WHEN 'partly' THEN line.accepted_net ELSE line.net END",
            origin_currency_id="company.currency_id",
            origin_amount="CASE line.state WHEN 'partly' THEN line.accepted_net ELSE line.net END",
            is_foreign="FALSE",
            partner_id="line.dealer_id",
            order_id="claim.order_id",
            res_model="'aftersales.dealer.claim'",
            res_id="claim.id",
        )
