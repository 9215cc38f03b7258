from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ...kernel.money import Amount
from .test_owed import OwedCommon

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def still(records, *args):
    """A hook that does nothing."""


class MovementCommon(OwedCommon):
    def make_fee(self, price=100, quantity=1, taxes=None, **payers):
        """A fee of a job, shared out as ``payers`` say ({payer: percent})."""
        self.labour.write(
            {
                "taxes_id": [Command.set(taxes.ids if taxes else [])],
                "invoice_policy": "order",
            }
        )
        self.order = self.make_order(self.make_device(), service_type="a")
        return self.env["aftersales.fee"].create(
            {
                "name": "检测费",
                "order_id": self.order.id,
                "product_id": self.labour.id,
                "kind": "labour",
                "quantity": quantity,
                "price_unit": price,
                "share_ids": [
                    Command.create({"payer": payer, "percent": percent})
                    for payer, percent in (payers or {"customer": 100}).items()
                ],
            }
        )

    def quote(self, confirm=True):
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids.filtered(lambda s: s.state != "cancel")
        if confirm:
            sale.action_confirm()
        return sale

    def bill(self):
        invoice = self.quote().with_user(self.accountant)._create_invoices()
        invoice.action_post()
        return invoice.sudo()

    def told(self, share, kind="shared"):
        """(net, tax) of one kind, from the table itself."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT coalesce(sum(net), 0), coalesce(sum(tax), 0)"
            " FROM aftersales_fee_movement WHERE share_id = %s AND kind = %s",
            [share.id, kind],
        )
        return tuple(map(float, self.env.cr.fetchone()))

    def left(self, share):
        return share.open_net, share.open_tax


class TestMovements(MovementCommon):
    """A share's amounts change by rows that stand, net and tax apart."""

    def test_net_and_tax_are_kept_apart_from_the_beginning(self):
        share = self.make_fee(taxes=self.vat).share_ids
        self.assertEqual(self.told(share), (100, 13))
        self.assertEqual((self.left(share), share.progress), ((100, 13), "open"))

    def test_a_price_that_includes_its_tax_is_taken_apart(self):
        gross = self.vat.copy(
            {"name": "含税13%", "price_include_override": "tax_included"}
        )
        share = self.make_fee(113, taxes=gross).share_ids
        self.assertEqual(self.told(share), (100, 13))

    def test_what_we_bear_is_borne_at_once_and_without_tax(self):
        share = self.make_fee(taxes=self.vat, company=100).share_ids
        self.assertEqual((self.told(share), self.told(share, "borne")), ((100, 0),) * 2)
        self.assertEqual((self.left(share), share.progress), ((0, 0), "none"))

    def test_quotation_and_invoice_are_followed(self):
        share = self.make_fee(taxes=self.vat).share_ids
        sale = self.quote(confirm=False)
        self.assertEqual(self.told(share, "quoted"), (100, 13))
        sale.action_confirm()
        invoice = sale._create_invoices()
        self.assertEqual(self.left(share), (100, 13))
        invoice.action_post()
        self.assertEqual(self.told(share, "invoiced"), (100, 13))
        self.assertEqual(self.left(share), (0, 0))
        row = share.movement_ids.filtered(lambda m: m.kind == "invoiced")
        self.assertEqual(row.document_name, invoice.display_name)
        self.assertEqual(row.action_open_document()["res_id"], invoice.id)

    def test_a_draft_again_charges_nothing(self):
        share = self.make_fee(taxes=self.vat).share_ids
        invoice = self.bill()
        invoice.button_draft()
        self.assertEqual(self.told(share, "invoiced"), (0, 0))
        self.assertEqual(self.left(share), (100, 13))
        invoice.action_post()
        self.assertEqual(self.left(share), (0, 0))
        rows = share.movement_ids.filtered(lambda m: m.kind == "invoiced")
        self.assertEqual(rows.mapped("net"), [100, -100, 100])

    def test_a_price_lowered_on_the_quotation_was_waived(self):
        share = self.make_fee(taxes=self.vat).share_ids
        sale = self.quote(confirm=False)
        sale.order_line.discount = 20
        self.assertEqual(self.told(share, "waived"), (20, 2.6))
        self.assertEqual(self.left(share), (80, 10.4))
        sale._action_cancel()
        self.assertEqual(self.left(share), (100, 13))

    def test_a_line_that_is_deleted_is_quoted_again(self):
        share = self.make_fee().share_ids
        sale = self.quote(confirm=False)
        sale.order_line.unlink()
        self.assertEqual(self.told(share, "quoted"), (0, 0))
        self.assertEqual(share.progress, "open")
        sale.unlink()

    def test_a_credit_note_waives_and_a_whole_one_opens_again(self):
        share = self.make_fee().share_ids
        invoice = self.bill()
        self.credit(invoice, 30)
        self.assertEqual(self.told(share, "invoiced"), (70, 0))
        self.assertEqual(self.told(share, "waived"), (30, 0))
        self.assertEqual(self.left(share), (0, 0))
        self.credit(invoice, 70)
        self.assertEqual(self.told(share, "waived"), (0, 0))
        self.assertEqual(self.left(share), (100, 0))

    def test_more_hours_open_what_was_invoiced(self):
        fee = self.make_fee()
        self.bill()
        fee._settle_quantity(2)
        share = fee.share_ids
        self.assertEqual(self.told(share), (200, 0))
        self.assertEqual(self.left(share), (100, 0))
        self.assertEqual(self.told(share, "waived"), (0, 0))
        kinds = share.movement_ids.filtered(lambda m: m.net).mapped("kind")
        self.assertEqual(kinds.count("waived"), 0)

    def test_following_again_appends_nothing(self):
        share = self.make_fee(33.33, taxes=self.vat, customer=70, agent=30).share_ids
        self.bill()
        rows = share.movement_ids
        share._follow()
        self.assertEqual(share.movement_ids, rows)

    def test_nobody_writes_deletes_or_makes_a_movement(self):
        share = self.make_fee().share_ids
        row = share.movement_ids
        for user in (self.dispatcher, self.accountant, self.env.user):
            mine = row.with_user(user)
            with self.assertRaises(ProtectedRefused):
                mine.sudo().net = 1
            with self.assertRaises(ProtectedRefused):
                mine.sudo().unlink()
            with self.assertRaises(ProtectedRefused):
                mine.sudo().create({"share_id": share.id, "kind": "waived", "net": 100})
        with self.assertRaises(ProtectedRefused):
            share.with_user(self.accountant).taken_amount = 5


class TestHooks(MovementCommon):
    """Quotations and invoices of others cost not one query more."""

    def setUp(self):
        super().setUp()
        self.goods = self.env["product.product"].create(
            {"name": "咨询", "type": "service", "invoice_policy": "order"}
        )

    def sell(self):
        """Queries of a whole sale without service, from its draft to its credit note."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.goods.id})],
            }
        )
        sale.order_line.price_unit = 70
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.action_post()
        self.credit(invoice)
        invoice.button_draft()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def buy(self):
        """The same of a vendor's bill that is taken back."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        line = {"product_id": self.goods.id, "price_unit": 70}
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        bill.action_post()
        bill.button_draft()
        bill.button_cancel()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_sale_or_a_bill_of_others_costs_no_query_more(self):
        for trade in (self.sell, self.buy):
            trade()
            ours = min(trade() for _time in range(3))
            with (
                patch.object(
                    self.registry["sale.order.line"], "_aftersales_follow", still
                ),
                patch.object(
                    self.registry["account.move"], "_aftersales_follow", still
                ),
            ):
                plain = min(trade() for _time in range(3))
            self.assertLessEqual(ours, plain, trade.__name__)

    def test_following_ten_shares_asks_as_often_as_following_one(self):
        one = self.make_fee(taxes=self.vat).share_ids
        many = one.browse()
        for _number in range(10):
            many |= self.make_fee(taxes=self.vat).share_ids
        self.quote()
        counts = []
        for shares in (one, many):
            shares.movement_ids._in_flow().unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            shares._follow()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] * 3, counts)


class TestDecided(MovementCommon):
    """What people decide about a share: partly accepted, borne, charged elsewhere."""

    def supplier_share(self):
        return self.make_fee(taxes=self.vat, supplier=100).share_ids

    def test_sixty_of_a_hundred_are_accepted_and_the_rest_is_borne(self):
        share = self.supplier_share()
        share._book("accepted", 60)
        self.assertEqual((share.accepted_net, self.left(share)), (60, (100, 0)))
        share._book("invoiced", 60)
        share._book("borne", 40, reason="供应商不认，自行承担")
        self.assertEqual((self.left(share), share.progress), ((0, 0), "settled"))

    def test_the_tax_of_what_others_settle_comes_with_the_document(self):
        share = self.supplier_share()
        with self.assertRaises(MoveRefused):
            share._book("invoiced", 60, 7.8)
        share._book("shared", 0, 7.8)
        share._book("invoiced", 60, 7.8)
        self.assertEqual(self.left(share), (40, 0))
        with self.assertRaises(MoveRefused):
            share._book("shared", 5)

    def test_amounts_that_no_percentage_of_two_decimals_could_say(self):
        fee = self.make_fee(34567.89, supplier=100)
        fee.share_ids._book("accepted", 12345.67)
        self.assertEqual(fee.share_ids.accepted_net, 12345.67)

    def test_not_more_than_is_open_and_not_without_a_reason(self):
        share = self.supplier_share()
        with self.assertRaisesRegex(MoveRefused, "120.*100"):
            share._book("borne", 120, reason="全部")
        with self.assertRaises(ProofMissing):
            share._book("written_off", 5, reason=" ")
        share._book("borne", 30, reason="先承担")
        with self.assertRaisesRegex(MoveRefused, "40.*30"):
            share._book("borne", -40, reason="多冲")
        share._book("borne", -30, reason="供应商改认")
        self.assertEqual(self.left(share), (100, 0))

    def test_what_the_customer_pays_changes_by_his_documents_only(self):
        share = self.make_fee().share_ids
        with self.assertRaisesRegex(MoveRefused, "credit note"):
            share._book("borne", 10, reason="送客户")

    def test_a_new_decision_leaves_what_was_taken_over(self):
        share = self.supplier_share()
        taker = share._charge_elsewhere(40, "customer", self.customer, "人为损坏")
        self.order.with_user(self.dispatcher).service_type = "c"
        self.assertEqual(
            (taker.exists().payer, self.left(taker)), ("customer", (40, 5.2))
        )

    def test_what_is_decided_about_stands(self):
        share = self.supplier_share()
        share._book("accepted", 60)
        for vals in ({"payer": "customer"}, {"percent": 50}):
            with self.assertRaises(ProtectedRefused):
                share.with_user(self.accountant).write(vals)
        with self.assertRaises(ProtectedRefused):
            share.with_user(self.accountant).unlink()
        self.order._on_decided()
        self.assertEqual((share.exists().payer, share.accepted_net), ("supplier", 60))

    def test_the_customer_takes_over_and_is_quoted_with_his_tax(self):
        share = self.supplier_share()
        taker = share._charge_elsewhere(40, "customer", self.customer, "人为损坏")
        self.assertEqual((self.left(share), self.left(taker)), ((60, 0), (40, 5.2)))
        self.assertEqual(self.told(share, "elsewhere"), (40, 0))
        self.assertEqual(self.told(taker, "elsewhere"), (-40, 0))
        invoice = self.bill()
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax), (40, 5.2))
        self.assertEqual(self.left(taker), (0, 0))

    def test_included_tax_comes_on_top_of_what_is_taken_over(self):
        gross = self.vat.copy(
            {"name": "含税13%", "price_include_override": "tax_included"}
        )
        share = self.make_fee(113, taxes=gross, supplier=100).share_ids
        taker = share._charge_elsewhere(40, "customer", self.customer, "人为损坏")
        self.assertEqual((self.left(share), self.left(taker)), ((60, 0), (40, 5.2)))
        self.assertEqual(self.bill().amount_total, 45.2)


class TestNewDecision(MovementCommon):
    """A new decision shares out what stands on no document; the rest stays."""

    def decide(self, service_type):
        self.order.with_user(self.dispatcher).service_type = service_type
        self.order._on_decided()

    def payers(self, fee):
        return {s.payer: (s.percent, s.amount) for s in fee.share_ids}

    def test_the_quoted_half_stays_and_the_other_half_moves(self):
        fee = self.make_fee(customer=50, supplier=50)
        mine = fee.share_ids.filtered(lambda s: s.payer == "customer")
        sale = self.quote()
        self.decide("c")
        self.assertEqual(self.payers(fee), {"customer": (50, 50), "company": (50, 50)})
        self.assertEqual(mine.sale_line_id, sale.order_line)
        self.assertEqual(fee.price_unit, 100)

    def test_a_fen_of_what_stands_does_not_move(self):
        fee = self.make_fee(0.05, agent=33.33, customer=33.34, supplier=33.33)
        mine = fee.share_ids.filtered(lambda s: s.payer == "customer")
        amount = mine.amount
        self.quote()
        self.decide("c")
        self.assertEqual(mine.amount, amount)
        self.assertAlmostEqual(sum(fee.share_ids.mapped("amount")), 0.05, 6)

    def test_an_agent_s_accepted_share_stays_his(self):
        fee = self.make_fee(agent=100)
        share = fee.share_ids
        share._book("accepted", 100)
        self.decide("c")
        self.assertEqual((fee.share_ids, share.payer), (share, "agent"))

    def test_what_stands_nowhere_is_shared_anew_as_before(self):
        fee = self.make_fee(customer=50, agent=50)
        self.decide("c")
        self.assertEqual(set(self.payers(fee)), {"company"})


class TestToTheFen(MovementCommon):
    @_FEW
    @given(
        st.integers(1, 9999999),
        st.integers(1, 9999),
        st.sampled_from((1, 3, 7, 0.25, 2.5, 1.37)),
        st.sampled_from(("none", "on top", "included", "both")),
        st.sampled_from((0.01, 0.05, 1.0)),
    )
    def test_lines_of_quotation_and_invoice_are_worth_the_share(
        self, fen, hundredths, pieces, taxed, rounding
    ):
        with self.env.cr.savepoint() as savepoint:
            self.use_currency(rounding)
            percent = hundredths / 100
            fee = self.make_fee(
                fen / 100,
                pieces,
                self.make_taxes(taxed),
                customer=percent,
                agent=round(100 - percent, 2),
            )
            mine = fee.share_ids[0]
            if mine.amount:
                sale = self.quote()
                self.check_worth(mine, mine.sale_line_id, taxed)
                invoice = sale._create_invoices()
                invoice.action_post()
                self.check_worth(mine, invoice.invoice_line_ids, taxed)
                self.assertEqual(self.left(mine), (0, 0))
                self.assertEqual(self.told(mine, "waived"), (0, 0))
            savepoint.rollback()
        self.env.invalidate_all()

    def use_currency(self, rounding):
        if rounding != 0.01:
            name = {0.05: "XCH", 1.0: "XJP"}[rounding]
            currency = self.env["res.currency"].create(
                {"name": name, "symbol": name, "rounding": rounding}
            )
            self.company.aftersales_pricelist_id.currency_id = currency

    def make_taxes(self, taxed):
        rates = {"none": (), "on top": (13,), "included": (13,), "both": (9, 3)}[taxed]
        return self.env["account.tax"].create(
            [
                {
                    "name": f"{taxed} {rate}",
                    "amount": rate,
                    "type_tax_use": "sale",
                    "price_include_override": "tax_included"
                    if taxed == "included"
                    else "tax_excluded",
                }
                for rate in rates
            ]
        )

    def check_worth(self, share, line, taxed):
        amount = line.price_total if taxed == "included" else line.price_subtotal
        self.assertAlmostEqual(amount, share.amount, 6)
        worth = Amount(line.price_subtotal, line.price_total - line.price_subtotal)
        for mine, told in zip(worth, self.told(share), strict=True):
            self.assertAlmostEqual(mine, told, 6)
