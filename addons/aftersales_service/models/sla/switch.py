from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_sla = fields.Boolean(
        "Service Policies and Deadlines",
        implied_group="aftersales_service.group_aftersales_sla",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        return super()._get_aftersales_work() | {
            "group_aftersales_sla": [
                (
                    "aftersales.sla.version",
                    [("state", "=", "approved"), ("policy_id.is_template", "=", False)],
                    self.env._(
                        "%(count)s service policies are in force: they go on applying, but nobody is warned of a deadline and no duty is opened."
                    ),
                ),
            ]
        }
