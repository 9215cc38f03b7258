from odoo import fields, models

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ...groups import BACK_OFFICE, HOTLINE, SALESPERSON, STAFF, TECHNICIAN
from ..order.order_promise import OPEN_STATES

_HANDS_OVER = (TECHNICIAN, HOTLINE, BACK_OFFICE)


class ServiceOrder(models.Model):
    """转销售人员: the customer disputes the price and the telephone does not settle it, so
    the salesperson of the customer goes on with the talks (F-27). He answers with what was
    agreed, and the quotation follows; the limits of a discount are his as well (F-28)."""

    _inherit = "aftersales.order"

    price_disputed_at = fields.Datetime(
        "Price Disputed On",
        readonly=True,
        copy=False,
        help="Since then the salesperson of the customer talks about the price.",
    )

    def action_hand_price(self, reason):
        """The talks about the price are the salesperson's from now on.

        :param reason: what the customer says
        :raises GroupRefused, AccessError: for anybody but technician and desk
        :raises MoveRefused: on a job that is over, or whose talks are led already
        :raises ProofMissing: without a word, or where nobody answers for the customer
        """
        self._check_may_hand_price()
        for order in self:
            order.check_access("read")
            order._check_no_talks(reason)
            who = order._get_price_talker()
            # sudo: a technician on the spot writes no jobs
            told = order.sudo()
            told._in_flow().price_disputed_at = order._now()
            told._take_talks(who)
            told.message_post(
                body=self.env._("The customer disputes the price: %s", reason.strip()),
                partner_ids=who.partner_id.ids,
            )
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Agree on the price with the customer"),
                user_id=who.id,
            )

    def _check_may_hand_price(self):
        if not any(self.env.user.has_group(group) for group in _HANDS_OVER):
            raise GroupRefused(
                self.env._(
                    "Talks about the price are handed over by the technician, the hotline or the back office."
                )
            )

    def _check_no_talks(self, reason):
        if not (reason or "").strip():
            raise ProofMissing(
                self.env._("%s: please write what the customer says.", self.name)
            )
        if self.state not in OPEN_STATES:
            raise MoveRefused(
                self.env._("%s is finished; there is nothing to talk about.", self.name)
            )
        if self.talks_user_id and not self.talks_ended_at:
            raise MoveRefused(
                self.env._(
                    "%(order)s: %(who)s talks with the customer already.",
                    order=self.name,
                    who=self.talks_user_id.name,
                )
            )
        if self._get_open_approvals("talks"):
            raise MoveRefused(
                self.env._(
                    "%s: marketing was asked to lead the talks and has not answered.",
                    self.name,
                )
            )

    def _get_price_talker(self):
        """The salesperson in charge of the customer, else who reported the job or sold
        the device, if he can open the job.

        :raises ProofMissing: where there is none
        """
        # sudo: who answers for a customer, whoever asks
        order = self.sudo()
        partner = order.partner_id
        people = (
            partner.user_id
            | partner.commercial_partner_id.user_id
            | order.salesperson_id
            | order.device_id.sale_order_id.user_id
        )
        for user in people.filtered(lambda u: u.active and not u.share):
            if user.has_group(SALESPERSON) or user.has_group(STAFF):
                return user.sudo(False)
        raise ProofMissing(
            self.env._(
                "Nobody in sales answers for %(customer)s: choose the salesperson on the customer and give him the role “Salesperson”, or hand the talks to marketing.",
                customer=partner.name,
            )
        )

    def _check_discount(self, discount):
        if not 0 <= discount < 100:
            raise MoveRefused(
                self.env._("A discount is at least 0 and less than 100 percent.")
            )

    def _agree_on_discount(self, _discount):
        """Hook: the discount that was agreed goes onto the quotation."""
