from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_dealer = fields.Boolean(
        "Dealers",
        implied_group="aftersales_service.group_aftersales_dealer",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._(
            "%(count)s customers are dealers: their entry on the portal disappears."
        )
        second = self.env._("%(count)s open service orders were filed by dealers.")
        return super()._get_aftersales_work() | {
            "group_aftersales_dealer": [
                (
                    "res.partner",
                    [("aftersales_dealer", "=", True)],
                    first,
                ),
                (
                    "aftersales.order",
                    [
                        ("dealer_id", "!=", False),
                        ("state", "not in", ("closed", "filed", "cancelled")),
                    ],
                    second,
                ),
            ]
        }
