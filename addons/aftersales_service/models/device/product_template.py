from odoo import fields, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_is_device = fields.Boolean(
        "Registers Devices",
        help="Each serial number delivered to a customer becomes a device. Somebody decides this for every product: tracking by serial number alone says nothing.",
    )

    aftersales_is_part = fields.Boolean(
        "Spare Part", help="May be requisitioned by technicians; is built into devices."
    )

    def _aftersales_get_undecided_devices(self):
        """Products with serial numbers that register no devices, spare parts apart."""
        undecided = Domain("tracking", "=", "serial")
        undecided &= Domain("aftersales_is_device", "=", False)
        return self.search(undecided & Domain("aftersales_is_part", "=", False))
