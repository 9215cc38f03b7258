from odoo import fields, models

from ..const import GROUP_COMPLIANCE
from ..exceptions import IcpKept, IcpMoveForbidden, IcpMoveRefused
from ..kernel.deadline import china_day


class IcpFlowMixin(models.AbstractModel):
    """The moves of `document_flow`, each of which belongs to a group; days are China's."""

    _name = "aftersales.icp.flow.mixin"
    _description = "ICP States with Declared Moves"
    _inherit = ["document.flow.mixin"]

    def _flow_group(self, _state):
        """The group that moves a record to ``_state``."""
        return GROUP_COMPLIANCE

    def _get_stamp_value(self, name):
        if self._fields[name].type == "datetime":
            return super()._get_stamp_value(name)
        return china_day(fields.Datetime.now())

    def _check_move(self, state):
        group = self._flow_group(state)
        if not (self.env.su or self.env.user.has_group(group)):
            # sudo: people outside may not read groups, but should learn whom to ask
            name = self.env.ref(group).sudo().name
            raise IcpMoveForbidden(
                self.env._("Only somebody of “%s” does this step.", name)
            )
        return super()._check_move(state)

    def write(self, vals):
        """Who writes a state is told which moves there are; the buttons make them."""
        if "state" in vals and not self._is_flowing():
            moved = self.filtered(lambda record: record.state != vals["state"])
            moved._check_move(vals["state"])
            if not moved:  # a form may send the state that it shows
                vals = {name: vals[name] for name in vals if name != "state"}
        return super().write(vals)

    def _get_birth_refusal(self, state):
        return self._refuse_move(self._get_first_state(), state)

    def _get_delete_refusal(self):
        return IcpKept(super()._get_delete_refusal().args[0])

    def _get_move_refusal(self, state):
        return self._refuse_move(self.state, state)

    def _refuse_move(self, current, state):
        """What may follow instead, in words."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        allowed = [
            labels[code] for code in labels if code in self._transitions[current]
        ]
        return IcpMoveRefused(
            self.env._(
                "%(subject)s cannot go from “%(current)s” to “%(wanted)s”."
                " Possible now: %(allowed)s.",
                subject=self.display_name if self else self._description,
                current=labels[current],
                wanted=labels.get(state, state),
                allowed=", ".join(allowed) or self.env._("nothing"),
            )
        )
