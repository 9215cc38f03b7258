from odoo import api, models


class WindowMixin(models.AbstractModel):
    """A window (wizard) points only at documents of its own add-ons that its user may read.

    A window is its user's own, so he could look through its links at documents of other
    companies, or of people whom he may not look over the shoulder.
    """

    _name = "document.window.mixin"
    _description = "Window on Documents"
    _inherit = ["document.look.mixin"]

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

    def _check_look(self, documents):
        documents.check_access("read")
