from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_reception = fields.Boolean(
        "Walk-Rounds",
        implied_group="aftersales_service.group_aftersales_reception",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        return super()._get_aftersales_work() | {
            "group_aftersales_reception": [
                (
                    "aftersales.walk.round",
                    [("state", "=", "draft")],
                    self.env._("%(count)s walk-rounds are not signed."),
                ),
            ]
        }
