from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("wrong_return", "Freight of a Wrong Return")],
        ondelete={"wrong_return": "cascade"},
    )


class ReturnOrder(models.Model):
    """Two things that are told to people: a delay at once (R-07), and the freight of what
    should never have been sent in (R-25)."""

    _inherit = "aftersales.return"
    _flow_fields = frozenset({"freight_charged_at"})

    currency_id = fields.Many2one(related="company_id.currency_id")
    freight_amount = fields.Monetary("Freight of the Return")
    freight_charged_at = fields.Datetime(
        "Freight Charged On", readonly=True, copy=False
    )

    def _tell_delay(self):
        """Hook: whoever answers to the customer learns of it at once (R-07)."""
        for record in self:
            order = record.order_id
            user = order.first_contact_user_id or record.create_uid
            # sudo: production tells the delay, it cannot plan other people's tasks
            record.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Tell the customer about the delay"),
                note=record.delay_reason,
                user_id=user.id,
            )

    def action_charge_freight(self):
        """运费由业务员承担: the service director agrees, then it is charged (R-25).

        :raises ProofMissing, MoveRefused:
        """
        for record in self:
            record.check_access("write")
            record._check_freight()
            if not (record.wrong_return and record.salesperson_id):
                raise ProofMissing(
                    self.env._(
                        "Tick “Returned Wrongly” and choose the salesperson first."
                    )
                )
            if record.freight_amount <= 0:
                raise ProofMissing(self.env._("Please write what the freight cost."))
            if record.freight_charged_at:
                raise MoveRefused(
                    self.env._("The freight of %s is charged already.", record.name)
                )
            record._request_approval(
                "wrong_return",
                "service_director",
                self.env._(
                    "Returned wrongly; freight to %(salesperson)s: %(reason)s",
                    salesperson=record.salesperson_id.name,
                    reason=record.reason,
                ),
                amount=record.freight_amount,
            )

    def _check_freight(self):
        """Hook. :raises MoveRefused: where the policy has us bear the freight"""
        policy = self._get_service_policy()
        if policy.wrong_return_freight != "salesperson":
            raise MoveRefused(
                self.env._(
                    "The service policy of %s has our company bear the freight of wrong returns. The general manager can approve a version that charges the salesperson.",
                    self.name,
                )
            )

    def _on_approved(self, approval):
        if approval.kind == "wrong_return":
            self._in_flow().write({"freight_charged_at": self._now()})
            self._charge_freight(approval.amount)
        return super()._on_approved(approval)

    def _charge_freight(self, amount):
        """Hook: settle ``amount`` (in the company's currency) with the salesperson; fees
        make it a receivable."""
        self.message_post(
            body=self.env._(
                "Freight %(amount)s is borne by %(salesperson)s.",
                amount=self.currency_id.format(amount),
                salesperson=self.salesperson_id.name,
            )
        )
