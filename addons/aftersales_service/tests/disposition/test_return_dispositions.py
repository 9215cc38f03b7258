"""Every disposition × {serial, lot, untracked} × {with, without original delivery} ×
{one step, three steps} × {standard, average, FIFO}: where the goods are, whose they are,
what they are worth, and what the sale and the books say."""

from odoo.addons.aftersales_service.exceptions import ProofMissing

from ..returns.common import METHODS, TRACKINGS, ReturnsCommon

# What one returned piece changes, after everything was carried out:
# action: (our stock, delivered by the sale, pieces on the credit note)
EXPECTED = {
    "repair": (0, 0, 0),
    "rework": (0, 0, 0),
    "back": (0, 0, 0),
    "exchange": (0, 0, 0),
    "refund": (1, -1, 1),
    "restock": (1, -1, 0),
    "scrap": (0, 0, 0),
    "supplier": (0, 0, 0),
    "send_parts": (-1, 0, 0),
}
BACK_TO_OWNER = ("repair", "rework", "back", "send_parts", "supplier")
SENT = ("exchange", "send_parts")
# Two pieces bought at 10 and two at 20; the first was delivered.
COST_OF_DELIVERED = {"standard": 10, "average": 15, "fifo": 10}
COST_TODAY = {"standard": 10, "average": 15, "fifo": 50 / 3}
# What leaves our stock next: the oldest piece where first in is first out.
COST_OF_NEXT = {"standard": 10, "average": 15, "fifo": 10}


class TestDispositions(ReturnsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.three_steps = cls.env["stock.warehouse"].create(
            {
                "name": "三步仓",
                "code": "SB",
                "reception_steps": "three_steps",
                "delivery_steps": "pick_pack_ship",
            }
        )
        cls.goods, cls.sales = {}, {}
        for warehouse in (cls.warehouse, cls.three_steps):
            products = [cls.make_goods(t, m) for t in TRACKINGS for m in METHODS]
            cls.stock_up(warehouse, products, 10, (0, 1))
            cls.stock_up(warehouse, products, 20, (2, 3))
            cls.goods[warehouse] = products
            cls.sales[warehouse] = cls.sell(warehouse, products)
        invoices = [sale._create_invoices() for sale in cls.sales.values()]
        for invoice in invoices:
            invoice.action_post()

    def announce(self, warehouse, known):
        """A return of one piece of each product: what we delivered, or what we did not."""
        lines = [
            {
                "product_id": product.id,
                "serial": product.tracking != "none"
                and (f"{product.id}-0" if known else f"外-{product.id}"),
            }
            for product in self.goods[warehouse]
        ]
        partner = self.customer if known else self.stranger
        return self.make_return(partner, lines, warehouse_id=warehouse.id)

    def check(self, action, warehouse, known):
        products = self.goods[warehouse]
        before = self.look(warehouse)
        record = self.receive(self.announce(warehouse, known))
        self.assertEqual(self.look(warehouse), before)
        for product in products:
            self.assertEqual(
                self.quantity_at(
                    self.custody_place, product, record.commercial_partner_id
                ),
                1,
            )
        self.assertEqual({bool(ln.origin_move_id) for ln in record.line_ids}, {known})
        dispositions = self.carry_out(record, action)
        after = self.look(warehouse)
        for line in record.line_ids:
            with self.subTest(line=line.product_id.name):
                product = line.product_id
                self.check_line(line, action, before[product], after[product])
        self.check_credit_note(dispositions, action)
        sent_back = action in (*BACK_TO_OWNER, *SENT)
        self.assertEqual(record.state, "sent_back" if sent_back else "decided")
        record.action_close()
        self.assertEqual(record.state, "closed")

    def carry_out(self, record, action):
        vals = {"supplier": {"supplier_id": self.stranger.id}}.get(action, {})
        if action == "send_parts":
            vals = {}
            dispositions = self.env["aftersales.disposition"]
            for line in record.line_ids:
                dispositions |= self.decide(
                    line, action, new_product_id=line.product_id.id
                )
        else:
            dispositions = self.decide(record.line_ids, action, **vals)
        if action == "supplier":
            self.assertEqual(set(record.custody_ids.mapped("state")), {"at_maker"})
            record.custody_ids.action_back_from_maker("已更换绕组")
        if action == "repair":
            repairs = dispositions.repair_id.with_user(self.keeper)
            repairs.action_repair_start()
            repairs.action_repair_end()
        sent = dispositions.move_ids.filtered(lambda m: m.state != "done")
        self.ship(sent.picking_id)
        if action in BACK_TO_OWNER:
            self.give_back(record.custody_ids)
        return dispositions

    def look(self, warehouse):
        """{product: (our quantity, its value, delivered by the sale)}, read together."""
        products = self.env["product.product"].union(*self.goods[warehouse])
        products.invalidate_recordset()
        here = products.with_context(warehouse_id=warehouse.id)
        lines = self.sales[warehouse].order_line.grouped("product_id")
        return {
            product: (
                there.qty_available,
                round(product.total_value, 2),
                lines[product].qty_delivered,
            )
            for product, there in zip(products, here, strict=True)
        }

    def check_line(self, line, action, before, after):
        product, known = line.product_id, bool(line.origin_move_id)
        stock, delivered, _credited = EXPECTED[action]
        quantity, value, was_delivered = after
        self.assertEqual(quantity - before[0], stock, "our stock")
        self.assertEqual(was_delivered - before[2], delivered if known else 0, "sale")
        self.assertFalse(self.quantity_at(self.custody_place, product), "custody")
        self.assertFalse(line.custody_ids._get_open())
        came, left = self.get_costs(action, known, product.cost_method)
        self.assertAlmostEqual(value - before[1], came - left, 1, "value")

    def get_costs(self, action, known, method):
        """What one piece adds to the value of our stock, and what it takes from it."""
        costs = COST_OF_DELIVERED if known else COST_TODAY
        came = costs[method] if action in ("refund", "restock", "exchange") else 0
        left = COST_OF_NEXT[method] if action in ("exchange", "send_parts") else 0
        return came, left

    def check_credit_note(self, dispositions, action):
        notes = dispositions.refund_id
        pieces = sum(notes.invoice_line_ids.mapped("quantity"))
        self.assertEqual(pieces, EXPECTED[action][2] * len(dispositions))
        for note in notes:
            self.assertEqual(note.move_type, "out_refund")
            self.assertEqual(note.amount_untaxed, 100 * len(dispositions))
            self.assertTrue(note.reversed_entry_id)

    def test_refund_of_what_was_never_sold(self):
        record = self.receive(self.announce(self.warehouse, known=False))
        with self.assertRaises(ProofMissing):
            self.decide(record.line_ids[:1], "refund")


def _make_test(action, three_steps, known):
    def test(self):
        warehouse = self.three_steps if three_steps else self.warehouse
        self.check(action, warehouse, known)

    return test


# One test per row of the table, so that each starts from the same stock.
for _action in EXPECTED:
    for _steps in (False, True):
        for _known in (False, True):
            if _action == "refund" and not _known:
                continue  # refused, see above
            _name = f"test_{_action}_{'three' if _steps else 'one'}_step_{'known' if _known else 'foreign'}"
            setattr(TestDispositions, _name, _make_test(_action, _steps, _known))
