from odoo import models

from ...exceptions import ProofMissing
from ...groups import FINANCE


class Fee(models.Model):
    """How fees meet sale order lines and stock moves."""

    _inherit = "aftersales.fee"

    def _settle_quantity(self, quantity):
        """Take over what was really used, here and on the quotation (P-03)."""
        self.ensure_one()
        quoted = self.share_ids.filtered(lambda share: share._is_on_sale())
        at_card = quoted.filtered(lambda share: share._is_at_card())
        self._in_flow().quantity = quantity
        for share in quoted:
            line = share.sale_line_id
            vals = {"product_uom_qty": quantity}
            if share in at_card:
                vals["price_unit"] = share._get_unit_price()
            if line.qty_delivered_method == "manual":
                vals["qty_delivered"] = quantity
            line.write(vals)  # at once: its share follows what is written
        self.share_ids._follow()
        self._link_moves()

    def _link_moves(self):
        """Moves that were done before the quotation deliver its line, so that the
        delivered quantity and the cost of sales follow the invoice."""
        for fee in self.filtered("requisition_line_id"):
            line = fee._get_sale_line()
            moves = fee.requisition_line_id.move_ids.filtered(
                lambda m: m.aftersales_step == "use"
                and m.location_dest_id.usage == "customer"
                and m.state == "done"
            )
            if line and moves:
                moves.sale_line_id = line


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _get_of_lines(self, lines):
        """The shares that are charged on these sale order lines; one search at most."""
        # sudo: who invoices need not read fees to be stopped by them
        shares = self.sudo()
        return shares.search([("sale_line_id", "in", lines.ids)]) if lines else shares

    def _is_on_sale(self):
        # sudo: asked on behalf of dispatchers, who may not read sale orders
        line = self.sudo().sale_line_id
        return bool(line) and line.state != "cancel"

    def _is_unquoted(self):
        """Neither quoted nor charged: an invoice outlives its cancelled sale order."""
        return not (self._is_on_sale() or self._get_charging_move())

    def _is_movable(self):
        """Whether nothing stands on it: another decision may replace it."""
        return self._is_unquoted() and not self._is_settled_by_hand()

    def _is_at_card(self):
        """Whether nobody changed the price on the quotation."""
        line = self.sale_line_id
        return (
            not line.discount and abs(line.price_unit - self._get_unit_price()) < 1e-6
        )

    def _prepare_sale_line_vals(self):
        """A quotation line over this share of the fee: full quantity, part of the price."""
        self.ensure_one()
        fee = self.fee_id
        done = fee.visit_id.ended_at
        service = fee.product_id.type == "service"
        return {
            "product_id": fee.product_id.id,
            "name": fee.name,
            "product_uom_qty": fee.quantity,
            "discount": 0.0,
            "aftersales_is_fee": True,
            **self._prepare_price(),
        } | ({"qty_delivered": fee.quantity} if service and done else {})

    def action_create_invoices(self):
        """Invoice the quotations behind these shares, each as a whole (F-36)."""
        self._require_finance()
        self._check_may_charge()
        orders = self.sale_line_id.order_id.filtered(
            lambda o: o.invoice_status == "to invoice"
        )
        if not orders:
            raise ProofMissing(
                self.env._(
                    "Nothing to invoice here: the quotation must be agreed and the work done. Ask the dispatcher."
                )
            )
        invoices = orders._create_invoices()
        return orders.action_view_invoice(invoices=invoices)

    def _check_may_charge(self):
        """Called before these shares are invoiced, claimed or paid out.

        :raises ProofMissing: what stands against it, and what can be done
        """
        self._prepare_charging()
        if told := self._get_charge_obstacles():
            raise ProofMissing("\n".join(dict.fromkeys(told.values())))

    def _prepare_charging(self):
        """Hook: what is looked at before these shares are charged or gathered."""

    def _get_charge_obstacles(self):
        """Hook: {share: sentence} of those that may not be charged now, and what can be
        done; the first room that objects tells."""
        return {}

    def _require_finance(self):
        self.env["aftersales.order"]._require_group(FINANCE)

    def action_open_document(self):
        """The document that this share has reached: invoice, else quotation, else job."""
        self.ensure_one()
        invoices = self.sale_line_id.invoice_lines.move_id
        return (
            invoices[:1] or self.sale_line_id.order_id or self.order_id
        ).get_formview_action()
