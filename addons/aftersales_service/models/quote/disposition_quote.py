from odoo import api, fields, models

from ...exceptions import MoveRefused


class Fee(models.Model):
    _inherit = "aftersales.fee"

    disposition_id = fields.Many2one(
        "aftersales.disposition",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )


class Disposition(models.Model):
    """The desk talks to the customer about the price; it need not read repairs for that.
    An exchange or a missing part waits for the customer's consent as a repair does."""

    _name = "aftersales.disposition"
    _inherit = ["aftersales.disposition", "aftersales.sent.mixin"]

    fee_ids = fields.One2many("aftersales.fee", "disposition_id", "Service Fees")

    def _sends_something(self):
        return self.action in ("exchange", "send_parts") and not self.advance_id

    def _get_sent_quantity(self):
        return self.quantity

    def _prepare_sent_fee(self):
        return super()._prepare_sent_fee() | {"disposition_id": self._origin.id}

    @api.depends(
        "repair_id.state",
        "repair_id.aftersales_consent",
        "repair_id.aftersales_customer_amount",
        "action",
        "quantity",
        "new_product_id",
        "fee_ids.share_ids.sale_line_id.state",
    )
    def _compute_consent(self):
        """Of the repair, where it is one (extends what is sent)."""
        repairs = self.filtered("repair_id")
        result = super(Disposition, self - repairs)._compute_consent()
        for disposition in repairs:
            # sudo: the desk has no stock rights, the repair is its own decision's
            repair = disposition.sudo().repair_id
            going = repair.state not in (False, "done", "cancel")
            disposition.consent = repair.aftersales_consent if going else False
            disposition.customer_amount = repair.aftersales_customer_amount
        return result

    def _check_decision(self):
        result = super()._check_decision()
        self._check_sent_consent()
        return result

    def _prepare_procurement(self):
        return super()._prepare_procurement() | self._prepare_sent_sale()

    def _get_repair(self):
        """The repair of this decision, for whoever may write the decision.

        :raises MoveRefused: when there is none
        """
        self.check_access("write")
        # sudo: as above
        repair = self.sudo().repair_id
        if not repair:
            raise MoveRefused(
                self.env._("%s is not a repair, so it has no price.", self.display_name)
            )
        return repair

    def action_quote(self):
        """A new version of the quotation for the customer."""
        for disposition in self:
            if disposition._sends_something():
                disposition._quote_sent()
            else:
                disposition._get_repair().action_aftersales_quote()

    def action_agree(self, name, method):
        """The customer's word, given to the desk.

        :param name: who agreed; :param method: key of ``aftersales_consent_method``
        """
        for disposition in self:
            if disposition._sends_something():
                disposition._agree_sent(name, method)
                continue
            repair = disposition._get_repair()
            repair.write(
                {"aftersales_consent_name": name, "aftersales_consent_method": method}
            )
            repair.action_aftersales_agree()

    def action_refused(self):
        """The customer refuses: back unrepaired, or nothing is sent."""
        for disposition in self:
            if disposition._sends_something():
                disposition.check_access("write")
                if disposition.state == "draft":
                    disposition._move_to("cancelled")
                else:
                    disposition.action_cancel()
                disposition._drop_sent_fees()
            else:
                disposition._get_repair().action_aftersales_refused()

    def action_cancel(self):
        """What is taken back is not charged (extends)."""
        result = super().action_cancel()
        self._drop_sent_fees()
        return result
