from odoo import api, models

from ...groups import WAREHOUSE


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (40, WAREHOUSE, "aftersales_service.issue_counter_action"),
        ]
