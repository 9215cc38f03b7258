from odoo import fields, models

from ...exceptions import GroupRefused


class FlowMixin(models.AbstractModel):
    """States with declared moves, as `document_flow` guards them, and who may do a step."""

    _name = "aftersales.flow.mixin"
    _description = "After-Sales Document with Declared Moves"
    _inherit = ["document.flow.mixin"]

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
