from odoo import api, models

_WAREHOUSE = "aftersales_service.aftersales_service_group_warehouse"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (40, _WAREHOUSE, "aftersales_service.issue_counter_action"),
        ]
