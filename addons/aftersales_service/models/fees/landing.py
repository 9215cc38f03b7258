from odoo import api, models

_FINANCE = "aftersales_service.aftersales_service_group_finance"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (50, _FINANCE, "aftersales_service.aftersales_fee_share_action"),
        ]
