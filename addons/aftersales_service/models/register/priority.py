from datetime import timedelta

from odoo import fields, models


class ServiceOrder(models.Model):
    """次日优先派工: calls that nobody was sent to come first on the next day (S-22)."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"priority_day"})

    priority_day = fields.Date(
        "Priority Dispatch On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Nobody was sent on the day before: dispatched first.",
    )

    def _put_first(self, day, moment):
        """Calls that were open at the end of ``day`` come first on the next one, and the
        clocks of a policy that has such ones run from ``moment`` (T-24).

        :return: those that were not put first for that day already
        """
        tomorrow = day + timedelta(days=1)
        fresh = self.filtered(
            lambda o: (
                o.state == "registered"
                and not (o.priority_day and o.priority_day >= tomorrow)
            )
        )
        if fresh:
            fresh._in_flow().write({"priority_day": tomorrow})
            fresh._clock_event("day_end_open", moment)
            text = self.env._("Not dispatched on %s: first on the next day.", day)
            fresh._message_log_batch({order.id: text for order in fresh})
        return fresh

    def _get_vouchered(self):
        """Hook: those of these calls for which a voucher went out (D-16)."""
        return self
