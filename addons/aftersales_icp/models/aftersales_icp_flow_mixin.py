from odoo import api, fields, models

from ..const import GROUP_COMPLIANCE
from ..exceptions import IcpMoveForbidden, IcpMoveRefused
from ..kernel.deadline import china_day


class IcpFlowMixin(models.AbstractModel):
    """States named once, allowed moves as data, one method that moves and refuses."""

    _name = "aftersales.icp.flow.mixin"
    _description = "ICP States with Declared Moves"

    _transitions = {}
    _stamps = {}

    def _flow_group(self, _state):
        """The group that moves a record to ``_state``."""
        return GROUP_COMPLIANCE

    def _move_to(self, state, **vals):
        """The one way to another state; stamps the date that belongs to it."""
        self._check_move(state)
        self.write({"state": state, **vals})
        if stamp := self._stamps.get(state):
            unstamped = self.filtered(lambda record: not record[stamp])
            unstamped.write({stamp: self._stamp_value(stamp)})
        self._after_move(state)

    def _stamp_value(self, name):
        if self._fields[name].type == "datetime":
            return fields.Datetime.now()
        return china_day(fields.Datetime.now())

    def _after_move(self, state):
        """What follows from a move; to be extended."""

    def _check_move(self, state):
        group = self._flow_group(state)
        if not (self.env.su or self.env.user.has_group(group)):
            # sudo: people outside may not read groups, but should learn whom to ask
            name = self.env.ref(group).sudo().name
            raise IcpMoveForbidden(
                self.env._("Only somebody of “%s” does this step.", name)
            )
        for record in self:
            if state not in self._transitions[record.state]:
                raise record._move_refused(state)

    @api.model_create_multi
    def create(self, vals_list):
        """Every record begins in its first state, whatever values or defaults ask for."""
        records = super().create(vals_list)
        first = next(iter(self._transitions))
        for record in records:
            if record.state != first:
                raise record._move_refused(record.state, first)
        return records

    def write(self, vals):
        """A state written from outside is held to the same table as the buttons."""
        if "state" in vals:
            moved = self.filtered(lambda record: record.state != vals["state"])
            moved._check_move(vals["state"])
        return super().write(vals)

    def _move_refused(self, state, current=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        current = current or self.state
        allowed = [
            labels[code] for code in labels if code in self._transitions[current]
        ]
        return IcpMoveRefused(
            self.env._(
                "%(subject)s cannot go from “%(current)s” to “%(wanted)s”."
                " Possible now: %(allowed)s.",
                subject=self.display_name,
                current=labels[current],
                wanted=labels.get(state, state),
                allowed=", ".join(allowed) or self.env._("nothing"),
            )
        )
