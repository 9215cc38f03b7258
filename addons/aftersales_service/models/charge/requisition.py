from odoo import fields, models

from ...exceptions import ProofMissing


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _on_submitted(self):
        """Requested parts are estimated at the fee card, so they can be quoted (F-26)."""
        self._on_lines_added(self.line_ids)
        return super()._on_submitted()

    def _on_lines_added(self, lines):
        """A lent tool costs nothing (P-27); everything else is estimated."""
        known = lines._get_fees()
        for fee in known:
            fee._settle_quantity(fee.requisition_line_id.quantity)
        new = lines.filtered(lambda r: not r.is_tool) - known.requisition_line_id
        known._in_flow().create([line._prepare_fee_vals() for line in new])
        return super()._on_lines_added(lines)

    def _on_carrier_changed(self):
        """Estimates belong to the visit that takes the parts along (extends)."""
        result = super()._on_carrier_changed()
        for requisition in self:
            fees = requisition.line_ids._get_fees()
            fees._in_flow().write({"visit_id": requisition.visit_id.id})
        return result

    def _on_sent_back(self):
        """A refused request may be changed, so its estimates go; they come again."""
        estimates = self.line_ids._get_fees()
        quoted = estimates.filtered(
            lambda fee: not all(share._is_movable() for share in fee.share_ids)
        )
        for fee in quoted:
            fee._settle_quantity(0.0)
        (estimates - quoted).unlink()
        return super()._on_sent_back()

    def _on_used(self):
        """What is charged is what was really used, not what was asked for (P-03)."""
        result = super()._on_used()
        for fee in self.line_ids._get_fees():
            fee._settle_quantity(fee.requisition_line_id.used_quantity)
        return result

    def action_cancel(self):
        """A withdrawn request leaves no estimate behind, unless it was quoted."""
        result = super().action_cancel()
        for fee in self.line_ids._get_fees():
            fee._settle_quantity(0.0)
        return result


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    fee_ids = fields.One2many("aftersales.fee", "requisition_line_id", "Fees")

    def _prepare_fee_vals(self):
        self.ensure_one()
        return {
            "name": self.product_id.display_name,
            "order_id": self.order_id.id,
            "visit_id": self.visit_id.id,
            "requisition_line_id": self.id,
            "kind": "part",
            "product_id": self.product_id.id,
            "quantity": self.quantity,
        }

    def _on_withdrawn(self):
        """What a substitute replaces is no longer estimated."""
        for line in self:
            fee = line._get_fees()[:1]
            if fee:
                fee._settle_quantity(line.issued_quantity + line._get_open_quantity())
        return super()._on_withdrawn()

    def _get_fees(self):
        # sudo: a technician causes fees but may neither read nor write them (F-25)
        return self.sudo().fee_ids

    def _get_use_location(self):
        """A part with a customer's share is delivered to the customer, so that delivered
        quantity and cost of sales follow the invoice; the rest is cost of the warranty."""
        fee = self._get_fees()[:1]
        if fee and fee._is_customer_charged():
            self._check_agreed(fee)
            partner = self.requisition_id._get_site()
            return partner.with_company(self.company_id).property_stock_customer
        return super()._get_use_location()

    def _check_agreed(self, fee):
        """More than the customer signed for needs his word first (W-22, D-41)."""
        line = fee._get_sale_line()
        more = line.state == "sale" and self.uom_id.compare(
            self.quantity_to_use, line.product_uom_qty
        )
        if more == 1 and not self.visit_id.consent_name:
            raise ProofMissing(
                self.env._(
                    "%(part)s: the customer agreed to %(agreed)g, but %(used)g were used. Write down who agreed to the rest.",
                    part=self.product_id.display_name,
                    agreed=line.product_uom_qty,
                    used=self.quantity_to_use,
                )
            )

    def _prepare_use_move(self, source, destination):
        """The move carries the sale line that it delivers."""
        vals = super()._prepare_use_move(source, destination)
        line = self._get_fees()[:1]._get_sale_line()
        if line.state == "sale" and destination.usage == "customer":
            vals["sale_line_id"] = line.id
        return vals
