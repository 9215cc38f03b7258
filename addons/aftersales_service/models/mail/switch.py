from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_mail = fields.Boolean(
        "Orders by E-Mail",
        implied_group="aftersales_service.group_aftersales_mail",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._(
            "%(count)s service units have an e-mail address: mails to it still open service orders or are held, and nobody sees the held ones. Clear the addresses first."
        )
        second = self.env._("%(count)s held e-mails wait for a decision.")
        return super()._get_aftersales_work() | {
            "group_aftersales_mail": [
                (
                    "aftersales.unit",
                    [("alias_name", "!=", False)],
                    first,
                ),
                (
                    "aftersales.mail",
                    [("state", "=", "held")],
                    second,
                ),
            ]
        }
