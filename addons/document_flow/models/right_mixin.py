from odoo import models

KEY = "document_flow"


class _Right(frozenset):
    """Names of models whose guarded fields this call may write.

    Only code of this process can make one, so a context that comes over RPC can never
    pretend to be one of our actions.
    """


class RightMixin(models.AbstractModel):
    """The right of an action to write what is guarded; it is one of a model."""

    _name = "document.right.mixin"
    _description = "Right to Write Guarded Fields"

    # Models of lines that an action writes with the document, from values of its own.
    _flow_models = ()

    def _in_flow(self):
        """This recordset with the right to write its guarded fields."""
        held = self.env.context.get(KEY)
        held = held if isinstance(held, _Right) else _Right()
        own = {self._name, *self._flow_models}
        return self if own <= held else self.with_context(**{KEY: _Right(held | own)})

    def _out_of_flow(self):
        """This recordset without any right; for values that a stranger sent."""
        return self.with_context(**{KEY: None})

    def _is_flowing(self):
        """Whether this call comes from one of our own actions on this model."""
        held = self.env.context.get(KEY)
        return isinstance(held, _Right) and self._name in held
