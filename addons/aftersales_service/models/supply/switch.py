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
        return super()._get_aftersales_work() | {
            "group_aftersales_supply": [
                (
                    "aftersales.part.plan",
                    [("state", "!=", "approved")],
                    self.env._("%(count)s part plans are not approved."),
                ),
                (
                    "aftersales.part.statement",
                    [("state", "!=", "closed")],
                    self.env._("%(count)s statements of parts are not closed."),
                ),
            ]
        }
