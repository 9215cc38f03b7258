from odoo import models


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_job_amounts(self):
        """What the customer is expected to pay, for the fee limit of a grade (O-31)."""
        amounts = dict(
            self.env["aftersales.fee.share"]
            .sudo()  # sudo: dispatch looks at the sum only, whoever asks
            ._read_group(
                [("order_id", "in", self.ids), ("payer", "=", "customer")],
                ["order_id"],
                ["amount:sum"],
            )
        )
        return super()._get_job_amounts() | {
            o.id: total for o, total in amounts.items()
        }
