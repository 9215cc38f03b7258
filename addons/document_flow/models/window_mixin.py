from odoo import api, models


class WindowMixin(models.AbstractModel):
    """A window (wizard) points only at documents of its own add-ons that its user may read.

    Core gives the name of a linked record, and everything related to it, to whoever may
    read the link; a window is its user's own, so he could look through it at documents of
    other companies.
    """

    _name = "document.window.mixin"
    _description = "Window on Documents"

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: for a document that the user may not read"""
        windows = super().create(vals_list)
        windows._check_looks()
        return windows

    def write(self, vals):
        """The same for a document that is chosen later (overrides `write`)."""
        result = super().write(vals)
        self._check_looks(vals)
        return result

    def _check_looks(self, names=None):
        if self.env.su:
            return
        family = self._name.partition(".")[0] + "."
        for name in self._fields if names is None else names:
            field = self._fields[name]
            linked = field.type in ("many2one", "many2many") and field.store
            if linked and field.comodel_name.startswith(family):
                self[name].check_access("read")
