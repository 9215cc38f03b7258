from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_feedback = fields.Boolean(
        "Quality Information",
        implied_group="aftersales_service.group_aftersales_feedback",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        return super()._get_aftersales_work() | {
            "group_aftersales_feedback": [
                (
                    "aftersales.feedback.sheet",
                    [("state", "!=", "acknowledged")],
                    self.env._(
                        "%(count)s sheets for the teams of devices are not acknowledged."
                    ),
                ),
            ]
        }
