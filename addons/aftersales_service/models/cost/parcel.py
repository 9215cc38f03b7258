from odoo import models


class Parcel(models.Model):
    """What couriers cost us: their freight, and what they lost of our parts."""

    _inherit = "aftersales.parcel"

    def _on_freight(self):
        """A cost of the jobs for which it was sent (extends). What the other end pays at his
        door is an expense of his."""
        result = super()._on_freight()
        parcel = self.sudo()  # sudo: whoever sends does not see what it costs
        if self.freight_payer != "collect" or self.direction == "back":
            self.env["aftersales.cost"]._record(
                [
                    parcel._prepare_freight_cost(order, amount)
                    for order, amount in parcel._share_freight().items()
                ]
            )
        return result

    def _prepare_freight_cost(self, order, amount):
        return {
            "name": self.env._("Freight of parcel %s", self.display_name),
            "order_id": order.id,
            "date": self.company_id._aftersales_today(),
            "kind": "freight",
            "quantity": 1.0,
            "amount": amount,
            "parcel_id": self.id,
            "partner_id": self.courier_id.id,
        }


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _post(self, step, quantities):
        """What was lost costs what its move is worth, whoever answers for it (extends)."""
        result = super()._post(step, quantities)
        if step == "lost":
            lost = self.sudo().move_ids.filtered(  # sudo: as above
                lambda m: m.aftersales_parcel_step == "lost"
                and m.state == "done"
                and m.aftersales_parcel_line_id.order_id
            )
            self.env["aftersales.cost"]._record(
                [move._aftersales_prepare_cost() for move in lost]
            )
        return result
