from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Sentences of our scripts are translated on the portal too (overrides core's)."""
        return [*super()._get_translation_frontend_modules_name(), "aftersales_service"]
