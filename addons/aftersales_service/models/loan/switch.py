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
        return super()._get_aftersales_work() | {
            "group_aftersales_loan": [
                (
                    "aftersales.loan",
                    [("state", "in", ("booked", "out"))],
                    self.env._(
                        "%(count)s loaners are booked or at customers': nobody is asked for them any more."
                    ),
                ),
                (
                    "aftersales.loan",
                    [
                        ("state", "not in", ("booked", "out")),
                        ("deposit_state", "=", "held"),
                    ],
                    self.env._("%(count)s deposits for loaners are held."),
                ),
            ]
        }
