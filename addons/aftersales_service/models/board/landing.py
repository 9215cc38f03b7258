from odoo import api, models

_MANAGER = "aftersales_service.aftersales_service_group_manager"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (10, _MANAGER, "aftersales_service.aftersales_day_board_action"),
        ]
