from odoo import fields, models


class ServiceOrder(models.Model):
    """What the customer of a job still owes, whoever collects it."""

    _inherit = "aftersales.order"

    collection_ids = fields.One2many(
        "aftersales.collection", "order_id", "Money Taken in the Field"
    )

    def _get_collectable(self):
        """{order id: what is still to be collected, company currency, taxes included}.

        Quoted fees count with their quotation, the others by the fee card; what was paid
        on invoices, is in a technician's hand or lies unmatched on the customer's account
        is taken off. Never negative.
        """
        return {
            order.id: max(
                order.company_id.currency_id.round(
                    order._get_expected() - order._get_paid() - order._get_on_the_way()
                ),
                0.0,
            )
            for order in self
        }

    def _get_quotations(self):
        return self.sale_order_ids.filtered(lambda sale: sale.state != "cancel")

    def _get_expected(self):
        company, today = self.company_id, self.company_id._aftersales_today()
        quoted = sum(
            sale.currency_id._convert(
                sale.amount_total, company.currency_id, company, today
            )
            for sale in self._get_quotations()
        )
        open_shares = self._get_shares_to_quote()
        return quoted + sum(
            share.currency_id._convert(
                share._get_taxed_amount(), company.currency_id, company, today
            )
            for share in open_shares
        )

    def _get_paid(self):
        """What invoices of the job were paid with, by whatever way."""
        invoices = self._get_quotations().invoice_ids.filtered(
            lambda move: move.state == "posted"
        )
        return sum(
            move.amount_total_signed - move.amount_residual_signed for move in invoices
        )

    def _get_on_the_way(self):
        """Taken, and not on an invoice yet."""
        rows = self.collection_ids.filtered(
            lambda c: c.state in ("held", "handed", "posted")
        )
        return sum(
            row.payment_id._get_unmatched() if row.payment_id else row.amount
            for row in rows
        )


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _get_taxed_amount(self):
        """The share with the taxes that the quotation would add."""
        taxes = self.fee_id.product_id.taxes_id._filter_taxes_by_company(
            self.company_id
        )
        return taxes.compute_all(self.amount, currency=self.currency_id)[
            "total_included"
        ]


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _get_unmatched(self):
        """What of an incoming payment no invoice has taken yet, company currency."""
        self.ensure_one()
        if self.state in ("canceled", "rejected"):
            return 0.0
        if not self.move_id:
            return self.amount_company_currency_signed
        lines = self.move_id.line_ids.filtered(
            lambda line: line.account_id == self.destination_account_id
        )
        return -sum(lines.mapped("amount_residual"))
