from odoo import api, models

from ...groups import HOTLINE, STAFF


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (20, HOTLINE, "aftersales_service.aftersales_service_desk_action"),
            (90, STAFF, "aftersales_service.aftersales_order_action"),
        ]
