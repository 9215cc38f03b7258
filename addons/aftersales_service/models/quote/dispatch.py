from odoo import models


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_job_amounts(self):
        """What the customer is expected to pay, for the fee limit of a grade (O-31)."""
        groups = (
            self.env["aftersales.fee.share"]
            .sudo()  # sudo: dispatch looks at the sum only, whoever asks
            ._read_group(
                [("order_id", "in", self.ids), ("payer", "=", "customer")],
                ["order_id", "currency_id"],
                ["amount:sum"],
            )
        )
        amounts = {}
        for order, currency, amount in groups:
            company = order.company_id
            amounts[order.id] = amounts.get(order.id, 0.0) + currency._convert(
                amount, company.currency_id, company, company._aftersales_today()
            )
        return super()._get_job_amounts() | amounts
