from odoo import Command

from ..common import SIGNATURE, AfterSalesCommon

TRACKINGS = ("serial", "lot", "none")
METHODS = ("standard", "average", "fifo")


class ReturnsCommon(AfterSalesCommon):
    """Goods that were sold and delivered, and people who count them when they come back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.env["res.partner"].create(
            {"name": "过路客", "is_company": True}
        )
        cls.customers_place = cls.env.ref("stock.stock_location_customers")
        cls.custody_place = cls.company.aftersales_custody_location_id

    @classmethod
    def make_goods(cls, tracking, method):
        category = cls.env["product.category"].create(
            {"name": f"{tracking} {method}", "property_cost_method": method}
        )
        return cls.env["product.product"].create(
            {
                "name": f"电机 {tracking} {method}",
                "is_storable": True,
                "tracking": tracking,
                "categ_id": category.id,
                "standard_price": 10,
                "list_price": 100,
                "taxes_id": False,
                "invoice_policy": "delivery",
            }
        )

    @classmethod
    def stock_up(cls, warehouse, products, price, numbers):
        """One unit of each product per number, bought at ``price`` in one receipt."""
        moves = cls.env["stock.move"].create(
            [cls.prepare_purchase(warehouse, p, price, numbers) for p in products]
        )
        moves._action_confirm()
        moves.picked = True
        moves._action_done()
        for move in moves.filtered(lambda m: m.product_id.cost_method != "standard"):
            move.value_manual = price * len(numbers)

    @classmethod
    def prepare_purchase(cls, warehouse, product, price, numbers):
        suppliers, stock = (
            cls.env.ref("stock.stock_location_suppliers"),
            warehouse.lot_stock_id,
        )
        places = {"location_id": suppliers.id, "location_dest_id": stock.id}
        detail = {"product_id": product.id, **places}
        details = [detail | {"quantity": len(numbers)}]
        if product.tracking != "none":
            lots = cls.env["stock.lot"].create(
                [
                    {"name": f"{product.id}-{number}", "product_id": product.id}
                    for number in numbers
                ]
            )
            details = [detail | {"quantity": 1, "lot_id": lot.id} for lot in lots]
        return {
            "product_id": product.id,
            "product_uom_qty": len(numbers),
            "product_uom": product.uom_id.id,
            "price_unit": price,
            "picking_type_id": warehouse.in_type_id.id,
            "company_id": cls.company.id,
            "move_line_ids": [Command.create(vals) for vals in details],
            **places,
        }

    @classmethod
    def sell(cls, warehouse, products):
        """Deliver one of each to the customer, through every step of the warehouse."""
        sale = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": warehouse.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 1})
                    for product in products
                ],
            }
        )
        sale.action_confirm()
        cls.ship(sale.picking_ids)
        return sale

    @classmethod
    def ship(cls, pickings):
        """Validate transfers and what follows them until nothing is open."""
        seen = cls.env["stock.picking"]
        while todo := pickings.filtered(lambda p: p.state not in ("done", "cancel")):
            ready = (todo - seen)[:1]
            if not ready:
                break
            seen |= ready
            ready.action_assign()
            ready.move_ids.picked = True
            ready._action_done()
            pickings |= ready.move_ids.move_dest_ids.picking_id
        return pickings

    def make_return(self, partner=None, lines=(), user=None, **vals):
        return (
            self.env["aftersales.return"]
            .with_user(user or self.dispatcher)
            .create(
                {
                    "partner_id": (partner or self.customer).id,
                    "reason": "异响",
                    "line_ids": [Command.create(line) for line in lines],
                }
                | vals
            )
        )

    def receive(self, record):
        record.counted_with_id = self.keeper
        record.action_receive()
        return record

    def decide(self, lines, action, **vals):
        """Decide at once: what is exchanged cannot be used (R-05)."""
        if action == "exchange":
            lines.unusable = True
        dispositions = (
            self.env["aftersales.disposition"]
            .with_user(self.dispatcher)
            .create(
                [
                    {"line_id": line.id, "action": action, "reason": "鉴定结论"} | vals
                    for line in lines
                ]
            )
        )
        dispositions.action_decide()
        return dispositions

    def give_back(self, custodies):
        waiting = custodies.filtered(lambda c: c.state in ("in_store", "in_repair"))
        waiting.action_ready()
        custodies.with_user(self.director).action_inspect()
        custodies.filtered(lambda c: c.receipt_state == "open").action_void_receipt()
        custodies.action_give_back("王师傅", SIGNATURE)

    def quantity_at(self, place, product, owner=None):
        domain = [
            ("location_id", "child_of", place.id),
            ("product_id", "=", product.id),
        ]
        if owner is not None:
            domain.append(("owner_id", "=", owner.id))
        return sum(self.env["stock.quant"].search(domain).mapped("quantity"))
