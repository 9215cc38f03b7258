from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_cash = fields.Boolean(
        "Money in the Field",
        implied_group="aftersales_service.group_aftersales_cash",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._("%(count)s amounts that technicians took are not posted.")
        second = self.env._("%(count)s amounts are still to be collected.")
        return super()._get_aftersales_work() | {
            "group_aftersales_cash": [
                (
                    "aftersales.collection",
                    [("state", "in", ("held", "handed"))],
                    first,
                ),
                (
                    "aftersales.collection",
                    [("is_open", "=", True)],
                    second,
                ),
            ]
        }
