from odoo import models

from ...exceptions import MoveRefused, Refused


class RepairOrder(models.Model):
    """Refused: back unrepaired, with the inspection fee that the policy names (W-22)."""

    _inherit = "repair.order"

    def action_aftersales_refused(self):
        """The customer does not agree to the price.

        :raises MoveRefused: when nothing was quoted, or the repair is over
        """
        for repair in self:
            repair.check_access("write")
            if (
                repair.state in ("done", "cancel")
                or not repair._aftersales_has_quotation()
            ):
                raise MoveRefused(
                    self.env._(
                        "No open quotation of %s can be refused. Reload the page.",
                        repair.name,
                    )
                )
            # sudo: whoever hears the refusal ends the repair and its quotation
            repair.sudo()._aftersales_go_back_unrepaired()

    def _aftersales_has_quotation(self):
        # sudo: the workshop has no sales rights
        return bool(
            self.sudo().aftersales_sale_ids.filtered(lambda s: s.state != "cancel")
        )

    def _aftersales_on_declined(self):
        """Declined in the portal: the refusal stands, whatever hinders its execution."""
        for repair in self.filtered(lambda r: r.state not in ("done", "cancel")):
            try:
                with self.env.cr.savepoint():
                    repair._aftersales_go_back_unrepaired()
            except Refused as error:
                record = repair.aftersales_disposition_id.return_id
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("The customer refused the quotation"),
                    note=str(error),
                    user_id=repair.create_uid.id,
                )

    def _aftersales_go_back_unrepaired(self):
        """End the repair, decide “back unrepaired” for its goods, charge the inspection."""
        self.aftersales_sale_ids.filtered(
            lambda s: s.state in ("draft", "sent", "sale")
        )._action_cancel()
        self.action_repair_cancel()
        self._aftersales_sync_fees_away()
        earlier = self.aftersales_disposition_id
        earlier.action_cancel()
        back = earlier.create(self._aftersales_prepare_back(earlier))
        back.action_decide()
        self._aftersales_charge_inspection()

    def _aftersales_sync_fees_away(self):
        for fee in self.aftersales_fee_ids:
            fee._settle_quantity(0.0)

    def _aftersales_prepare_back(self, earlier):
        return {
            "line_id": earlier.line_id.id,
            "action": "back",
            "quantity": earlier.quantity,
            "reason": self.env._("The customer refused the quotation of %s", self.name),
        }

    def _aftersales_get_refusal_fee(self):
        """Inspection fee of the policy in the company's currency; 0.0: none."""
        return (
            self.aftersales_disposition_id.return_id._get_service_policy().refusal_fee
        )

    def _aftersales_charge_inspection(self):
        amount = self._aftersales_get_refusal_fee()
        product = self.company_id.aftersales_labour_product_id
        if amount and product:
            self.env["aftersales.fee"]._in_flow().create(
                self._aftersales_prepare_inspection_fee(amount, product)
            )

    def _aftersales_prepare_inspection_fee(self, amount, product):
        order = self.aftersales_order_id
        return {
            "name": self.env._("Inspection of %s", self.product_id.display_name),
            "order_id": order.id,
            "kind": "inspection",
            "product_id": product.id,
            "quantity": 1,
            "price_unit": amount,
            "is_agreed": True,
            "share_ids": [(0, 0, order._prepare_share("customer", 100.0))],
        }
