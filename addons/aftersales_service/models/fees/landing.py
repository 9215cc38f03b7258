from odoo import api, models

from ...groups import FINANCE


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (50, FINANCE, "aftersales_service.aftersales_fee_share_action"),
        ]
