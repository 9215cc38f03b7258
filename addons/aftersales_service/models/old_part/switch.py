from odoo import fields, models

from ...groups import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_old_part = fields.Boolean(
        "Old Parts",
        implied_group="aftersales_service.group_aftersales_old_part",
        group=STAFF,
    )

    def _get_aftersales_work(self):
        first = self.env._("%(count)s old parts are outside or not cleared.")
        second = self.env._(
            "%(count)s spare parts are marked to be taken back: tags are still made for them."
        )
        return super()._get_aftersales_work() | {
            "group_aftersales_old_part": [
                (
                    "aftersales.old.part",
                    [
                        (
                            "state",
                            "in",
                            (
                                "to_return",
                                "central",
                                "in_transit",
                                "received",
                                "counted",
                                "supplier_confirmed",
                                "online_confirmed",
                            ),
                        )
                    ],
                    first,
                ),
                (
                    "product.template",
                    [("aftersales_take_back", "=", "always")],
                    second,
                ),
            ]
        }
