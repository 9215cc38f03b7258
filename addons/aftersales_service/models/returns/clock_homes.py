from odoo import api, models


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What a return and its inspection tell (extends the hook)."""
        codes = (
            *("goods_received", "goods_sent_back", "repaired_goods_returned"),
            "cause_told",
        )
        return super()._get_homes() | dict.fromkeys(codes, "return")
