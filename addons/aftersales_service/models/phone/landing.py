from odoo import api, models

from ...groups import TECHNICIAN


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (30, TECHNICIAN, "aftersales_service.aftersales_technician_day_action"),
        ]
