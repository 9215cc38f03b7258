from odoo import models

from ...exceptions import MoveRefused, ProofMissing, Refused
from .disposition import SENT


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _get_customer_percent(self, product):
        """How much of ``product`` the customer bears, sent for this line: by the decision of
        the job and the clerk's choice; without a job the warranty alone says so."""
        # sudo: who pays is asked for people who may not read the job
        order = self.sudo().return_id.order_id
        if not order:
            return 0.0 if self._is_in_warranty() else 100.0
        if order.service_type != order._get_proposed_service_type():
            return 100.0 if order.service_type in ("a", "other") else 0.0
        if not order.decision_id:
            return 0.0
        shares = dict(order.decision_id._answer("part", product).shares)
        return shares.get("customer", 0.0)

    def _is_in_warranty(self):
        until = self.device_id.warranty_until
        return bool(until) and until >= self.company_id._aftersales_today()


class Disposition(models.Model):
    """A new machine or a part goes out when it is known who pays for it, and when whoever
    pays agreed (R-11). Until then the decision stands, and the goods stay the customer's."""

    _inherit = "aftersales.disposition"

    def _check_decision(self):
        """Without a job nobody can be quoted (extends the check)."""
        result = super()._check_decision()
        if self._may_cost_the_customer() and not self.return_id.order_id:
            raise ProofMissing(
                self.env._(
                    "%(goods)s has no warranty that covers it, so somebody must say who pays. Press “Open Service Order” on %(document)s, then decide.",
                    goods=self.line_id.display_name,
                    document=self.return_id.name,
                )
            )
        return result

    def _may_cost_the_customer(self):
        """Whether we send something new for which the customer pays."""
        fresh = self.action in SENT and not self.advance_id
        return (
            fresh and self.line_id._get_customer_percent(self._get_sent_product()) > 0
        )

    def _check_may_deliver(self):
        """Hook: what must be there before something of ours goes to the customer; fees add
        the price that he agreed to.

        :raises Refused: saying what is missing
        """

    def _get_delivery_obstacle(self):
        """The sentence of what stands against delivering now, or an empty text."""
        try:
            self._check_may_deliver()
        except Refused as refused:
            return str(refused)
        return ""

    def _is_to_deliver(self):
        """Decided, and nothing is under way to the customer."""
        going = self.sudo().move_ids  # sudo: the desk has no stock rights
        sends = self.action in SENT and not self.advance_id
        return sends and self.state == "decided" and not going

    def _deliver_ready(self):
        """What nothing stands against goes at once; the rest waits for `action_deliver`."""
        self.filtered(lambda d: not d._get_delivery_obstacle())._deliver()

    def action_deliver(self):
        """发货: after the customer agreed.

        :raises MoveRefused: when it is on its way already; :raises Refused: what is missing
        """
        for disposition in self:
            disposition.check_access("write")
            if not disposition._is_to_deliver():
                raise MoveRefused(
                    self.env._(
                        "%s is not waiting to be sent: reload the page.",
                        disposition.display_name,
                    )
                )
            disposition._check_may_deliver()
        # sudo: see `_begin`
        self.sudo()._deliver()
