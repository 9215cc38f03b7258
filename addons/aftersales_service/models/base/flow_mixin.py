from odoo import api, fields, models

from ...exceptions import GroupRefused, MoveRefused, ProtectedRefused

# Only code of this process can hold this very object, so a context that comes over RPC
# can never pretend to be one of our actions.
_IN_FLOW = object()


class FlowMixin(models.AbstractModel):
    """States named once, allowed moves as data, one method that moves and refuses.

    A model declares ``_transitions`` (state -> states that may follow) and
    ``_flow_fields`` (fields that only actions write: stamps, signatures, numbers). Both
    are guarded here against direct writes, also over RPC. Two clerks at once need no lock:
    the second transaction fails on the changed row, Odoo repeats it, and the repeated
    call meets the new state and is refused in plain words.
    """

    _name = "aftersales.flow.mixin"
    _description = "States with declared moves"

    _transitions = {}
    _flow_fields = frozenset()

    def _in_flow(self):
        """This recordset with the right to write guarded fields."""
        return self.with_context(aftersales_flow=_IN_FLOW)

    def _is_flowing(self):
        """Whether this write comes from one of our own actions."""
        return self.env.context.get("aftersales_flow") is _IN_FLOW

    def _move_to(self, state, **vals):
        """Move every record to ``state`` and write ``vals`` with it.

        :raises MoveRefused: when ``_transitions`` does not allow it
        """
        for record in self:
            if state not in self._transitions.get(record.state, ()):
                raise MoveRefused(
                    self.env._(
                        "%(name)s is “%(now)s” and cannot become “%(wanted)s”. Reload the page: somebody may have been faster.",
                        name=record.display_name,
                        now=record._state_label(record.state),
                        wanted=record._state_label(state),
                    )
                )
        self._in_flow().write({"state": state, **vals})

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse records that are born with guarded values (overrides `create`)."""
        for vals in vals_list:
            self._check_guarded(vals, new=True)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse guarded fields outside of an action (overrides `write`)."""
        self._check_guarded(vals)
        return super().write(vals)

    def _check_guarded(self, vals, new=False):
        if self._is_flowing():
            return
        guarded = [name for name in vals if self._is_guarded(name, vals[name], new)]
        if guarded:
            labels = [
                self._fields[name]._description_string(self.env) for name in guarded
            ]
            raise ProtectedRefused(
                self.env._(
                    "%(fields)s cannot be typed in: use the buttons, which record who and when.",
                    fields=", ".join(labels),
                )
            )

    def _is_guarded(self, name, value, new):
        if name == "state":
            return not (new and value == next(iter(self._transitions)))
        return name in self._get_flow_fields() and (not new or bool(value))

    def _get_flow_fields(self):
        """Guarded fields of all rooms: each class of the model may declare its own."""
        declared = (vars(cls).get("_flow_fields", ()) for cls in type(self).__mro__)
        return frozenset().union(*declared)

    def _require_group(self, xmlid):
        """Refuse unless the user is in the group, even inside `sudo()`.

        :raises GroupRefused: naming the group, so that people know whom to ask
        """
        if not self.env.user.has_group(xmlid):
            # sudo: people outside may not read groups, but should learn whom to ask
            group = self.env.ref(xmlid).sudo()
            raise GroupRefused(
                self.env._(
                    "This step belongs to “%s”. Ask somebody of that group.",
                    group.full_name,
                )
            )

    def _now(self):
        return fields.Datetime.now()
