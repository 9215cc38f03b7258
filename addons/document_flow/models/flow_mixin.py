from odoo import api, fields, models

from ..exceptions import MoveRefused, ProtectedRefused


class FlowMixin(models.AbstractModel):
    """States named once, allowed moves as data, one method that moves and refuses.

    A model declares ``_transitions`` (state -> states that may follow; a record is born in
    the first). Two clerks at once need no lock: the second transaction fails on the changed
    row, Odoo repeats it, and the repeated call meets the new state and is refused in plain
    words.
    """

    _name = "document.flow.mixin"
    _description = "States with Declared Moves"
    _inherit = ["document.guard.mixin"]

    _transitions = {}
    # {state: field that keeps when a record reached it first}
    _stamps = {}
    # States in which a record may be deleted; None: in the first only.
    _deletable_states = None

    def _get_first_state(self):
        return next(iter(self._transitions), None)

    def _get_flow_fields(self):
        return super()._get_flow_fields() | {"state"}

    def _get_own_default(self, name):
        if name == "state":
            return self._get_first_state()
        return super()._get_own_default(name)

    # --- moves

    def _move_to(self, state, **vals):
        """Move every record to ``state`` and write ``vals`` with it.

        :raises MoveRefused: when ``_transitions`` does not allow it
        """
        self._check_move(state)
        self._in_flow().write({"state": state, **vals})
        if stamp := self._stamps.get(state):
            unstamped = self.filtered(lambda record: not record[stamp])
            unstamped._in_flow().write({stamp: self._get_stamp_value(stamp)})
        self._after_move(state)

    def _check_move(self, state):
        for record in self:
            if state not in self._transitions.get(record.state, ()):
                raise record._get_move_refusal(state)

    def _after_move(self, state):
        """Hook: what follows from a move."""

    def _get_stamp_value(self, name):
        if self._fields[name].type == "datetime":
            return fields.Datetime.now()
        return fields.Date.context_today(self)

    def _get_move_refusal(self, state):
        return MoveRefused(
            self.env._(
                "%(name)s is “%(now)s” and cannot become “%(wanted)s”. Reload the page: somebody may have been faster.",
                name=self.display_name,
                now=self._state_label(self.state),
                wanted=self._state_label(state),
            )
        )

    def _state_label(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels.get(state, state)

    # --- birth and end

    def _check_guarded(self, vals, new=False):
        state = vals.get("state", self._get_first_state())
        if new and state != self._get_first_state() and not self._is_flowing():
            raise self._get_birth_refusal(state)
        return super()._check_guarded(vals, new)

    def _get_birth_refusal(self, state):
        return ProtectedRefused(
            self.env._(
                "A record begins as “%(first)s”, not as “%(state)s”.",
                first=self._state_label(self._get_first_state()),
                state=self._state_label(state),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Every record begins in its first state, whatever defaults say."""
        records = super().create(vals_list)
        if not self._is_flowing():
            first = self._get_first_state()
            for record in records:
                if record.state != first:
                    raise record._get_birth_refusal(record.state)
        return records

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        """What went on is nobody's to delete."""
        if self._is_flowing():
            return
        states = self._deletable_states
        if states is None:
            states = (self._get_first_state(),)
        for record in self:
            if record.state not in states:
                raise record._get_delete_refusal()

    def _get_delete_refusal(self):
        return ProtectedRefused(
            self.env._(
                "%(name)s is “%(state)s” and stays on record. Cancel it or write a correction instead.",
                name=self.display_name,
                state=self._state_label(self.state),
            )
        )
