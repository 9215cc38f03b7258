from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from .disposition import SENT


class Disposition(models.Model):
    """What is sent to the customer: through core's own rules, so a warehouse that picks,
    packs and ships does so here, too."""

    _inherit = "aftersales.disposition"

    def _begin_exchange(self):
        """换货: the old one is ours again, a new one is on its way; its serial takes over
        the warranty when it leaves (R-05)."""
        if self:
            self._check_may_deliver()
            self._become_ours()
            self._procure()

    def _begin_send_parts(self):
        self._check_may_deliver()
        self._procure()

    def _check_may_deliver(self):
        """Nobody gets a new one for what can be repaired, unless the director agreed.

        :raises ProofMissing: saying who is asked first
        """
        for disposition in self.filtered(lambda d: d._needs_approval()):
            raise ProofMissing(
                self.env._(
                    "%s can be used, so the service director agrees to the exchange first.",
                    disposition.line_id.display_name,
                )
            )

    def _procure(self):
        rule = self.env["stock.rule"]
        customers = self.env.ref("stock.stock_location_customers")
        rule.run(
            [
                rule.Procurement(
                    disposition._get_sent_product(),
                    disposition.quantity,
                    disposition._get_sent_product().uom_id,
                    customers,
                    disposition.return_id.name,
                    disposition.return_id.name,
                    disposition.company_id,
                    disposition._prepare_procurement(),
                )
                for disposition in self
            ]
        )

    def _get_sent_product(self):
        return self.new_product_id or self.product_id

    def _prepare_procurement(self):
        record = self.return_id
        return {
            "date_planned": fields.Datetime.now(),
            "warehouse_id": record.warehouse_id,
            "company_id": record.company_id,
            "partner_id": record.partner_id.id,
            "aftersales_disposition_id": self.id,
        }

    def _on_delivered(self):
        """A delivery that carries this decision has left. When others left in place of the
        goods, the customer is called back, too (R-06)."""
        if self.state == "decided" and self._is_sent():
            self._replace_goods()
        if self.action == "exchange" and self.state == "done":
            self.return_id._tell_sent_back()

    def _get_sent_moves(self):
        """A stock move can be typed to belong here: only our own company's counts."""
        return self.move_ids.filtered(
            lambda m: m.state == "done"
            and m.location_dest_id.usage == "customer"
            and m.company_id == self.company_id
        )

    def _is_sent(self):
        """Whether all that the customer gets instead has left; else it is a back order."""
        sent = sum(self._get_sent_moves().mapped("quantity"))
        uom = self.product_id.uom_id
        return self.action in SENT and uom.compare(sent, self.quantity) >= 0

    def _replace_goods(self):
        """The new serial takes the old one's place on the device and in its warranty."""
        if self.action == "exchange":
            self.line_id._replace_device(self._get_sent_moves(), self.reason)
            # sudo: a delivery carries it out, whoever validates that
            self.return_id.order_id.sudo()._note_solution("exchange")
        if self.action == "exchange" or not self.line_id.custody_ids._get_open():
            self._finish()  # else when the incomplete machine is back, too

    def _is_waiting_for_delivery(self):
        return any(m.state not in ("done", "cancel") for m in self.move_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drafts(self):
        """Decisions stand."""
        if any(d.state != "draft" for d in self):
            raise MoveRefused(
                self.env._("A decision cannot be deleted; cancel it instead.")
            )


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _replace_device(self, moves, reason):
        """What left by ``moves`` takes the place of this line's device; every further
        serial number, and what replaces an unknown one, is the customer's device, too."""
        device, sent = self.device_id, moves.move_line_ids
        if device.active:
            first = sent.filtered("lot_id")[:1] or sent[:1]
            lot, product = first.lot_id, first.product_id
            # A lot's name is no serial number: many units bear it.
            serial = lot.name if product.tracking == "serial" else False
            device.action_replace(serial, reason, lot=lot, product=product)
            sent -= first
        named = sent.filtered(lambda m: m.lot_id and m.product_id.aftersales_is_device)
        if named:
            named._aftersales_register_devices()
