from odoo import models

from ...exceptions import MoveRefused


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _check_may_merge(self, others):
        """A quotation names its job; the job that was quoted survives."""
        result = super()._check_may_merge(others)
        # sudo: the desk need not read quotations to be told that there is one
        quoted = others.sudo().filtered("sale_order_ids")
        if quoted:
            raise MoveRefused(
                self.env._(
                    "%s was quoted to the customer already. Let it survive and merge the others into it.",
                    quoted[0].name,
                )
            )
        return result

    def _on_merged(self, others):
        """Fees follow, and are settled by this job's decision."""
        result = super()._on_merged(others)
        fees = others.fee_ids
        if fees:
            fees.write({"order_id": self.id})
            self._on_decided()
        return result
