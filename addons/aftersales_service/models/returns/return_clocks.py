from odoo import models


class ReturnOrder(models.Model):
    """What happens to the goods starts and stops deadlines of the job: the cause is told
    so many days after they came (T-38), the call-back follows their return (T-37), the
    invoice is issued on that day (T-43)."""

    _inherit = "aftersales.return"

    _clock_states = {
        "received": ("goods_received",),
        "sent_back": ("goods_sent_back", "repaired_goods_returned"),
    }

    def _move_to(self, state, **vals):
        """Tell the job (extends the mixin's move)."""
        result = super()._move_to(state, **vals)
        for event in self._clock_states.get(state, ()):
            self.order_id._clock_event(event)
        return result
