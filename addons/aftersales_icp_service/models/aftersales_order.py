from odoo import fields, models

from odoo.addons.aftersales_icp.const import GROUPS


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    icp_service_id = fields.Many2one(
        "aftersales.icp.service",
        string="ICP Service",
        index="btree_not_null",
        check_company=True,
        groups=GROUPS,
        help="The website or application that this job is about.",
    )

    def action_icp_service(self):
        """The internet service of this job."""
        self.ensure_one()
        return self.icp_service_id._action_open()


class IcpService(models.Model):
    _inherit = "aftersales.icp.service"

    aftersales_order_ids = fields.One2many(
        "aftersales.order", "icp_service_id", string="Service Orders"
    )
