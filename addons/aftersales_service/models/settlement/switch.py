from odoo import fields, models

from ...groups import STAFF
from .selections import OPEN


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_settlement = fields.Boolean(
        "Settlements",
        implied_group="aftersales_service.group_aftersales_settlement",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        words = self.env._(
            "%(count)s settlements are open: nobody will be reminded of them."
        )
        return super()._get_aftersales_work() | {
            "group_aftersales_settlement": [
                ("aftersales.settlement", [("state", "in", OPEN)], words)
            ]
        }
