from odoo import fields, models

from ...exceptions import ProofMissing
from ...groups import MANAGER
from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    """Nothing that the customer should pay is given away in silence: without a price the
    job stays open until it has one, or until the director says why it is free."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"free_reason", "free_by_id", "free_at"})

    free_reason = fields.Char("Free Because", readonly=True, copy=False, tracking=True)
    free_by_id = fields.Many2one(
        "res.users", "Made Free By", readonly=True, copy=False, index="btree_not_null"
    )
    free_at = fields.Datetime("Made Free On", readonly=True, copy=False)
    is_unpriced = fields.Boolean("Without a Price", compute="_compute_is_unpriced")

    def _compute_is_unpriced(self):
        for order in self:
            order.is_unpriced = bool(order._get_unpriced())

    def action_price(self):
        """Make the fees that were missing, now that there is a price for them.

        :raises ProofMissing: saying what is still missing, and who can set it
        """
        for order in self:
            order.check_access("write")
            order._complete_fees()
            missing = order._get_unpriced()
            if missing:
                raise ProofMissing("\n".join(map(str, missing)))

    def action_ask_free(self):
        """Open the window that asks why the customer pays nothing."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Free of Charge"),
            "res_model": "aftersales.order.free",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_free(self, reason=None):
        """What has no price is free; the service director says why.

        :raises ProofMissing: without a reason
        """
        self._require_group(MANAGER)
        for order in self:
            order.check_access("write")
            if not (reason or "").strip():
                raise ProofMissing(
                    self.env._("%s: please write why it is free.", order.name)
                )
        self._in_flow().write(
            {
                "free_reason": (reason or "").strip(),
                "free_by_id": self.env.uid,
                "free_at": self._now(),
            }
        )

    def _complete_fees(self):
        """Labour and authorised extras that had no product when they came up."""
        # sudo: prices come from the fee card alone, whoever quotes (F-25)
        for order in self.sudo():
            order._get_unpriced_visits()._create_labour()
            order.visit_ids.extra_ids._charge()

    def _get_unpriced(self):
        """:class:`Blocker` for each thing that the customer pays and that has no price."""
        self.ensure_one()
        if self.free_reason or self._get_current() != self:
            return []
        # sudo: what is missing is told to whoever closes the job
        order = self.sudo()
        texts = [
            (order._get_no_labour(visit), visit)
            for visit in order._get_unpriced_visits()
        ]
        texts += [
            (order._get_no_extra(extra), extra.visit_id)
            for extra in order.visit_ids.extra_ids._get_uncharged()
        ]
        texts += [(order._get_no_price(fee), fee) for fee in order._get_unpriced_fees()]
        who = self.env.ref(MANAGER).sudo().full_name  # sudo: a name to ask
        return [
            Blocker(text, document.with_env(self.env), who) for text, document in texts
        ]

    def _get_unpriced_visits(self):
        """Visits whose work the customer pays, without any fee for it."""
        visits = self.visit_ids.filtered(
            lambda v: v.state != "cancelled"
            and v.labour_hours > 0
            and v._causes_labour()
            and "labour" not in v.fee_ids.mapped("kind")
        )
        charged = (
            visits
            and not self._is_invoiced_by_agent()
            and self._is_customer_paying("labour")
        )
        return visits if charged else visits.browse()

    def _get_unpriced_fees(self):
        return self.fee_ids.filtered(
            lambda fee: fee.quantity > 0
            and not fee.amount
            and fee._is_customer_charged()
            and not self._is_invoiced_by_agent()
        )

    def _get_no_labour(self, visit):
        return self.env._(
            "The customer pays for the work of %s, but nothing is charged for it. Choose “Labour Fee” and the fee card in the settings of After-Sales if they are missing and press “Add Missing Prices”, or press “Free of Charge”.",
            visit.name,
        )

    def _get_no_extra(self, extra):
        return self.env._(
            "The customer authorised “%(extra)s” for %(amount)s, but it is not charged. Choose “Labour Fee” in the settings of After-Sales if it is missing and press “Add Missing Prices”, or press “Free of Charge”.",
            extra=extra.name,
            amount=extra.currency_id.format(extra.amount),
        )

    def _get_no_price(self, fee):
        return self.env._(
            "The customer pays “%s”, but it has no price. Write one on its fee, or press “Free of Charge”.",
            fee.name,
        )
