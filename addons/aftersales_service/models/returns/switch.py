from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_returns = fields.Boolean(
        "Returned Goods",
        implied_group="aftersales_service.group_aftersales_returns",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        return super()._get_aftersales_work() | {
            "group_aftersales_returns": [
                (
                    "aftersales.return",
                    [("state", "not in", ("closed", "cancelled"))],
                    self.env._("%(count)s return orders are open."),
                ),
            ]
        }
