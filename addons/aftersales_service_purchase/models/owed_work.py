from odoo import Command, api, fields, models

from odoo.addons.aftersales_service.models.owed.selections import SIGNED


class OwedWork(models.Model):
    """Work that is ordered when somebody is sent, and received when the customer signed."""

    _inherit = "aftersales.owed.work"

    purchase_line_ids = fields.One2many(
        "purchase.order.line", "aftersales_work_id", "Ordered", readonly=True
    )
    purchase_order_id = fields.Many2one(
        "purchase.order", compute="_compute_purchase_order_id", compute_sudo=True
    )

    @api.depends("purchase_line_ids.order_id.state", "purchase_line_ids.product_qty")
    def _compute_amounts(self):
        """What is ordered is not to be settled (extends)."""
        return super()._compute_amounts()

    def _compute_purchase_order_id(self):
        for work in self:
            work.purchase_order_id = work._get_purchase_lines().order_id[:1]

    def _get_purchase_lines(self, kind=None):
        """Lines that order this work, or one kind of cost of it."""
        # sudo: whoever counts need not see orders
        lines = self.sudo().purchase_line_ids.filtered(
            lambda line: line._is_aftersales_live()
        )
        return lines.filtered(lambda line: not kind or line.aftersales_kind == kind)

    def _get_document(self, kind):
        """A settlement, else an order (extends)."""
        return super()._get_document(kind) or self._get_purchase_lines(kind).order_id

    def _is_fixed(self, kind):
        """An order follows what is counted until its bill is there (extends)."""
        if lines := self._get_purchase_lines(kind):
            return bool(lines.filtered("qty_invoiced"))
        return super()._is_fixed(kind)

    def _get_billed(self):
        """By an order, too (extends)."""
        told = super()._get_billed()
        for line in self._get_purchase_lines():
            if amount := line._get_aftersales_billed():
                told[line.aftersales_work_id, line.aftersales_kind] = amount
        return told

    # --- the order

    def _reckon(self):
        """Orders follow what is counted (extends)."""
        result = super()._reckon()
        for work in self:
            work._follow_orders()
        return result

    def _drop(self):
        """Who did not go is ordered no more (extends)."""
        lines = self._get_purchase_lines()
        orders = lines.order_id
        lines.write({"product_qty": 0.0})
        result = super()._drop()
        for order in orders:
            if not any(order.order_line.mapped("product_qty")):
                order.button_unlock()
                order.button_cancel()
        return result

    def _follow_orders(self):
        """Order what is not ordered, and bring the lines to what was counted."""
        lines = self._get_purchase_lines()
        if not lines and not self._is_to_order():
            return
        known = {line.aftersales_kind: line for line in lines}
        new = []
        for kind, pay in (self.details or {}).items():
            line = known.pop(kind, None)
            if line:
                line._follow_aftersales(self, pay)
            elif pay["net"] and self._may_order(kind):
                new.append(kind)
        for line in known.values():  # counted no more
            if not line.qty_invoiced:
                line.write({"product_qty": 0.0, "qty_received": 0.0})
        if new:
            self._add_to_order(lines.order_id[:1] or self._find_order(), new)

    def _may_order(self, kind):
        """What has no product stands on the statement instead."""
        product = self.term_id._get_line(kind).product_id
        return bool(product) and not self._get_settled(kind)

    def _is_to_order(self):
        """Where the company says so, before the visit; individuals go by statement."""
        term = self.term_id
        return (
            self.payer == "contractor"
            and self.company_id.aftersales_dispatch_purchase
            and self.partner_id
            and term
            and not term.withheld_percent
            and self.visit_id.state not in (*SIGNED, "cancelled")
            and all(map(self._may_order, self.details or {}))
        )

    def _find_order(self):
        """One order for the people of a contractor at a visit."""
        mates = self.visit_id.owed_work_ids.filtered(
            lambda work: work.partner_id == self.partner_id
        )
        orders = mates.sudo().purchase_line_ids.order_id
        return orders.filtered(lambda o: o.state != "cancel")[:1]

    def _add_to_order(self, order, kinds):
        """:param order: an order, or none yet"""
        lines = [Command.create(self._prepare_order_line(kind)) for kind in kinds]
        if order:
            order.write({"order_line": lines})
        else:
            # sudo: whoever sends people need not be allowed to buy
            orders = self.env["purchase.order"].sudo().with_company(self.company_id)
            order = orders.create(self._prepare_order(lines))
            order.button_confirm()
        order.order_line._receive_aftersales()

    def _prepare_order(self, lines):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "origin": f"{self.order_id.name} {self.visit_id.name}",
            "order_line": lines,
        }

    def _prepare_order_line(self, kind):
        agreed = self.term_id._get_line(kind)
        taxes = agreed._get_taxes(self.partner_id)
        return {
            "aftersales_work_id": self.id,
            "aftersales_kind": kind,
            "product_id": agreed.product_id.id,
            "product_uom_id": agreed.product_id.uom_id.id,
            "product_qty": 1.0,
            "date_planned": self.visit_id.planned_start,
            "technical_price_unit": -1.0,  # else core would look for a price list
            "tax_ids": [Command.set(taxes.ids)],
            **self._prepare_price(kind, self.details[kind], taxes),
        }

    def _prepare_price(self, kind, pay, taxes):
        told = self.with_context(lang=self.partner_id.lang)
        return {
            "price_unit": taxes._aftersales_get_price(pay["net"], self.currency_id),
            "name": f"{self.display_name}, {told._explain(kind)}",
        }


class SettlementLine(models.Model):
    _inherit = "aftersales.settlement.line"

    @api.constrains("is_taken")
    def _check_not_ordered(self):
        """A bill that was taken back does not come again over what was ordered meanwhile."""
        for line in self.filtered(lambda ln: ln.is_taken and ln.work_id):
            if ordered := line.work_id._get_purchase_lines(line.kind):
                ordered[0]._aftersales_refuse(ordered[0].order_id)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _follow_aftersales(self, work, pay):
        """The price that was counted, until a bill is there."""
        if self.qty_invoiced:
            return
        vals = work._prepare_price(self.aftersales_kind, pay, self.tax_ids)
        changed = {n: v for n, v in vals.items() if self[n] != v}
        if changed:
            self.write(changed)
        self._receive_aftersales()

    def _receive_aftersales(self):
        """Signed is received."""
        for line in self.filtered("aftersales_work_id"):
            signed = line.aftersales_work_id.visit_id.state in SIGNED
            wanted = line.product_qty if signed else 0.0
            if line.qty_received != wanted:
                line.qty_received = wanted
