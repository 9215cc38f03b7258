from odoo import api, models


class PartMixin(models.AbstractModel):
    """Lines that stand with their document: once it is signed, none is added, changed or
    taken away. A model names the many2one in ``_document``.
    """

    _name = "document.part.mixin"
    _description = "Lines of a Signed Document"
    _inherit = ["document.guard.mixin"]

    _document = None
    # Fields that stand; None: all of them.
    _standing_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        """A signed document takes no more lines (overrides `create`)."""
        parts = super().create(vals_list)
        parts._check_standing()
        return parts

    def write(self, vals):
        """Lines of signed documents stand, at both ends of a move (overrides `write`)."""
        if self._document in vals or self._stand(vals):
            self._check_standing()
        result = super().write(vals)
        if self._document in vals:
            self._check_standing()
        return result

    def _stand(self, vals):
        standing = self._standing_fields
        return bool(vals if standing is None else standing & vals.keys())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        self._check_standing()

    def _check_standing(self):
        documents = self[self._document]
        if self._is_flowing() or documents._is_flowing():
            return
        for document in documents.filtered(lambda d: d._is_signed()):
            self._refuse_fields([self._document], document._get_standing_text())
