from odoo import api, models

from ...groups import STAFF

# Whoever has a role of ours; the groups of our fields on models of other add-ons.
PREFIX = "aftersales_"


# Installed beside other people's work: lists of fields (export, filters, import) offer ours
# to after-sales staff only. Who asks for a field by name gets it, so views keep working.
# (No docstring: core would write it into the description of every model.)
class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        known = super().fields_get(allfields, attributes)
        if allfields or self._transient or self._name.startswith("aftersales."):
            return known
        ours = [name for name in known if name.startswith(PREFIX)]
        if ours and not self.env.su and not self.env.user.has_group(STAFF):
            for name in ours:
                del known[name]
        return known
