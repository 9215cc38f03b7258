from odoo import api, models


class ResUsers(models.Model):
    """Opening the app leads everybody to his own work."""

    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        """Hook: [(order, group, action)]; the first whose group the user has. A
        director is a dispatcher, too, so the wider role has the smaller number."""
        return []

    @api.model
    def action_aftersales_landing(self):
        """The screen on which this user's day begins."""
        for _order, group, action in sorted(
            self._get_aftersales_landings(), key=lambda landing: landing[0]
        ):
            if self.env.user.has_group(group):
                return self.env["ir.actions.actions"]._for_xml_id(action)
        return {"type": "ir.actions.act_window_close"}
