from odoo import api, models

from ...groups import BACK_OFFICE, MANAGER


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (10, MANAGER, "aftersales_service.aftersales_day_board_action"),
            (25, BACK_OFFICE, "aftersales_service.aftersales_day_board_action"),
        ]
