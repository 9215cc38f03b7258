from odoo import api, models

from ...groups import STAFF


class ResGroups(models.Model):
    """What a company does not use disappears: a group for each room that can be switched.

    Odoo's own pattern: a tick in the settings lets our staff imply the group, and menus,
    fields and buttons carry it. It grants no right to any model.
    """

    _inherit = "res.groups"

    @api.model
    def _aftersales_uses(self, switch):
        """Whether this database uses the rooms behind ``switch``, whoever asks: jobs and
        customers on the portal are in no group of ours."""
        known = self.env["ir.model.data"]
        staff = known._xmlid_to_res_id(STAFF)
        group = known._xmlid_to_res_id(f"aftersales_service.group_aftersales_{switch}")
        # Both answers are cached, so jobs, phone and pages may ask at each turn.
        return group in self._get_group_definitions().get_superset_ids([staff])

    @api.model
    def _aftersales_switches(self):
        """{field of the settings: its group}, of every room that can be switched."""
        fields = self.env["res.config.settings"]._fields
        return {
            name: self.env.ref(field.implied_group).sudo()  # sudo: their names only
            for name, field in fields.items()
            if name.startswith("group_aftersales_")
        }

    @api.model
    def _aftersales_switch_all(self, on):
        """Everything on (who had the add-on before there were switches, the demo, tests),
        or the plain set (who begins)."""
        staff = self.env.ref(STAFF).sudo()  # sudo: an installation, or a test
        for group in self._aftersales_switches().values():
            if on:
                staff._apply_group(group)
            else:
                staff._remove_group(group)
