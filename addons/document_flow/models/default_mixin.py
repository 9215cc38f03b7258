from odoo import api, models


class DefaultMixin(models.AbstractModel):
    """Rows that actions make for people who may not: nothing in them comes from the context
    of the caller or from his own defaults."""

    _name = "document.default.mixin"
    _description = "Rows That Take No Defaults of Others"

    def _get_guarded(self):
        """Fields whose default is the model's alone: here all of them."""
        return frozenset(self._fields)

    @api.model
    def default_get(self, fields):  # pylint: disable=redefined-outer-name
        """Guarded fields take no default from the context, in an action no more than
        elsewhere: the context of an action is its caller's (extends the ORM's)."""
        guarded = self._get_guarded()
        context = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith("default_") and key[8:] in guarded)
        }
        clean = self
        if len(context) < len(self.env.context):
            # Keys are taken away, which keyword arguments could not do.
            clean = self.with_context(context)  # pylint: disable=context-overridden
        return super(DefaultMixin, clean).default_get(fields)
