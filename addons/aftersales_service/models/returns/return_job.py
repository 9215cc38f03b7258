from odoo import models

from ...exceptions import MoveRefused


class ReturnOrder(models.Model):
    """Goods that came without a job get one as soon as it matters who pays."""

    _inherit = "aftersales.return"

    def action_open_job(self):
        """A service order with what the return knows; its decision says who pays.

        :raises MoveRefused: when there is one already, or the return is over
        """
        self.ensure_one()
        if self.order_id or self.state in ("closed", "cancelled"):
            raise MoveRefused(
                self.env._("%s no longer needs a service order.", self.name)
            )
        self.order_id = self.env["aftersales.order"].create(self._prepare_job())
        return self.order_id.get_formview_action()

    def _prepare_job(self):
        line = self.line_ids[:1]
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "device_id": line.device_id.id,
            "fault": line.fault or self.reason,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
        } | ({} if line.device_id else {"product_id": line.product_id.id})
