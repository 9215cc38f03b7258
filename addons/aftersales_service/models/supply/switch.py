from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_supply = fields.Boolean(
        "Spare Plans and Statements of Parts",
        implied_group="aftersales_service.group_aftersales_supply",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._("%(count)s part plans are not approved.")
        second = self.env._("%(count)s statements of parts are not closed.")
        return super()._get_aftersales_work() | {
            "group_aftersales_supply": [
                (
                    "aftersales.part.plan",
                    [("state", "in", ("draft", "submitted"))],
                    first,
                ),
                (
                    "aftersales.part.statement",
                    [("state", "!=", "closed")],
                    second,
                ),
            ]
        }
