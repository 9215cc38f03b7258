from odoo import fields, models

from ..base.beside import STAFF


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_old_part = fields.Boolean(
        "Old Parts",
        implied_group="aftersales_service.group_aftersales_old_part",
        group=STAFF,
    )

    def _get_aftersales_work(self):
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
                    self.env._("%(count)s old parts are outside or not cleared."),
                ),
                (
                    "product.template",
                    [("aftersales_take_back", "=", "always")],
                    self.env._(
                        "%(count)s spare parts are marked to be taken back: tags are still made for them."
                    ),
                ),
            ]
        }


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _prepare_phone_day(self):
        """The phone asks for no old part where nobody waits for them; where a rule wants
        one back its tag is made all the same."""
        day = super()._prepare_phone_day()
        if not self.env["res.groups"]._aftersales_uses("old_part"):
            day["choices"] |= {"old_fate": [], "old_fate_by": []}
        return day
