from odoo import fields, models


class ReturnOrder(models.Model):
    """Which service policy holds for the goods that came back."""

    _inherit = "aftersales.return"

    def _get_service_policy(self):
        """The version that holds for the job; without a job the one in force today."""
        self.ensure_one()
        # sudo: policies are looked up for whoever inspects
        order = self.order_id.sudo()
        if order:
            return order._get_policy()
        draft = self.env["aftersales.order"].sudo().new(self._prepare_policy_facts())
        found = draft._find_sla_versions().get(draft)
        return found or self.env["aftersales.sla.version"].sudo().new({})

    def _prepare_policy_facts(self):
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.line_ids.product_id[:1].id,
            "called_at": self.received_at or fields.Datetime.now(),
        }
