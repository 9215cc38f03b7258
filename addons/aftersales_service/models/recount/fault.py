from odoo import models


class IrCronFault(models.Model):
    _inherit = "ir.cron.fault"

    def _get_target(self, record):
        """A deadline that cannot be warned of is told on its document (extends)."""
        if record._name == "aftersales.sla.clock":
            record = record._get_documents()[record]
        return super()._get_target(record)
