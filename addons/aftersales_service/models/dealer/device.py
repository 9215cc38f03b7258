from odoo import fields, models


class Device(models.Model):
    """To which dealer a device went, and how he hands it on."""

    _inherit = "aftersales.device"

    activation_ids = fields.One2many(
        "aftersales.activation", "device_id", "Activations"
    )

    def _get_channel(self):
        """The dealer to whom we delivered it; empty where nobody knows."""
        self.ensure_one()
        agent = self.agent_id.commercial_partner_id
        owner = self.commercial_partner_id
        return agent or (owner if self._is_dealer(owner) else agent)

    def _is_dealer(self, firm):
        return firm and (
            firm.aftersales_dealer
            or bool(
                self.env["aftersales.dealer.agreement"]._find(firm, self.company_id)
            )
        )

    def _sell_on(self, customer, dealer, day, reason, **facts):
        """The dealer sold it: the time of the owner before ends, his own warranty begins.

        :param facts: further dates and numbers of this sale
        """
        self.ensure_one()
        if self.commercial_partner_id != customer.commercial_partner_id:
            kept = ("carrier_name", "tracking_reference", "ship_date")
            vals = {name: self[name] for name in kept} | {
                "partner_id": customer.id,
                "site_id": customer.id,
                "delivery_date": day,
                "sale_line_id": self.sale_line_id.id,
                "picking_id": self.picking_id.id,
            }
            self._change_hands("sold", reason, vals, day=day)
        self._in_flow().write(
            facts | {"agent_id": dealer.id, "purchase_date": day, "invoice_date": day}
        )
        self._on_sold_again()
