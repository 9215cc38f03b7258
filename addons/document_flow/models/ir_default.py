from odoo import api, models


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """Nobody's own defaults fill what only actions write (extends `base`)."""
        defaults = super()._get_model_defaults(model_name, condition)
        model = self.env[model_name]
        if not (defaults and hasattr(model, "_get_guarded")):
            return defaults
        guarded = model._get_guarded()
        return {k: value for k, value in defaults.items() if k not in guarded}
