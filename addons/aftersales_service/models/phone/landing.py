from odoo import api, models

_TECHNICIAN = "aftersales_service.aftersales_service_group_technician"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (30, _TECHNICIAN, "aftersales_service.aftersales_technician_day_action"),
        ]
