from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_loan = fields.Boolean(
        "Loaners",
        implied_group="aftersales_service.group_aftersales_loan",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._(
            "%(count)s loaners are booked or with customers: nobody will be asked to return them."
        )
        second = self.env._("%(count)s deposits for loaners are held.")
        return super()._get_aftersales_work() | {
            "group_aftersales_loan": [
                (
                    "aftersales.loan",
                    [("state", "in", ("booked", "out"))],
                    first,
                ),
                (
                    "aftersales.loan",
                    [
                        ("state", "not in", ("booked", "out")),
                        ("deposit_state", "=", "held"),
                    ],
                    second,
                ),
            ]
        }
