from odoo import fields, models


class ServiceOrder(models.Model):
    """What is still to be collected for a job."""

    _inherit = "aftersales.order"

    collection_ids = fields.One2many(
        "aftersales.collection", "order_id", "Money Taken in the Field"
    )

    def _get_collectable(self):
        """{order id: what is still to be collected, company currency, taxes included}.

        What is owed, less what is in a technician's hand or lies unmatched on the
        customer's account. Never negative.
        """
        return {
            order.id: max(
                order.company_id.currency_id.round(
                    order._get_owed().total - order._get_on_the_way()
                ),
                0.0,
            )
            # sudo: the number is told to whoever sees the job, not the documents
            for order in self.sudo()
        }

    def _get_on_the_way(self):
        """Taken, and not on an invoice yet."""
        rows = self.collection_ids.filtered(
            lambda c: c.state in ("held", "handed", "posted")
        )
        return sum(
            row.payment_id._aftersales_get_unmatched() if row.payment_id else row.amount
            for row in rows
        )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _aftersales_get_unmatched(self):
        """What of an incoming payment no invoice has taken yet, company currency."""
        self.ensure_one()
        if self.state in ("canceled", "rejected"):
            return 0.0
        if not self.move_id:
            return self.amount_company_currency_signed
        lines = self.move_id.line_ids.filtered(
            lambda line: line.account_id == self.destination_account_id
            and line.parent_state == "posted"
        )
        return -sum(lines.mapped("amount_residual"))
