from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_is_device = fields.Boolean(
        "Registers Devices",
        compute="_compute_aftersales_is_device",
        store=True,
        readonly=False,
        help="Each serial number delivered to a customer becomes a device.",
    )

    aftersales_is_part = fields.Boolean(
        "Spare Part", help="May be requisitioned by technicians; is built into devices."
    )

    @api.depends("tracking", "aftersales_is_part")
    def _compute_aftersales_is_device(self):
        for template in self:
            template.aftersales_is_device = (
                template.tracking == "serial" and not template.aftersales_is_part
            )
