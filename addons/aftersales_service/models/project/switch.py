from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_project = fields.Boolean(
        "Customer Projects",
        implied_group="aftersales_service.group_aftersales_project",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        return super()._get_aftersales_work() | {
            "group_aftersales_project": [
                (
                    "aftersales.order",
                    [
                        ("project_id", "!=", False),
                        ("state", "not in", ("closed", "filed", "cancelled")),
                    ],
                    self.env._(
                        "%(count)s open service orders belong to a customer project."
                    ),
                ),
            ]
        }
