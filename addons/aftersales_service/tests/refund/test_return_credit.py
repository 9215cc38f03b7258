"""What a credit note of a return gives back: what was invoiced for what came back."""

import doctest
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from odoo.addons.aftersales_service.exceptions import ProofMissing
from odoo.addons.aftersales_service.kernel import credit as kernel

from ..returns.common import ReturnsCommon

_FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


class TestReturnCredit(ReturnsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.make_goods("none", "standard")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.add_stock(cls.goods, 500)

    def order(self, quantity=1, price=100, product=None, ship=True, **line):
        vals = {
            "product_id": (product or self.goods).id,
            "product_uom_qty": quantity,
            "price_unit": price,
        }
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create(vals | line)],
            }
        )
        sale.action_confirm()
        if ship:
            self.ship(sale.picking_ids)
        return sale

    def bill(self, sale, price=None, quantity=None, post=True):
        invoice = sale._create_invoices()
        if price is not None:
            invoice.invoice_line_ids.price_unit = price
        if quantity is not None:
            invoice.invoice_line_ids.quantity = quantity
        if post:
            invoice.action_post()
        return invoice

    def give_back(self, sale, quantity=1, action="refund", product=None, delivery=0):
        """The customer brings pieces of a delivery of ``sale`` back; the disposition."""
        product = product or self.goods
        moves = sale.order_line.move_ids.filtered(
            lambda m: m.product_id == product and m.location_dest_usage == "customer"
        )
        move = moves.sorted("id")[delivery]
        record = self.receive(
            self.make_return(
                lines=[
                    {
                        "product_id": product.id,
                        "quantity": quantity,
                        "origin_move_id": move.id,
                    }
                ]
            )
        )
        return self.decide(record.line_ids, action, quantity=quantity)

    def credited(self, *dispositions):
        notes = self.env["account.move.line"].search(
            [("aftersales_disposition_id", "in", [d.id for d in dispositions])]
        )
        return round(sum(notes.mapped("price_subtotal")), 2)

    # --- what was never invoiced

    def test_delivered_and_never_invoiced_gives_no_credit_note(self):
        disposition = self.give_back(self.order())
        self.assertFalse(disposition.refund_id)
        self.assertEqual(disposition.state, "done")
        self.assertIn(
            "nothing was invoiced for it", disposition.return_id.message_ids[0].body
        )

    def test_a_draft_invoice_charged_nothing_and_is_told(self):
        sale = self.order()
        invoice = self.bill(sale, post=False)
        self.assertFalse(self.give_back(sale).refund_id)
        self.assertIn("came back", invoice.message_ids[0].body)

    def test_pieces_that_nobody_invoiced_come_back_first(self):
        sale = self.order(3)
        self.bill(sale, quantity=2)
        self.assertFalse(self.give_back(sale, 1).refund_id)
        self.assertEqual(self.credited(self.give_back(sale, 1)), 100)

    def test_an_invoice_that_was_reversed_charges_nothing(self):
        sale = self.order()
        self.bill(sale)._reverse_moves(cancel=True)
        self.assertFalse(self.give_back(sale).refund_id)

    # --- at the price of the invoice

    def test_the_price_of_the_invoice_counts_not_of_the_order(self):
        sale = self.order(2)
        self.bill(sale, price=80)
        note = self.give_back(sale, 1).refund_id
        self.assertEqual((note.amount_untaxed, note.state), (80, "draft"))

    def test_discount_of_the_invoice_is_kept_to_the_fen(self):
        sale = self.order(3, price=9.99, discount=33)
        total = self.bill(sale).amount_untaxed
        parts = [self.give_back(sale, 1) for _turn in range(3)]
        self.assertEqual(self.credited(*parts), total)

    def test_a_price_that_was_lowered_later_is_not_given_back(self):
        sale = self.order(2)
        invoice = self.bill(sale)
        lower = invoice._reverse_moves()
        lower.invoice_line_ids.write({"quantity": 1, "price_unit": 20})
        lower.action_post()
        both = self.give_back(sale, 1), self.give_back(sale, 1)
        self.assertEqual(self.credited(*both), 180)

    def test_what_the_accountant_credited_by_hand_is_not_credited_twice(self):
        sale = self.order(2)
        by_hand = self.bill(sale)._reverse_moves()
        by_hand.invoice_line_ids.quantity = 1
        by_hand.action_post()
        self.assertFalse(self.give_back(sale, 1).refund_id)
        self.assertEqual(self.credited(self.give_back(sale, 1)), 100)

    def test_each_invoice_has_its_own_credit_note_at_its_own_price(self):
        sale = self.order(1)
        self.bill(sale)
        sale.order_line.product_uom_qty = 2
        self.ship(sale.picking_ids)
        self.bill(sale, price=70)
        later = self.give_back(sale, 1, delivery=1)
        self.assertEqual(self.credited(later), 70)
        first = self.give_back(sale, 1, delivery=0)
        self.assertEqual(self.credited(first), 100)
        notes = (first | later).refund_id
        self.assertEqual(len(notes.reversed_entry_id), 2)
        for note in notes:
            self.assertEqual(note.amount_total, note.reversed_entry_id.amount_total)

    def test_taxes_and_currency_are_those_of_the_invoice(self):
        tax = self.env["account.tax"].create(
            {"name": "增值税 13%", "amount": 13, "type_tax_use": "sale"}
        )
        sale = self.order(2, tax_ids=[Command.set(tax.ids)])
        invoice = self.bill(sale)
        note = self.give_back(sale, 1).refund_id
        self.assertEqual((note.amount_untaxed, note.amount_total), (100, 113))
        self.assertEqual(note.currency_id, invoice.currency_id)

    # --- units of measure

    def test_sold_by_the_dozen_and_returned_in_pieces(self):
        sale = self.order(2, price=1200, product_uom_id=self.dozen.id)
        self.bill(sale)
        disposition = self.give_back(sale, 5)
        self.assertEqual(self.credited(disposition), 500)
        self.assertEqual(disposition.refund_id.invoice_line_ids.quantity, 5)
        self.assertAlmostEqual(sale.order_line.qty_invoiced, 2 - 5 / 12, 2)

    def test_a_dozen_does_not_come_back_twice(self):
        sale = self.order(1, price=1200, product_uom_id=self.dozen.id)
        self.bill(sale)
        self.give_back(sale, 7)
        with self.assertRaisesRegex(ProofMissing, "delivered 12.*7 came back"):
            self.give_back(sale, 6)

    # --- kits

    def sell_kit(self, price=100, quantity=1):
        """A kit of two pumps (cost 30) and one hose (cost 20), as `mrp` delivers it: the
        moves of the components carry the line of the kit."""
        kit = self.env["product.product"].create(
            {
                "name": "维修包",
                "type": "consu",
                "invoice_policy": "order",
                "list_price": price,
                "taxes_id": False,
            }
        )
        self.pump, self.hose = (self.make_goods("none", "standard") for _i in "ab")
        self.pump.standard_price, self.hose.standard_price = 15, 20
        self.add_stock(self.pump, 20)
        self.add_stock(self.hose, 20)
        sale = self.order(quantity, price, kit, ship=False)
        sale.picking_ids.action_cancel()
        picking_type = self.warehouse.out_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self.customer.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.customers_place.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": pieces * quantity,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": self.customers_place.id,
                            "sale_line_id": sale.order_line.id,
                        }
                    )
                    for product, pieces in ((self.pump, 2), (self.hose, 1))
                ],
            }
        )
        picking.action_confirm()
        self.ship(picking)
        return sale

    def test_a_part_of_a_kit_is_worth_its_share_of_the_price(self):
        sale = self.sell_kit()
        self.bill(sale)
        hose = self.give_back(sale, 1, product=self.hose)
        self.assertEqual(self.credited(hose), 40)
        pump = self.give_back(sale, 1, product=self.pump)
        self.assertEqual(self.credited(pump), 30)
        self.assertEqual(pump.refund_id.invoice_line_ids.product_id, self.pump)

    def test_all_parts_of_the_kits_are_worth_the_kits(self):
        sale = self.sell_kit(price=99.99, quantity=3)
        total = self.bill(sale, price=77.77).amount_untaxed
        parts = [self.give_back(sale, 1, product=self.hose) for _turn in range(3)]
        parts += [self.give_back(sale, n, product=self.pump) for n in (1, 2, 3)]
        self.assertEqual(self.credited(*parts), total)
        with self.assertRaisesRegex(ProofMissing, "came back already"):
            self.give_back(sale, 1, product=self.hose)

    def test_a_part_of_a_kit_leaves_the_invoiced_kits_alone(self):
        sale = self.sell_kit()
        self.bill(sale)
        self.give_back(sale, 1, product=self.hose)
        self.assertEqual(sale.order_line.qty_invoiced, 1)
        self.assertEqual(sale.order_line.qty_to_invoice, 0)

    # --- serials, companies, exchanges

    def sell_serial(self, serial, price):
        lot = self.env["stock.lot"].search(
            [("name", "=", serial), ("product_id", "=", self.machine.id)]
        )
        if not lot:
            self.make_lots(self.machine, serial)
        self.machine.write({"invoice_policy": "delivery", "taxes_id": False})
        sale = self.order(1, price, self.machine)
        self.bill(sale)
        return sale

    def return_serial(self, serial, action="refund", **vals):
        line = {"product_id": self.machine.id, "serial": serial}
        record = self.receive(self.make_return(lines=[line]))
        return self.decide(record.line_ids, action, **vals)

    def test_a_serial_sold_twice_is_credited_at_each_price(self):
        self.sell_serial("SN-1", 100)
        first = self.return_serial("SN-1")
        first.return_id.action_close()
        self.sell_serial("SN-1", 80)
        second = self.return_serial("SN-1")
        self.assertEqual((self.credited(first), self.credited(second)), (100, 80))

    def test_another_serial_of_the_sale_keeps_its_money(self):
        self.make_lots(self.machine, "SN-1", "SN-2")
        self.machine.write({"invoice_policy": "delivery", "taxes_id": False})
        sale = self.order(2, 100, self.machine)
        self.bill(sale)
        self.assertEqual(self.credited(self.return_serial("SN-2")), 100)
        self.assertEqual(self.credited(self.return_serial("SN-1")), 100)
        self.assertEqual(sale.order_line.qty_invoiced, 0)

    def deliver_from_sister(self):
        sister = self.env["res.company"].create({"name": "二厂"})
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", sister.id)], limit=1
        )
        self.env["stock.quant"]._update_available_quantity(
            self.goods, warehouse.lot_stock_id, 5
        )
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": sister.id,
                "warehouse_id": warehouse.id,
                "order_line": [Command.create({"product_id": self.goods.id})],
            }
        )
        sale.action_confirm()
        self.ship(sale.picking_ids)

    def return_goods(self):
        return self.receive(self.make_return(lines=[{"product_id": self.goods.id}]))

    def test_what_a_sister_company_delivered_is_not_our_sale(self):
        self.deliver_from_sister()
        record = self.return_goods()
        self.assertFalse(record.line_ids.origin_move_id)
        with self.assertRaisesRegex(ProofMissing, "no sale of ours"):
            self.decide(record.line_ids, "refund")

    def test_our_own_delivery_is_found_beside_a_sister_s(self):
        self.bill(self.order(price=70))
        self.deliver_from_sister()
        refund = self.decide(self.return_goods().line_ids, "refund")
        self.assertEqual(self.credited(refund), 70)

    def test_an_exchange_under_way_is_not_credited_by_an_invoicing_run(self):
        sale = self.order()
        self.bill(sale)
        exchange = self.give_back(sale, 1, "exchange")
        self.assertEqual(sale.order_line.qty_to_invoice, 0)
        run = sale.with_context(raise_if_nothing_to_invoice=False)
        self.assertFalse(run._create_invoices(final=True))
        self.ship(exchange.move_ids.filtered(lambda m: m.state != "done").picking_id)
        self.assertEqual(exchange.state, "done")
        self.assertEqual(sale.order_line.qty_to_invoice, 0)
        self.assertEqual(sale.order_line.qty_delivered, 1)

    def test_what_came_in_exchange_is_refunded_as_what_it_replaced(self):
        self.sell_serial("SN-1", 90)
        self.make_lots(self.machine, "SN-9")
        place = self.env["stock.location"].create({"name": "待检", "usage": "internal"})
        exchange = self.return_serial("SN-1", "exchange", location_id=place.id)
        self.ship(exchange.move_ids.filtered(lambda m: m.state != "done").picking_id)
        exchange.return_id.action_close()
        self.assertEqual(self.credited(self.return_serial("SN-9")), 90)

    def test_another_product_sent_in_exchange_is_refunded_as_the_first(self):
        sale = self.order(price=60)
        self.bill(sale)
        other = self.make_goods("none", "standard")
        self.add_stock(other, 1)
        line = self.return_goods().line_ids
        exchange = self.decide(line, "exchange", new_product_id=other.id)
        self.ship(exchange.move_ids.filtered(lambda m: m.state != "done").picking_id)
        self.assertEqual(sale.order_line.qty_delivered, 1)
        record = self.receive(self.make_return(lines=[{"product_id": other.id}]))
        refund = self.decide(record.line_ids, "refund")
        self.assertEqual(self.credited(refund), 60)
        self.assertEqual(sale.order_line.qty_delivered, 0)
        self.assertEqual(sale.order_line.qty_to_invoice, 0)

    # --- property

    @_FEW
    @given(
        st.lists(st.integers(1, 4), min_size=1, max_size=4),
        st.integers(1, 99999),
        st.integers(0, 60),
        st.integers(0, 10),
    )
    def test_credits_are_the_invoiced_value_of_what_came_back(
        self, parts, fen, discount, missing
    ):
        with self.env.cr.savepoint() as savepoint:
            quantity = sum(parts) + 1
            billed = max(1, quantity - missing)
            sale = self.order(quantity, fen / 100, discount=discount)
            total = self.bill(sale, quantity=billed).amount_untaxed
            back, credited = 0, 0.0
            for part in parts:
                credited += self.credited(self.give_back(sale, part))
                back += part
                charged = max(0, billed - (quantity - back))
                self.assertAlmostEqual(credited, total * charged / billed, delta=0.011)
                self.assertLessEqual(round(credited, 2), total)
            credited += self.credited(self.give_back(sale, 1))
            self.assertAlmostEqual(credited, total, 2)
            savepoint.rollback()
        self.env.invalidate_all()


class TestCreditKernel(ReturnsCommon):
    def test_doctests(self):
        self.assertFalse(doctest.testmod(kernel).failed)

    @given(
        st.lists(
            st.tuples(st.integers(1, 9), st.integers(0, 10**6)), min_size=1, max_size=4
        ),
        st.lists(st.integers(1, 5), max_size=12),
    )
    def test_never_more_than_was_invoiced_and_all_of_it_at_last(self, billed, wanted):
        rows = [
            kernel.Row(i, n, Decimal(fen) / 100) for i, (n, fen) in enumerate(billed)
        ]
        pieces, total = kernel.total(rows), sum(row.amount for row in rows)
        taken = [part for n in wanted for part in kernel.take(rows, n)]
        amount = sum(part[2] for part in taken)
        self.assertEqual(amount + sum(row.amount for row in rows), total)
        if sum(wanted) >= pieces:
            self.assertEqual(amount, total)

    @given(
        st.integers(1, 9),
        st.integers(0, 10**6),
        st.lists(st.integers(0, 500), min_size=2, max_size=5),
    )
    def test_components_are_worth_the_kit(self, kits, fen, costs):
        values = dict(enumerate(costs))
        row = kernel.Row("kit", kits, Decimal(fen) / 100)
        parts = [kernel.of_component([row], values, name, 2)[0] for name in values]
        self.assertEqual(sum(part.amount for part in parts), row.amount)
