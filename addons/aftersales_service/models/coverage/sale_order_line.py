from odoo import api, fields, models

from ...groups import STAFF


class SaleOrderLine(models.Model):
    """An extended-warranty product on a line covers the devices chosen there (A8)."""

    _inherit = "sale.order.line"

    # Not copied: a duplicated order is another sale, often to somebody else.
    aftersales_device_ids = fields.Many2many(
        "aftersales.device", string="Covered Devices", copy=False, groups=STAFF
    )
    aftersales_coverage_ids = fields.One2many(
        "aftersales.coverage", "sale_line_id", groups=STAFF
    )
    aftersales_extends_months = fields.Integer(
        related="product_id.aftersales_extends_months"
    )

    def _aftersales_get_extending_lines(self):
        # sudo: orders are confirmed and paid by people without a role of ours
        return self.sudo().filtered(
            lambda line: line.product_id.aftersales_extends_months
            and line.aftersales_device_ids
            and not line.aftersales_coverage_ids.filtered(lambda c: not c.voided_on)
        )

    def _aftersales_extend_warranties(self):
        """Grant what these lines sell, from the day after the running warranty ends."""
        vals = []
        for line in self._aftersales_get_extending_lines():
            today = line.company_id._aftersales_today()
            for device in line.aftersales_device_ids:
                end = device.coverage_end_date
                start = fields.Date.add(end, days=1) if end and end >= today else today
                vals.append(
                    device._prepare_plain_coverage(
                        line.product_id.aftersales_extends_months, start
                    )
                    | {
                        "kind": "extended",
                        "sale_line_id": line.id,
                        "origin": line.order_id.name,
                    }
                )
        return self.env["aftersales.coverage"]._grant(vals)

    def _aftersales_void_warranties(self, reason, keep=0):
        """End what these lines sold, but for ``keep`` warranties, the first ones."""
        for line in self:
            # sudo: who cancels a sale ends what it sold, without rights on warranties
            alive = line.sudo().aftersales_coverage_ids.filtered(
                lambda c: not c.voided_on
            )
            alive.sorted("id")[keep:]._add_event(
                "voided", line.company_id._aftersales_today(), reason=reason
            )

    def _aftersales_void_refunded(self, refunds, reason):
        """End as many warranties as the paid credit notes took back. One that lowers the
        price ends none."""
        for line in self.filtered("aftersales_extends_months"):
            back = line.invoice_lines.filtered(
                lambda item: item.move_type == "out_refund"
                and item.parent_state == "posted"
                and (item.move_id in refunds or item.move_id._aftersales_is_paid_back())
                and not item._aftersales_lowers_price()
            )
            pieces = sum(item._aftersales_get_pieces() for item in back)
            if not pieces:
                continue
            # sudo: as above
            sold = len(line.sudo().aftersales_coverage_ids)
            each = sold / (line._aftersales_get_sold_pieces() or 1)
            keep = max(sold - int(each * pieces + 0.001), 0)
            line._aftersales_void_warranties(reason, keep)

    def _aftersales_get_sold_pieces(self):
        return self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, round=False
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    aftersales_extends_warranty = fields.Boolean(
        compute="_compute_aftersales_extends_warranty", compute_sudo=True
    )

    @api.depends("order_line.product_id.aftersales_extends_months")
    def _compute_aftersales_extends_warranty(self):
        for order in self:
            order.aftersales_extends_warranty = any(
                order.order_line.mapped("aftersales_extends_months")
            )

    def _action_confirm(self):
        """Sold warranties begin with the order, or with its payment (a setting)."""
        result = super()._action_confirm()
        self.filtered(
            lambda o: not o.company_id.aftersales_extend_when_paid
        ).order_line._aftersales_extend_warranties()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        for order in self:
            order.order_line._aftersales_void_warranties(
                self.env._("%s was cancelled", order.name)
            )
        return result


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """A paid invoice starts the warranties it sold; a paid credit note ends them."""
        result = super()._invoice_paid_hook()
        for move in self:
            lines = move.invoice_line_ids.sale_line_ids
            if move.move_type == "out_invoice":
                lines._aftersales_extend_warranties()
            elif move.move_type == "out_refund":
                lines._aftersales_void_refunded(
                    self, self.env._("refunded by %s", move.name)
                )
        return result

    def _aftersales_is_paid_back(self):
        return self.payment_state in ("paid", "in_payment", "reversed")
