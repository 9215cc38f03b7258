from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing, RoleRefused
from ...groups import HOTLINE, MANAGER
from ..base.blocker import Blocker
from ..order.order_promise import OPEN_STATES

MARKETING = "marketing"


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("talks", "Talks with the Customer")],
        ondelete={"talks": "cascade"},
    )


class ServiceOrder(models.Model):
    """Marketing helps with the talks with a customer and takes over those about the price
    (O-04, O-23): the desk hands them over, marketing agrees, and tells what came of it."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"talks_user_id", "talks_outcome", "talks_ended_at"})

    talks_user_id = fields.Many2one(
        "res.users",
        "Talks Led By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    talks_outcome = fields.Text("Outcome of the Talks", readonly=True, copy=False)
    talks_ended_at = fields.Datetime("Talks Ended On", readonly=True, copy=False)
    is_my_talk = fields.Boolean(compute="_compute_is_my_talk")

    @api.depends("talks_user_id", "talks_ended_at")
    @api.depends_context("uid")
    def _compute_is_my_talk(self):
        for order in self:
            order.is_my_talk = order._is_led_by_me() and not order.talks_ended_at

    def _is_led_by_me(self):
        """Whoever leads the talks tells how they ended; a director may for him."""
        user = self.env.user
        return bool(self.talks_user_id) and (
            self.talks_user_id == user or user.has_group(MANAGER)
        )

    def action_hand_talks(self, reason):
        """请营销部协助: the talks with the customer are marketing's from its answer on.

        :param reason: what is to be talked about
        :raises MoveRefused: on a job that is over, or whose talks are led already
        """
        self._require_group(HOTLINE)
        for order in self:
            if order.state not in OPEN_STATES:
                raise MoveRefused(
                    self.env._(
                        "%s is finished; there is nothing to talk about.", order.name
                    )
                )
            if order.talks_user_id and not order.talks_ended_at:
                raise MoveRefused(
                    self.env._(
                        "%(order)s: %(who)s talks with the customer already.",
                        order=order.name,
                        who=order.talks_user_id.name,
                    )
                )
            order._request_approval("talks", MARKETING, reason)
            order.message_post(
                body=self.env._(
                    "Marketing is asked to talk with the customer: %s", reason
                )
            )

    def action_end_talks(self, outcome, discount=0.0):
        """What was agreed with the customer; the desk is told.

        :param discount: percent off the open quotation that was agreed; 0: it stands
        :raises RoleRefused: for anybody else than who leads the talks
        :raises ProofMissing: without a word about what came of them
        """
        for order in self:
            order.check_access("read")
            if not order._is_led_by_me():
                raise RoleRefused(
                    self.env._(
                        "Only whoever leads the talks about %(order)s says how they ended. Ask %(who)s.",
                        order=order.name,
                        who=order.talks_user_id.name or order._get_answerers("talks"),
                    )
                )
            if not (outcome or "").strip():
                raise ProofMissing(
                    self.env._("%s: please write what came of the talks.", order.name)
                )
            if discount:
                order._check_discount(discount)
                order._agree_on_discount(discount)
            order._end_talks(outcome.strip())

    def _end_talks(self, outcome):
        # sudo: marketing need not write jobs to answer for its talks
        order = self.sudo()
        order._in_flow().write(
            {"talks_outcome": outcome, "talks_ended_at": order._now()}
        )
        order._tell_desk(
            self.env._(
                "%(who)s ended the talks about %(order)s: %(outcome)s",
                who=self.env.user.name,
                order=order.name,
                outcome=outcome,
            )
        )

    def _tell_desk(self, text):
        """A message, and a task for whoever answers for the job."""
        self.message_post(
            body=text, partner_ids=self.first_contact_user_id.partner_id.ids
        )
        if self.first_contact_user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=text,
                user_id=self.first_contact_user_id.id,
            )

    def _take_talks(self, who):
        """Marketing takes the talks over."""
        self._in_flow().write(
            {"talks_user_id": who.id, "talks_outcome": False, "talks_ended_at": False}
        )
        self.message_subscribe(who.partner_id.ids)
        self._tell_desk(
            self.env._(
                "%(who)s talks with the customer of %(order)s.",
                who=who.name,
                order=self.name,
            )
        )
        self._on_talks_taken()

    def _on_talks_taken(self):
        """Hook: what is quoted becomes the matter of whoever leads the talks."""

    def _keep_talks(self, why):
        """The desk goes on talking itself."""
        self._tell_desk(
            self.env._(
                "Marketing does not take over the talks about %(order)s: %(why)s",
                order=self.name,
                why=why,
            )
        )

    def _get_talk_blockers(self):
        """Nothing is closed while marketing still talks."""
        talking = self.filtered(lambda o: o.talks_user_id and not o.talks_ended_at)
        return [
            Blocker(
                self.env._(
                    "The talks with the customer have not ended: %s writes what came of them.",
                    order.talks_user_id.name,
                ),
                order,
                order.talks_user_id.name,
            )
            for order in talking
        ]

    def _move_contact(self, state):
        """Nobody is asked any more about what is called off (extends)."""
        result = super()._move_contact(state)
        for order in self if state == "cancelled" else ():
            order._withdraw_approvals("talks")
        return result
