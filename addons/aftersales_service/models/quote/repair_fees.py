from odoo import fields, models

from ...groups import STAFF


class Fee(models.Model):
    _inherit = "aftersales.fee"

    repair_id = fields.Many2one(
        "repair.order",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    repair_move_id = fields.Many2one(
        "stock.move",
        "Part of the Repair",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _is_of_job_alone(self):
        """The workshop's labour is no visit's (extends)."""
        return super()._is_of_job_alone() and not self.repair_id


class RepairOrder(models.Model):
    """What a repair costs: parts and labour as they stand in the workshop are fees."""

    _inherit = "repair.order"

    aftersales_labour_hours = fields.Float(
        "Labour (Hours)", help="Charged by the fee card, as far as the customer pays."
    )
    aftersales_fee_ids = fields.One2many(
        "aftersales.fee", "repair_id", "Service Fees", groups=STAFF
    )

    def _aftersales_get_customer_amount(self):
        """What the customer would pay for the repair as it stands in the workshop, tax
        included."""
        # sudo: prices of the fee card, whoever asks
        order = self.sudo().aftersales_order_id
        charges, known = [], self._aftersales_get_known_fees()
        for key, vals in self.sudo()._aftersales_prepare_repair_fees().items():
            if key in known:  # the price that was quoted stands
                vals = vals | {"price_unit": known[key].price_unit}
            fee = self.env["aftersales.fee"].sudo().new(vals)  # sudo: as above
            shares = order._get_fee_shares(fee.kind, fee.product_id)
            percent = sum(s["percent"] for s in shares if s["payer"] == "customer")
            if percent and fee.quantity:
                price = fee.price_unit
                if percent != 100:
                    part = fee.currency_id.round(fee.amount * percent / 100)
                    price = part / fee.quantity
                charges.append(
                    order._prepare_charge(
                        fee.product_id, fee.quantity, fee.currency_id, price_unit=price
                    )
                )
        return order._sum_charges(charges).total if charges else 0.0

    def _aftersales_prepare_repair_fees(self):
        """{(kind, part move or none): values of its fee}."""
        if not self.aftersales_order_id:
            return {}
        common = {
            "order_id": self.aftersales_order_id.id,
            "repair_id": self._origin.id,
        }
        parts = self.move_ids.filtered(
            lambda m: m.repair_line_type == "add"
            and m.state != "cancel"
            and m.product_uom_qty > 0
        )
        fees = {
            ("part", p): common | self._aftersales_prepare_part_fee(p)
            for p in parts._origin
        }
        labour = self.company_id.aftersales_labour_product_id
        if labour and self.aftersales_labour_hours > 0:
            fees["labour", parts.browse()] = common | {
                "name": labour.display_name,
                "kind": "labour",
                "product_id": labour.id,
                "quantity": self.aftersales_labour_hours,
            }
        return fees

    def _aftersales_prepare_part_fee(self, move):
        quantity = move.quantity if move.state == "done" else move.product_uom_qty
        product = move.product_id
        return {
            "name": product.display_name,
            "kind": "part",
            "product_id": product.id,
            "quantity": move.product_uom._compute_quantity(quantity, product.uom_id),
            "repair_move_id": move.id,
        }

    def _aftersales_get_known_fees(self):
        """{key as above: the fee that was made for it}."""
        # sudo: as above
        fees = self.sudo().aftersales_fee_ids
        return {(fee.kind, fee.repair_move_id): fee for fee in fees}

    def _aftersales_sync_fees(self):
        """Fees follow what the workshop entered; what it took out again costs nothing."""
        fees = self.env["aftersales.fee"]
        for repair in self:
            wanted = repair._aftersales_prepare_repair_fees()
            known = repair._aftersales_get_known_fees()
            for fee in repair.aftersales_fee_ids:
                vals = wanted.get((fee.kind, fee.repair_move_id), {})
                fee._settle_quantity(vals.get("quantity", 0.0))
            fees._in_flow().create([v for key, v in wanted.items() if key not in known])

    def _aftersales_settle_fees(self):
        """What was really used is charged, and delivers its line of the quotation."""
        self._aftersales_sync_fees()
        for fee in self.aftersales_fee_ids.filtered("repair_move_id"):
            line = fee._get_sale_line()
            if line.state == "sale":
                fee.repair_move_id.sale_line_id = line
