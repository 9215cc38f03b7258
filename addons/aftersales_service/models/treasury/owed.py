from odoo import models

# Invoices and credit notes of jobs; a credit note of one belongs to the job of its origin.
JOBS = """
    (move.id IN ({lines}) OR move.reversed_entry_id IN ({lines}))
""".format(
    lines="""
        SELECT item.move_id FROM sale_order sale
        JOIN sale_order_line line ON line.order_id = sale.id
        JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
        JOIN account_move_line item ON item.id = rel.invoice_line_id
        WHERE sale.aftersales_order_id IS NOT NULL"""
)
COMPANY = """
    JOIN res_company company ON company.id = {table}.company_id
    JOIN res_currency money ON money.id = company.currency_id
"""


class TreasuryItem(models.Model):
    """What customers owe, and what technicians carry."""

    _inherit = "aftersales.treasury.item"

    def _select_invoiced(self, _today):
        """What is open of the invoices of jobs, tax included; a credit note below zero."""
        return self._select(
            "invoiced",
            f"account_move move {COMPANY.format(table='move')}",
            f"""move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                AND move.amount_residual_signed <> 0 AND {JOBS}""",
            source="move.id",
            name="move.name",
            part="CASE move.move_type WHEN 'out_refund' THEN 'refund' ELSE 'invoice' END",
            day="COALESCE(move.invoice_date_due, move.invoice_date, move.date)",
            company_id="move.company_id",
            amount="move.amount_residual_signed",
            origin_currency_id="move.currency_id",
            origin_amount="""CASE move.move_type WHEN 'out_refund' THEN -move.amount_residual
                             ELSE move.amount_residual END""",
            is_foreign="move.currency_id <> company.currency_id",
            partner_id="move.commercial_partner_id",
            res_model="'account.move'",
            res_id="move.id",
        )

    def _select_to_invoice(self, today):
        """What of the customer's fees stands on no invoice yet, with its tax."""
        left = "share.open_net + share.open_tax"
        return self._select(
            "to_invoice",
            f"""aftersales_fee_share share
                JOIN aftersales_fee fee ON fee.id = share.fee_id
                JOIN aftersales_order job ON job.id = share.order_id
                {COMPANY.format(table="share")}""",
            f"share.payer = 'customer' AND {left} <> 0",
            source="share.id",
            name="job.name || ' ' || fee.name",
            day=self._get_day("share.create_date"),
            company_id="share.company_id",
            amount=self._convert(left, "share.currency_id", today),
            origin_currency_id="share.currency_id",
            origin_amount=left,
            is_foreign="share.currency_id <> company.currency_id",
            partner_id="job.partner_id",
            order_id="job.id",
            res_model="'aftersales.order'",
            res_id="job.id",
        )

    def _select_held(self, _today):
        """What was taken from customers and not received by the accountant."""
        return self._select(
            "held",
            "aftersales_collection taken JOIN res_company company"
            " ON company.id = taken.company_id",
            "taken.state IN ('held', 'handed')",
            source="taken.id",
            name="taken.name",
            day=self._get_day("taken.taken_at"),
            company_id="taken.company_id",
            amount="taken.amount",
            origin_currency_id="company.currency_id",
            origin_amount="taken.amount",
            is_foreign="FALSE",
            partner_id="taken.partner_id",
            technician_id="taken.technician_id",
            order_id="taken.order_id",
            res_model="'aftersales.collection'",
            res_id="taken.id",
        )
