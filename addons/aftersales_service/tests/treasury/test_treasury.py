"""A figure of the dashboard is the sum of the list it opens, whatever people did before."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import GroupRefused
from ..fees.common import CashCommon
from ..settlement.histories import Histories

_SEES = ("finance", "manager", "auditor")


class TreasuryCommon(CashCommon):
    def board(self, role="finance", company=None):
        self.env.flush_all()
        self.env.invalidate_all()
        board = self.env["aftersales.treasury"].with_user(self.users[role])
        return board.with_company(company or self.company).get_treasury()

    def panel(self, key, **args):
        return next(p for p in self.board(**args)["panels"] if p["key"] == key)

    def cells(self, key):
        """{(row, column): amount} of what a panel shows."""
        panel = self.panel(key)
        return {
            (row["key"], cell["key"]): cell["amount"]
            for row in panel["rows"]
            for cell in row["cells"]
            if cell["count"]
        }

    def check_lists(self, role="finance"):
        """Every figure against the list behind it; returns how many were compared."""
        items = self.env["aftersales.treasury.item"].with_user(self.users[role])
        compared = 0
        panels = self.board(role)["panels"]
        every = items.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(set(every.ids)), sum(panel["count"] for panel in panels))
        for panel in panels:
            figures = [panel, *panel["rows"]]
            figures += [cell for row in panel["rows"] for cell in row["cells"]]
            for figure in figures:
                found = items.search(figure["domain"])
                told = figure["total" if "total" in figure else "amount"]
                total = sum(found.mapped("amount"))
                self.assertAlmostEqual(total, told, 2, figure["domain"])
                self.assertEqual(len(found), figure["count"], figure["domain"])
                compared += bool(found)
        return compared

    def make_foreign(self):
        foreign = self.env.ref("base.USD")
        if foreign == self.company.currency_id:
            foreign = self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.3},
                {
                    "currency_id": foreign.id,
                    # Core dates a quotation by the server's day, which may be yesterday.
                    "name": self.env.company._aftersales_today() - timedelta(days=1),
                    "rate": 0.7,
                },
            ]
        )
        return foreign

    def make_statement_line(self, amount, **vals):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": self.env.company._aftersales_today(),
                "payment_ref": "某某转账",
                "amount": amount,
            }
            | vals
        )


class TestFigures(TreasuryCommon):
    """Each panel against the documents themselves."""

    def test_random_history_in_two_currencies(self):
        china = self.env.ref("base.cn")
        self.company.account_fiscal_country_id = china
        foreign = self.make_foreign()
        histories = Histories(self.env, seed=16)
        mine = histories.begin(40)
        self.company.aftersales_pricelist_id.currency_id = foreign
        histories.fees = mine | histories.begin(20)
        for _round in range(3):
            histories.step()
        self.make_job()
        self.collect(100)
        self.make_statement_line(123.45)
        self.make_statement_line(-7)
        self.assertTrue(self.board()["is_foreign"])
        for role in _SEES:
            self.assertGreater(self.check_lists(role), 25, role)
        self.check_rates()
        kinds = {p["key"] for p in self.board()["panels"] if p["count"]}
        wanted = {"owed", "held", "claim", "margin", "fapiao", "unmatched"}
        self.assertLessEqual(wanted, kinds)

    def check_rates(self):
        """What has no rate of its own is converted as core does it, today."""
        own, today = self.company.currency_id, self.company._aftersales_today()
        items = self.env["aftersales.treasury.item"].search(
            [
                ("is_foreign", "=", True),
                ("kind", "in", ("to_invoice", "claim", "margin")),
            ]
        )
        self.assertTrue(items)
        for item in items:
            told = item.origin_currency_id._convert(
                item.origin_amount, own, self.company, today
            )
            self.assertAlmostEqual(item.amount, told, 2)

    def test_owed_is_what_the_jobs_say(self):
        histories = Histories(self.env, seed=8)
        orders = histories.begin(40).order_id
        for _round in range(3):
            histories.step()
        said = sum(order._get_owed().total for order in orders)
        self.assertAlmostEqual(self.panel("owed")["total"], said, 2)

    def test_claims_are_what_the_settlements_say(self):
        histories = Histories(self.env, seed=9)
        histories.begin(40)
        for _round in range(3):
            histories.step()
        self.env.invalidate_all()
        papers = histories.find("draft", "sent", "answered", "settled").sudo()
        said = sum(
            paper.residual if paper.state == "settled" else paper.claimed_amount
            for paper in papers
        )
        self.assertTrue(papers)
        self.assertAlmostEqual(self.panel("claim")["total"], said, 2)

    def test_margin_is_that_of_the_room_of_costs(self):
        self.make_job()
        self.finish_job()
        self.env["aftersales.cost"].with_user(self.accountant).create(
            {"name": "x", "order_id": self.order.id, "amount": 30, "reason": "y"}
        )
        self.env.flush_all()
        rows = self.env["aftersales.margin"].search(
            [("company_id", "=", self.company.id)]
        )
        panel = self.panel("margin")
        self.assertAlmostEqual(panel["total"], sum(rows.mapped("margin")), 2)
        paid = next(row for row in panel["rows"] if row["key"] == "a")
        self.assertEqual(paid["label"], "Paid Service (A)")

    def test_an_invoice_ages_and_is_paid(self):
        self.make_job()
        self.finish_job()
        self.assertEqual(self.cells("owed"), {("to_invoice", "now"): 176})
        invoice = self.invoice()
        day = self.company._aftersales_today() - timedelta(40)
        invoice.line_ids.filtered("date_maturity").date_maturity = day
        invoice.invoice_date_due = day
        self.assertEqual(self.cells("owed"), {("invoiced", "quarter"): 176})
        self.collect(100)
        self.count(self.take_over())
        self.assertEqual(self.cells("owed"), {("invoiced", "quarter"): 76})

    def test_money_in_hand_by_technician_and_age(self):
        self.make_job()
        row = self.collect(100)
        self.collect(50, "wechat")
        self.assertEqual(self.cells("held"), {(self.li.id, "now"): 150})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_collection SET taken_at = taken_at - interval '3 days'"
            " WHERE id = %s",
            [row.id],
        )
        self.assertEqual(
            self.cells("held"), {(self.li.id, "now"): 50, (self.li.id, "week"): 100}
        )
        self.count(self.take_over())
        self.assertEqual(self.cells("held"), {})

    def test_statement_lines_nobody_matched(self):
        self.make_statement_line(300)
        self.make_statement_line(-20)
        self.assertEqual(
            self.cells("unmatched"),
            {("incoming", "now"): 300, ("outgoing", "now"): -20},
        )
        known = self.make_statement_line(55)
        _liquidity, suspense, _other = known._seek_for_lines()
        suspense.account_id = (
            self.company.account_default_pos_receivable_account_id
            or (
                self.env["account.account"].search(
                    [("account_type", "=", "income_other")], limit=1
                )
            )
        )
        self.assertEqual(self.panel("unmatched")["total"], 280)

    def test_a_statement_in_a_foreign_currency_counts_at_its_day(self):
        foreign = self.make_foreign()
        day = self.env.company._aftersales_today() - timedelta(100)
        line = self.make_statement_line(
            30, foreign_currency_id=foreign.id, amount_currency=9, date=day
        )
        self.assertEqual(self.cells("unmatched"), {("incoming", "older"): 30})
        items = self.env["aftersales.treasury.item"]
        item = items.search(self.panel("unmatched")["domain"])
        self.assertEqual(
            (item.origin_amount, item.origin_currency_id, item.is_foreign),
            (9, foreign, True),
        )
        self.assertEqual(item.res_id, line.move_id.id)

    def test_red_lines_by_what_is_wrong(self):
        self.make_job()
        self.finish_job()
        lines = self.env["aftersales.reconcile.line"]
        while lines._refresh():
            pass
        line = lines.search([("order_id", "=", self.order.id)])[:1]
        rule = self.env["aftersales.reconcile.rule"].search([], limit=1)
        lines.search([]).sudo()._in_flow().write({"state": "green"})
        line.sudo()._in_flow().write(
            {"state": "red", "rule_id": rule.id, "fee_amount": 56, "reason_id": False}
        )
        panel = self.panel("red")
        self.assertEqual(panel["total"], 56)
        self.assertEqual([row["label"] for row in panel["rows"]], [rule.name])
        self.assertEqual(self.cells("red"), {(rule.code, "open"): 56})
        self.check_lists()

    def test_months_and_how_far_they_are(self):
        today = self.company._aftersales_today()
        last = today.replace(day=1) - timedelta(1)
        self.assertEqual({m["state"] for m in self.board()["months"]}, {"open"})
        period = self.env["aftersales.period"].with_user(self.accountant)
        period = period.create({"month": last})
        period.sudo()._in_flow().write({"state": "closing"})
        told = [(m["id"], m["state"], m["label"]) for m in self.board()["months"]]
        self.assertEqual(len(told), 7)
        self.assertEqual(told[0], (False, "open", f"{today:%Y-%m}"))
        self.assertEqual(told[1], (period.id, "closing", f"{last:%Y-%m}"))

    def test_fapiaos_are_missed_in_china_until_they_come(self):
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        self.company.account_fiscal_country_id = self.env.ref("base.us")
        self.assertEqual(self.cells("fapiao"), {})
        self.company.account_fiscal_country_id = self.env.ref("base.cn")
        self.assertEqual(self.panel("fapiao")["total"], 176)
        self.company.vat = "91370100000000000X"
        year = invoice.invoice_date.year % 100
        fapiao = self.env["aftersales.fapiao"].with_user(self.accountant).create(
            {
                "number": f"{year}372000000000000001",
                "date": invoice.invoice_date,
                "partner_id": self.customer.id,
                "currency_id": self.company.currency_id.id,
                "net": 100,
                "link_ids": [Command.create({"move_id": invoice.id})],
            }
        )  # fmt: skip
        self.assertEqual(self.panel("fapiao")["total"], 176, "a draft issued nothing")
        fapiao.action_register()
        self.assertEqual(self.panel("fapiao")["total"], 76)
        self.assertEqual(invoice.sudo()._aftersales_get_without_fapiao(), 76)


class TestDoors(TreasuryCommon):
    """Who sees it, of which company, at which cost."""

    def test_nobody_else_asks(self):
        for role in ("technician", "dispatcher", "warehouse"):
            with self.assertRaises(GroupRefused, msg=role):
                self.board(role)
            items = self.env["aftersales.treasury.item"].with_user(self.users[role])
            with self.assertRaises(AccessError, msg=role):
                items.search([])

    def test_another_company_has_figures_of_its_own(self):
        self.make_job()
        self.collect(100)
        other = self.env["res.company"].create({"name": "乙公司"})
        self.accountant.company_ids |= other
        self.assertEqual(self.panel("held")["total"], 100)
        told = self.board(company=other)
        self.assertEqual(told["company"], "乙公司")
        self.assertFalse(any(panel["count"] for panel in told["panels"]))
        items = self.env["aftersales.treasury.item"].with_user(self.director)
        mine = items.search([])
        self.assertEqual(mine.company_id, self.company)

    def test_a_row_opens_its_document(self):
        self.make_job()
        row = self.collect(100)
        item = self.env["aftersales.treasury.item"].search(self.panel("held")["domain"])
        action = item.with_user(self.accountant).action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (row._name, row.id))
        self.make_statement_line(5)
        item = item.search(self.panel("unmatched")["domain"])
        for user in (self.accountant, self.inspector):
            action = item.with_user(user).action_open()
            self.assertEqual(action["tag"], "aftersales_service.matching_desk")

    def test_who_may_not_read_an_invoice_sees_its_job(self):
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        item = self.env["aftersales.treasury.item"].search(self.panel("owed")["domain"])
        action = item.with_user(self.accountant).action_open()
        self.assertEqual(action["res_id"], invoice.id)
        action = item.with_user(self.inspector).action_open()
        self.assertEqual(action["res_model"], "aftersales.order")

    def count_queries(self):
        self.board()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        board = self.env["aftersales.treasury"].with_user(self.accountant)
        told = board.get_treasury()
        return self.env.cr.sql_log_count - before, sum(
            p["count"] for p in told["panels"]
        )

    def test_ten_times_as_much_costs_no_query_more(self):
        histories = Histories(self.env, seed=3)
        histories.begin(5)
        histories.step()
        self.make_job()
        self.collect(10)
        few, rows = self.count_queries()
        histories.begin(60)
        histories.step()
        for n in range(10):
            self.make_statement_line(10 + n)
        self.make_job()
        self.collect(10)
        many, more = self.count_queries()
        self.assertGreater(more, 8 * rows)
        self.assertLessEqual(many, few)
        self.assertLess(many, 20)
