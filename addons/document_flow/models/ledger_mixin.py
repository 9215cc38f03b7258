from odoo import api, models

from ..exceptions import ProtectedRefused


class LedgerMixin(models.AbstractModel):
    """Rows that are written once: what happened stands for everybody, superuser included.

    A correction is a new row. Rows go only with what they tell of.
    A model whose rows may be made by nobody but its own actions says ``_is_closed_ledger``.
    """

    _name = "document.ledger.mixin"
    _description = "Append-Only Rows"
    _inherit = ["document.guard.mixin"]

    # Whether rows are created in a flow only; else the rights on the model decide.
    _is_closed_ledger = False
    # Whether people make rows in a form, which may propose values; read-only fields of it
    # are guarded on create.
    _is_typed = False
    # What an action still writes after the row was made: a seal, the job after merging.
    _late_fields = frozenset()

    def _get_flow_fields(self):
        """Nothing of a row takes a default from the context (extends the guard)."""
        if self._is_typed:
            return super()._get_flow_fields()
        return frozenset(self._fields)

    def _check_guarded(self, vals, new=False):
        """Rows are written once and whole; `create` and `write` say by whom. What people
        type leaves to actions and sums what is theirs, as in any form (extends the guard).
        """
        typed = new and self._is_typed
        return super()._check_guarded(vals, new) if typed else None

    def _may_store_file(self, name):
        return True

    @api.model_create_multi
    def create(self, vals_list):
        """Rows of a closed ledger come from its actions only (overrides `create`)."""
        if self._is_closed_ledger and not self._is_flowing():
            raise self._get_ledger_refusal()
        return super().create(vals_list)

    def write(self, vals):
        """What happened stands (overrides `write`).

        :raises ProtectedRefused: always, but for what an action writes late
        """
        late = self._is_flowing() and vals.keys() <= self._late_fields
        if vals and not late:
            raise self._get_ledger_refusal()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self._is_flowing():  # with the draft that they tell of
            return
        raise self._get_ledger_refusal()

    def _get_ledger_refusal(self):
        return ProtectedRefused(
            self.env._(
                "What happened stands. Add a new entry that corrects it, with a reason."
            )
        )
