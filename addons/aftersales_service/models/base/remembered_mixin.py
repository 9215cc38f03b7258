from odoo import api, models


class RememberedMixin(models.AbstractModel):
    """Records that are looked up once for many documents (`ormcache`): whatever changes,
    what was looked up is forgotten."""

    _name = "aftersales.remembered.mixin"
    _description = "Looked Up Once"

    @api.model_create_multi
    def create(self, vals_list):
        """Forget what was looked up (overrides `create`)."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Forget what was looked up (overrides `write`)."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Forget what was looked up (overrides `unlink`)."""
        self.env.registry.clear_cache()
        return super().unlink()
