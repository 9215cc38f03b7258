from odoo import api, models

from ...exceptions import ProtectedRefused
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


class CoreGuard(models.AbstractModel):
    """Fields of ours on a document of core that our flows alone write.

    Core's rights on that document are others', so they say nothing about our fields. Our
    flows write them with ``sudo``, which no call over RPC has.
    """

    _name = "aftersales.core.guard"
    _description = "Guarded Fields on Documents of Core"

    _aftersales_guarded = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """:raises ProtectedRefused: for a record that is born with such a value"""
        for vals in vals_list:
            self._check_aftersales_guarded([name for name in vals if vals[name]])
        return super().create(vals_list)

    def write(self, vals):
        """:raises ProtectedRefused: for such a field (overrides `write`)"""
        self._check_aftersales_guarded(vals)
        return super().write(vals)

    def _get_guarded(self):
        """Nor does anybody's own default fill them: `ir.default` asks for this."""
        return self._aftersales_guarded

    @api.model
    def default_get(self, fields):  # pylint: disable=redefined-outer-name
        """Nor does the caller's context give a default for them (extends the ORM's)."""
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in self._aftersales_guarded
        }
        # Keys are taken away, which keyword arguments could not do.
        clean = self.with_context(context)  # pylint: disable=context-overridden
        return super(CoreGuard, clean).default_get(fields)

    def _check_aftersales_guarded(self, names):
        guarded = sorted(self._aftersales_guarded.intersection(names))
        if guarded and not self.env.su:
            labels = (self._fields[n]._description_string(self.env) for n in guarded)
            raise ProtectedRefused(
                self.env._(
                    "%s cannot be typed in: use the buttons, which record who and when.",
                    ", ".join(labels),
                )
            )
