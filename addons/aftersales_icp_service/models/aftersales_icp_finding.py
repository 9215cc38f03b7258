from odoo import models

OVER = ("closed", "filed", "cancelled")


class IcpFinding(models.Model):
    _inherit = "aftersales.icp.finding"

    def _on_confirmed(self):
        """A confirmed finding opens one service order per site, not one per visit."""
        result = super()._on_confirmed()
        grave = self.filtered(lambda one: one.severity != "info")
        for service, findings in grave.grouped("service_id").items():
            findings._open_service_order(service)
        return result

    def _open_service_order(self, service):
        # sudo: the nightly check opens the job; dispatchers take it from there
        orders = self.env["aftersales.order"].sudo().with_company(service.company_id)
        text = "\n".join(f"{one.display_name} {one.detail or ''}" for one in self)
        current = orders.search(
            [("icp_service_id", "=", service.id), ("state", "not in", OVER)], limit=1
        )
        if current:
            current.message_post(body=text)
            return current
        return orders.create(
            {
                "icp_service_id": service.id,
                "partner_id": service.partner_id.id,
                "company_id": service.company_id.id,
                "channel": "online",
                "service_type": "other",
                "fault": self.env._(
                    "Page check of %(service)s:\n%(findings)s",
                    service=service.display_name,
                    findings=text,
                ),
            }
        )
