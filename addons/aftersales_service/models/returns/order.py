from odoo import fields, models

from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    return_ids = fields.One2many("aftersales.return", "order_id", "Returns")
    return_count = fields.Integer(compute="_compute_return_count")

    def _compute_return_count(self):
        for order in self:
            order.return_count = len(order.return_ids)

    def action_take_in(self):
        """Open a return with what the job knows: customer, device, fault."""
        self.ensure_one()
        self._check_sales_consent()
        made = self.env["aftersales.return"].create(self._prepare_return())
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.return",
            "res_id": made.id,
            "view_mode": "form",
        }

    def _prepare_return(self):
        device = self.device_id
        line = {
            "device_id": device.id,
            "product_id": self.product_id.id,
            "serial": device.serial,
            "fault": (self.fault or "").splitlines()[0] if self.fault else False,
        }
        return {
            "order_id": self.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "reason": self.fault,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "line_ids": [(0, 0, line)] if self.product_id else [],
        }

    def action_open_returns(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Returns"),
            "res_model": "aftersales.return",
            "domain": [("order_id", "=", self.id)],
            "view_mode": "list,form",
            "context": {"default_order_id": self.id},
        }

    def _get_blockers(self):
        """Goods of the customer that are still here keep the job open."""
        open_returns = self.return_ids.filtered(
            lambda r: r.state not in ("closed", "cancelled")
        )
        return super()._get_blockers() + [
            Blocker(self.env._("Return %s is not closed.", record.name), record)
            for record in open_returns
        ]
