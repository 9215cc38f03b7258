import random
from collections import defaultdict
from unittest.mock import patch

from odoo import Command

from ..settlement.histories import Histories
from .common import ReconcileCommon

_SHOWN = ("fee", "invoiced", "paid", "settled", "open")


class TestReconcileFollow(ReconcileCommon):
    """Whatever people do, a mark is left: what was counted by marks alone is what the
    documents say, and totals are the sums of the rows and of their sources."""

    def compare(self):
        self.count_all()
        self.env.cr.execute("SELECT id FROM aftersales_fee_share ORDER BY id")
        return self.lines._compare([number for (number,) in self.env.cr.fetchall()])

    def pay_some(self, fees, dice):
        """Parts of invoices are paid, and some of the payments taken back; returns how
        much of each invoice was paid by now."""
        sales = fees.share_ids.sale_line_id.order_id
        moves = sales.invoice_ids.filtered(
            lambda m: (
                m.state == "posted"
                and m.move_type == "out_invoice"
                and not m.reversal_move_ids
            )
        )
        for move in moves:
            if move.amount_residual and dice.random() < 0.6:
                self.pay(move, round(move.amount_residual * dice.choice((1, 0.37)), 2))
            elif dice.random() < 0.3:
                move.line_ids.remove_move_reconcile()

    def sum_sources(self):
        """{name: sum} of all shares of the company, from the ledger of the fees."""
        self.env.cr.execute(
            """SELECT kind, sum(net + tax) FROM aftersales_fee_movement
               WHERE company_id = %s GROUP BY kind""",
            [self.company.id],
        )
        told = defaultdict(
            float, {kind: float(sum_) for kind, sum_ in self.env.cr.fetchall()}
        )
        gone = ("invoiced", "waived", "borne", "elsewhere", "written_off")
        return {
            "fee": told["shared"],
            "invoiced": told["invoiced"],
            "open": told["shared"] - sum(told[kind] for kind in gone),
        }

    def test_random_histories_leave_their_marks(self):
        histories, dice = Histories(self.env, seed=16), random.Random(16)
        for _time in range(2):
            fees = histories.begin(25)
            self.assertEqual(self.compare(), [])
            for _round in range(4):
                histories.step()
                self.pay_some(fees, dice)
                self.assertEqual(self.compare(), [])
            self.check_totals()
        self.assertGreater(histories.done["settled"], 5)
        self.assertTrue(self.lines.search([("paid_amount", "!=", 0)]))

    def check_totals(self):
        rows = self.lines.search([("company_id", "=", self.company.id)])
        currency = self.company.currency_id
        totals = self.board().get_totals({})
        self.assertEqual(totals["count"], len(rows))
        [sums] = totals["sums"]
        for name in _SHOWN:
            shown = sum(currency.round(row[f"{name}_amount"]) for row in rows)
            self.assertEqual(sums[name], currency.format(shown), name)
        for name, amount in self.sum_sources().items():
            self.assertEqual(sums[name], currency.format(amount), name)
        for group in ("month", "partner_id", "order_id", "rule_id", "state"):
            groups = self.board().get_groups(group, {}, 200)
            if len(groups) < 200:
                counts = sum(each["count"] for each in groups)
                self.assertEqual(counts, len(rows), group)

    def test_paid_is_what_came_in(self):
        """Of an invoice over several fees, to the fen of each row."""
        fees = [self.make_fee(price, taxes=self.vat) for price in (33.33, 100, 0.07)]
        orders = self.env["aftersales.order"].union(*(fee.order_id for fee in fees))
        for order in orders:
            order.action_create_quotation()
        sales = orders.sudo().sale_order_ids
        sales.action_confirm()
        invoice = sales._create_invoices()
        invoice.action_post()
        paid = 0
        for amount in (50, 13.37, invoice.amount_total - 63.37):
            self.pay(invoice, amount)
            paid += amount
            self.count_all()
            rows = self.lines.search([("order_id", "in", orders.ids)])
            told = sum(rows.mapped("paid_amount"))
            self.assertAlmostEqual(told, paid, delta=0.015)
        self.assertAlmostEqual(told, invoice.amount_total, 2)

    def test_two_currencies_are_never_added(self):
        mine = self.make_line()
        foreign = self.env.ref("base.EUR")
        if foreign == self.company.currency_id:
            foreign = self.env.ref("base.USD")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.5}
        )
        self.company.aftersales_pricelist_id.currency_id = foreign
        other = self.make_line()
        found = {"payer": "customer", "month": f"{mine.month:%Y-%m}"}
        [group] = [
            each
            for each in self.board().get_groups("month", found)
            if each["id"] == str(mine.month)
        ]
        for line in (mine, other):
            self.assertIn(line.currency_id.symbol, group["fee"])
        self.assertIn(" + ", group["fee"])
        names = {sums["currency"] for sums in self.board().get_totals(found)["sums"]}
        self.assertLessEqual({mine.currency_id.name, foreign.name}, names)

    def test_a_fapiao_in_yuan_of_a_foreign_invoice(self):
        foreign = self.env.ref("base.EUR")
        if foreign == self.company.currency_id:
            foreign = self.env.ref("base.USD")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.5}
        )
        self.company.aftersales_pricelist_id.currency_id = foreign
        line = self.make_line()
        invoice = self.bill()
        self.company.vat = "91370100000000000X"
        fapiao = (
            self.env["aftersales.fapiao"]
            .with_user(self.accountant)
            .create(
                {
                    "number": f"{invoice.invoice_date:%y}372000000000000077",
                    "date": invoice.invoice_date,
                    "partner_id": self.customer.id,
                    "currency_id": self.company.currency_id.id,
                    "net": invoice.amount_total * 2,
                    "link_ids": [
                        Command.create(
                            {"move_id": invoice.id, "amount": invoice.amount_total * 2}
                        )
                    ],
                }
            )
        )
        fapiao.action_register()
        line = self.line(line.share_id)
        self.assertEqual(line.currency_id, foreign)
        self.assertEqual(line.fapiao_amount, line.invoiced_amount)


class TestReconcileCounting(ReconcileCommon):
    """Nothing waits for ever, and the nightly job ends."""

    def test_marks_of_documents_without_shares_stop_nothing(self):
        share = self.make_fee().share_ids
        self.count_all()
        self.marks.create([{"source": "account.move", "number": 0} for _n in range(3)])
        share.fee_id.price_unit = 70
        while self.lines._refresh(limit=2):
            pass
        self.assertFalse(self.marks.search([]))
        self.assertEqual(
            self.lines.search([("share_id", "=", share.id)]).fee_amount, 70
        )

    def test_all_rows_turn_however_many_there_are(self):
        rows = self.lines.union(*(self.make_line(days=2) for _n in range(5)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_reconcile_line SET turns_on = current_date - 1 WHERE id = ANY(%s)",
            [rows.ids],
        )
        self.env.invalidate_all()
        while self.lines._refresh(limit=2):
            pass
        self.assertGreater(
            min(rows.mapped("turns_on")), self.env.company._aftersales_today()
        )
        self.assertFalse(self.lines._find_turned(10))

    def run_night(self, room):
        """The nightly job, with time for so many batches; returns what it told."""
        told = []

        def commit(cron, done, left):
            told.append((done, left))
            return len(told) < room

        with patch.object(self.registry["ir.cron"], "_commit_batch", commit):
            self.lines._cron_compare()
        return told

    def test_the_nightly_job_says_that_nothing_is_left(self):
        self.make_line()
        self.assertEqual(self.run_night(room=99)[-1], (0, 0))

    def test_a_night_without_time_goes_on_where_it_stopped(self):
        shares = [self.make_fee().share_ids for _n in range(4)]
        self.count_all()
        seen = []
        compare = self.registry[self.lines._name]._compare

        def look(lines, ids):
            seen.append(ids)
            return compare(lines, ids)

        with (
            patch("odoo.addons.aftersales_service.models.reconcile.check._CHUNK", 2),
            patch.object(self.registry[self.lines._name], "_compare", look),
        ):
            self.assertEqual(self.run_night(room=1)[-1], (2, 1))
            first = list(seen)
            self.assertEqual(self.run_night(room=9999)[-1], (0, 0))
        self.assertEqual(len(first), 1)
        every = [number for ids in seen for number in ids]
        self.assertEqual(len(every), len(set(every)))
        self.assertLessEqual({share.id for share in shares}, set(every))

    def test_a_change_that_waits_is_no_difference(self):
        share = self.make_line().share_id
        invoice = self.bill()
        self.count_all()
        self.pay(invoice)  # leaves a mark of the invoice
        self.assertEqual(self.lines._compare(share.ids), [])

    def test_many_differences_are_told_in_short(self):
        rows = self.lines.union(*(self.make_line() for _n in range(3)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_reconcile_line SET paid_amount = 5 WHERE id = ANY(%s)",
            [rows.ids],
        )
        self.env.invalidate_all()
        with patch("odoo.addons.aftersales_service.models.reconcile.check._MOST", 2):
            self.assertEqual(len(self.lines._cron_compare()), 3)
        body = rows.order_id.message_ids.filtered(lambda m: "5" in (m.body or ""))
        self.assertIn("1", body[:1].body.split("<br")[-1])
        self.assertIn("<br", body[:1].body)
