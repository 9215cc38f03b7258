from odoo import Command, fields, models

from odoo.addons.aftersales_service.exceptions import PartRefused, ProofMissing
from odoo.addons.aftersales_service.groups import STAFF, WAREHOUSE

BUYER = "purchase.group_purchase_user"


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    aftersales_requisition_line_id = fields.Many2one(
        "aftersales.requisition.line",
        "Requested Part",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups=STAFF,
    )


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    purchase_line_ids = fields.One2many(
        "purchase.order.line", "aftersales_requisition_line_id", "Bought", readonly=True
    )

    def _get_lacking(self):
        """{line: quantity} that is neither here nor asked of a vendor."""
        lacking = {}
        for line in self:
            # sudo: whoever asks the vendor may read neither stock nor purchases
            own = line.sudo()
            waiting = own._get_open_moves()
            short = sum(move.product_uom_qty - move.quantity for move in waiting)
            bought = own.purchase_line_ids.filtered(lambda p: p.state != "cancel")
            coming = sum(
                bought.mapped(lambda p: max(p.product_uom_qty - p.qty_received, 0.0))
            )
            if line.uom_id.compare(short - coming, 0.0) > 0:
                lacking[line] = short - coming
        return lacking

    def _find_free_substitute(self, quantity):
        """What lies here and may stand in for all of it, as the counter offers it."""
        listed = self._get_substitutes()
        wanted = self._get_substitute_quantities(
            self.env["product.product"].browse(row["id"] for row in listed), quantity
        )
        needed = {product.id: count for product, count in wanted.items()}
        return next((r for r in listed if r["quantity"] >= needed[r["id"]]), None)

    def _ask_vendor(self, seller, quantity):
        """A line on the vendor's open request, or on a new one; needs superuser rights."""
        company, types = self.company_id, self.requisition_id.warehouse_id.in_type_id
        orders = self.env["purchase.order"].with_company(company)
        origin = self.requisition_id.name
        order = orders.search(
            [
                ("partner_id", "=", seller.partner_id.id),
                ("company_id", "=", company.id),
                ("picking_type_id", "=", types.id),
                ("state", "=", "draft"),
                ("order_line.aftersales_requisition_line_id", "!=", False),
            ],
            limit=1,
        )
        if not order:
            order = orders.create(
                {
                    "partner_id": seller.partner_id.id,
                    "company_id": company.id,
                    "picking_type_id": types.id,
                    "origin": origin,
                }
            )
        elif origin not in (order.origin or "").split(", "):
            order.origin = ", ".join(filter(None, [order.origin, origin]))
        order.order_line = [
            Command.create(
                {
                    "product_id": self.product_id.id,
                    "product_qty": quantity,
                    "product_uom_id": self.uom_id.id,
                    "aftersales_requisition_line_id": self.id,
                }
            )
        ]
        return order


class Requisition(models.Model):
    """What neither the store nor a substitute can give is asked of its vendor, with the
    requisition as origin; the expected day comes back to the job."""

    _inherit = "aftersales.requisition"

    purchase_count = fields.Integer(
        "Purchase Orders", compute="_compute_purchase_count"
    )

    def _compute_purchase_count(self):
        for requisition in self:
            # sudo: only the number
            lines = requisition.sudo().line_ids.purchase_line_ids
            requisition.purchase_count = len(lines.order_id)

    def action_view_purchases(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        lines = self.sudo().line_ids.purchase_line_ids  # sudo: ids for a window
        return action | {"domain": [("id", "in", lines.order_id.ids)], "context": {}}

    def action_buy_missing(self):
        """询价: requests for quotation over what is short, substitutes first.

        :raises PartRefused: naming the substitutes that lie in the store
        :raises ProofMissing: when nothing is short, or nobody sells it
        """
        self._check_may_buy()
        return self._buy(substitutes_first=True)

    def action_buy_anyway(self):
        """The same, although a substitute would be there."""
        self._check_may_buy()
        return self._buy(substitutes_first=False)

    def _check_may_buy(self):
        if not self.env.user.has_group(BUYER):
            self._require_group(WAREHOUSE)
        self.check_access("read")

    def _buy(self, substitutes_first):
        lacking = self.line_ids._get_lacking()
        if not lacking:
            raise ProofMissing(
                self.env._("Nothing is short that was not asked of a vendor already.")
            )
        if substitutes_first:
            self._check_substitutes(lacking)
        sellers = self._find_sellers(lacking)
        # sudo: the keeper asks; whoever buys decides on the request
        orders = self.env["purchase.order"].sudo()
        for line, quantity in lacking.items():
            orders |= line.sudo()._ask_vendor(sellers[line], quantity)
        for requisition in self:
            # sudo: the note is ours, whatever the one who asks may write
            requisition.sudo().message_post(
                body=self.env._(
                    "Asked of vendors: %s", ", ".join(sorted(orders.mapped("name")))
                )
            )
        return True

    def _check_substitutes(self, lacking):
        found = [
            self.env._(
                "%(part)s: %(other)s is in the store and may replace it.",
                part=line.product_id.display_name,
                other=row["name"],
            )
            for line, quantity in lacking.items()
            if (row := line._find_free_substitute(quantity))
        ]
        if found:
            raise PartRefused(
                "\n".join(found)
                + "\n"
                + self.env._(
                    "Press “Short” on the line at the issue counter and choose it, or press “Buy All the Same”."
                )
            )

    def _find_sellers(self, lacking):
        sellers = {}
        for line, quantity in lacking.items():
            # sudo: vendors of a part are looked up for whoever asks
            part = line.sudo().product_id.with_company(line.company_id)
            sellers[line] = part._select_seller(
                quantity=quantity
            ) or part._select_seller(quantity=None)
        nobody = [line for line, seller in sellers.items() if not seller]
        if nobody:
            raise ProofMissing(
                self.env._(
                    "Nobody is known who sells %s. Enter a vendor on the product, under Purchase.",
                    ", ".join(line.product_id.display_name for line in nobody),
                )
            )
        return sellers

    def action_cancel(self):
        """What is only asked of a vendor is asked no longer; what is ordered comes all the
        same (extends)."""
        result = super().action_cancel()
        # sudo: requests of ours go with the requisition, whoever cancels it
        lines = self.sudo().line_ids.purchase_line_ids
        asked = lines.filtered(lambda p: p.order_id.state == "draft")
        orders = asked.order_id
        asked.unlink()
        orders.filtered(lambda o: not o.order_line).button_cancel()
        return result
