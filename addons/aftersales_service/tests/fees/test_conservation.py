from collections import defaultdict

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError

from ...kernel.money import Amount
from ..fees.test_movements import MovementCommon

_ALWAYS = (
    "quote",
    "confirm",
    "discount",
    "invoice",
    "credit",
    "reverse",
    "draft",
    "cancel",
    "hours",
    "decide",
)
# Steps that people take with what no sale order charges.
_OTHERS = ("accept", "bear", "waive", "elsewhere", "back")
_MANY = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # a story of eight steps takes minutes to shrink and is read as it is
    phases=[Phase.explicit, Phase.generate],
)


class TestConservation(MovementCommon):
    """Nothing is lost and nothing doubled, whatever people do with a fee, to the fen."""

    @_MANY
    @given(
        st.integers(100, 99999),
        st.sampled_from((True, False)),
        st.sampled_from(
            (
                {"customer": 100},
                {"customer": 33.33, "supplier": 66.67},
                {"agent": 12.5, "customer": 50, "company": 37.5},
            )
        ),
        st.integers(0, 3),
        st.lists(
            st.tuples(st.sampled_from(_ALWAYS + _OTHERS), st.integers(1, 99)),
            min_size=2,
            max_size=7,
        ),
    )
    # A discount after the invoice is one for the hours that come later.
    @example(
        99068,
        True,
        {"agent": 12.5, "customer": 50, "company": 37.5},
        3,
        [
            ("discount", 14),
            ("hours", 62),
            ("credit", 30),
            ("invoice", 1),
            ("hours", 64),
        ],
    )
    # The credit note stays while its invoice is a draft and the sale is cancelled.
    @example(
        99998,
        False,
        {"agent": 12.5, "customer": 50, "company": 37.5},
        3,
        [("reverse", 6), ("cancel", 6), ("draft", 82)],
    )
    def test_fees_are_shares_are_what_became_of_them(
        self, fen, taxed, payers, begun, story
    ):
        with self.env.cr.savepoint() as savepoint:
            self.fee = self.make_fee(
                fen / 100, 2, taxes=self.vat if taxed else None, **payers
            )
            self.check()
            begin = [(step, 0) for step in ("quote", "confirm", "invoice")[:begun]]
            for step, percent in begin + story:
                self.do(step, percent)
                self.check()
            savepoint.rollback()
        self.env.invalidate_all()

    # --- what people do; what is refused changes nothing

    def do(self, step, percent):
        if step in _OTHERS and not self.other():
            return
        try:
            with self.env.cr.savepoint():
                getattr(self, f"do_{step}")(percent)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()

    def sales(self, *states):
        sales = self.order.sudo().sale_order_ids
        return sales.filtered(lambda sale: sale.state in states)

    def moves(self):
        return self.posted().filtered(lambda m: m.move_type == "out_invoice")

    def posted(self):
        moves = self.order.sudo().sale_order_ids.order_line.invoice_lines.move_id
        return moves.filtered(lambda m: m.state == "posted")

    def other(self):
        """A share that no sale order charges."""
        return self.fee.share_ids.filtered(
            lambda s: s.payer not in ("customer", "company")
        )[:1]

    def some(self, share, percent):
        return share.currency_id.round(share.open_net * percent / 100)

    def do_quote(self, _percent):
        self.order.action_create_quotation()

    def do_confirm(self, _percent):
        self.sales("draft", "sent").action_confirm()

    def do_discount(self, percent):
        self.sales("draft", "sent", "sale").order_line[:1].discount = percent

    def do_invoice(self, _percent):
        self.sales("sale")._create_invoices().action_post()

    def do_credit(self, percent):
        invoice = self.moves().filtered(lambda m: m._aftersales_is_live())[:1]
        if invoice and not invoice.reversal_move_ids:
            self.credit(invoice, invoice.amount_untaxed * percent / 100)

    def do_reverse(self, _percent):
        invoice = self.moves().filtered(lambda m: not m.reversal_move_ids)[:1]
        if invoice:
            self.credit(invoice)

    def do_draft(self, _percent):
        self.moves()[:1].button_draft()

    def do_cancel(self, _percent):
        self.sales("draft", "sent", "sale")._action_cancel()

    def do_hours(self, percent):
        self.fee._settle_quantity(percent % 4 + 1)

    def do_decide(self, percent):
        kind = "c" if percent % 2 else "a"
        self.order.with_user(self.dispatcher).service_type = kind

    def do_accept(self, percent):
        share = self.other()
        share._book("accepted", self.some(share, percent))

    def do_bear(self, percent):
        share = self.other()
        share._book("borne", self.some(share, percent), reason="自行承担")

    def do_waive(self, percent):
        share = self.other()
        share._book("written_off", self.some(share, percent), reason="无法收回")

    def do_elsewhere(self, percent):
        share = self.other()
        share._charge_elsewhere(
            self.some(share, percent), "customer", self.customer, "人为损坏"
        )

    def do_back(self, _percent):
        share = self.other()
        borne = share._get_sums(lambda row: not row.is_followed).get("borne")
        if borne:
            share._book("borne", -borne.net, reason="供应商改认")

    # --- the sums, each from its own table

    def check(self):
        self.env.flush_all()
        self.env.invalidate_all()
        fee, shares = self.fee, self.fee.share_ids
        split = sum(shares.mapped("amount")) - sum(shares.mapped("taken_amount"))
        self.assertAlmostEqual(fee.quantity * fee.price_unit, fee.amount, 2)
        self.assertAlmostEqual(split, fee.amount, 6)
        told = self.get_movements()
        self.assertAlmostEqual(
            sum(told[share.id, "shared"].net for share in shares), fee.amount, 6
        )
        invoiced = self.get_invoiced()
        for share in shares:
            self.same(told[share.id, "invoiced"], invoiced[share.id])
            closed = sum((told[share.id, kind] for kind in self.CLOSING), Amount())
            left = Amount(*self.left(share))
            self.same(told[share.id, "shared"], closed + left)
        self.same(
            sum((told[share.id, "elsewhere"] for share in shares), Amount()), Amount()
        )
        self.check_owed(shares)

    CLOSING = ("invoiced", "waived", "borne", "elsewhere", "written_off")

    def check_owed(self, shares):
        """What is open of the customer is what the job has still to invoice."""
        mine = shares.filtered(lambda s: s.payer == "customer")
        left = sum(mine.mapped("open_net")) + sum(mine.mapped("open_tax"))
        owed = self.order.sudo()._get_owed().to_invoice
        if not self.sales("cancel") or not self.posted():
            self.assertAlmostEqual(left, owed, 6)

    def same(self, mine, other):
        for one, two in zip(mine, other, strict=True):
            self.assertAlmostEqual(one, two, 6)

    def get_movements(self):
        """{(share id, kind): :class:`Amount`} of the ledger."""
        self.env.cr.execute(
            "SELECT share_id, kind, sum(net), sum(tax) FROM aftersales_fee_movement"
            " WHERE fee_id = %s GROUP BY share_id, kind",
            [self.fee.id],
        )
        found = defaultdict(Amount)
        for share, kind, net, tax in self.env.cr.fetchall():
            found[share, kind] = Amount(float(net), float(tax))
        return found

    def get_invoiced(self):
        """{share id: :class:`Amount`} of core's posted lines."""
        self.env.cr.execute(
            """
            SELECT share.id,
                   -sum(line.balance),
                   sum((line.price_total - line.price_subtotal)
                       * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END)
              FROM aftersales_fee_share share
              JOIN sale_order_line_invoice_rel rel
                ON rel.order_line_id = share.sale_line_id
              JOIN account_move_line line ON line.id = rel.invoice_line_id
              JOIN account_move move ON move.id = line.move_id
             WHERE share.fee_id = %s AND move.state = 'posted'
             GROUP BY share.id
            """,
            [self.fee.id],
        )
        found = defaultdict(Amount)
        for share, net, tax in self.env.cr.fetchall():
            found[share] = Amount(float(net), float(tax))
        return found
