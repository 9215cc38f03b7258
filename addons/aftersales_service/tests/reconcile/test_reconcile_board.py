import io
from base64 import b64decode
from datetime import timedelta
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, ProofMissing
from .common import ReconcileCommon


class TestReconcileBoard(ReconcileCommon):
    """What the board asks the server."""

    def load(self, user=None, **filters):
        return self.board(user).get_page(filters)

    def test_a_red_cell_has_a_sentence_a_document_and_a_person(self):
        red = self.make_line()
        found = self.load(order_id=red.order_id.id)["lines"]
        self.assertEqual([line["id"] for line in found], red.ids)
        [why] = found[0]["why"]
        self.assertIn("113.00", why["text"])
        self.assertEqual(why["cell"], "quote")
        self.assertTrue(why["who"])
        self.assertEqual(found[0]["cells"]["quote"]["colour"], "red")
        action = self.board().open_cell(red.id, "fee")
        self.assertEqual(action["res_id"], red.share_id.id)

    def test_every_cell_opens_something(self):
        red = self.make_line()
        self.bill()
        for cell in (*self.load()["cells"], "order", "nonsense"):
            self.assertTrue(self.board().open_cell(red.id, cell)["res_model"], cell)

    def test_filters(self):
        red, amber = self.make_line(), self.make_line(days=1)
        month = f"{red.month:%Y-%m}"
        mine = [red.id, amber.id]
        for filters, wanted in (
            ({"keeps_open": True}, {red.id}),
            ({"keeps_open": True, "month": month}, {red.id}),
            ({"keeps_open": True, "month": "2020-01"}, set()),
            ({"month": month}, set(mine)),
            ({"state": "amber"}, {amber.id}),
            ({"payer": "supplier"}, set()),
            ({"text": red.order_id.name}, {red.id}),
            ({"rule_id": red.rule_id.id}, {red.id}),
            ({"month": "nonsense"}, set(mine)),
        ):
            found = {line["id"] for line in self.load(**filters)["lines"]}
            self.assertEqual(found & set(mine), wanted, filters)

    def test_a_group_opens_its_own_rows(self):
        """Also the group of those that have no such thing, and one month alone."""
        red = self.make_line()
        self.env["aftersales.reconcile.line"].search([])._in_flow().write(
            {"technician_id": False}
        )
        [group] = self.board().get_groups("technician_id", {})
        self.assertEqual(group["id"], "none")
        found = self.load(technician_id=group["id"], order_id=red.order_id.id)["lines"]
        self.assertEqual([line["id"] for line in found], red.ids)
        later = f"{red.month + timedelta(days=40):%Y-%m}"
        mine = {"keeps_open": True, "order_id": red.order_id.id, "month": later}
        self.assertTrue(self.load(**mine)["lines"])
        self.assertFalse(self.load(only_month=True, **mine)["lines"])

    def test_a_name_that_very_many_bear(self):
        red = self.make_line()
        for few in (500, 0):
            with patch(
                "odoo.addons.aftersales_service.models.reconcile.board._FEW", few
            ):
                for text in (red.order_id.name, self.customer.name[:3]):
                    found = self.load(text=text)["lines"]
                    self.assertIn(red.id, [line["id"] for line in found], few)
                self.assertFalse(self.load(text="there is no such job")["lines"])

    def test_totals_and_groups_read_the_whole_choice(self):
        red = self.make_line()
        chosen = {"order_id": red.order_id.id}
        totals = self.board().get_totals(chosen)
        self.assertEqual((totals["count"], totals["states"]["red"]), (1, 1))
        self.assertIn("113.00", totals["sums"][0]["open"])
        for name in (
            "order_id",
            "technician_id",
            "partner_id",
            "month",
            "rule_id",
            "state",
        ):
            [group] = self.board().get_groups(name, chosen)
            self.assertEqual((group["count"], group["red"]), (1, True), name)

    def test_a_page_costs_the_same_whatever_stands_on_it(self):
        counts = []
        for more in (1, 12):
            for _number in range(more):
                self.make_line()
            self.count_all()
            self.load()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.load()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreaterEqual(len(page["lines"]), 13)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_the_workbook(self):
        red = self.make_line()
        action = self.board().export({"order_id": red.order_id.id})
        window = self.env["aftersales.reconcile.workbook"].search(
            [], limit=1, order="id desc"
        )
        self.assertIn(str(window.id), action["url"])
        sheet = openpyxl.load_workbook(io.BytesIO(b64decode(window.workbook))).active
        rows = list(sheet.values)
        self.assertEqual(len(rows), 2)
        self.assertIn(113, rows[1])
        with self.assertRaises(ProofMissing):
            self.board().export({"text": "there is no such job"})

    def test_who_may_look(self):
        red = self.make_line()
        for user in (self.accountant, self.director, self.users["auditor"]):
            self.assertTrue(self.load(user, order_id=red.order_id.id)["lines"])
        for role in ("technician", "dispatcher", "warehouse"):
            for call in (
                self.board(self.users[role]).get_page,
                self.board(self.users[role]).get_totals,
                self.board(self.users[role]).get_choices,
                self.board(self.users[role]).export,
            ):
                with self.assertRaises(GroupRefused):
                    call()

    def test_another_company_finds_nothing(self):
        red = self.make_line()
        other = self.env["res.company"].create({"name": "外地公司"})
        stranger = self.make_user(
            "finance", "b-finance", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        board = self.board(stranger).with_company(other)
        self.assertFalse(board.get_page({})["lines"])
        with self.assertRaises(AccessError):
            board.open_cell(red.id, "fee")
        with self.assertRaises(AccessError):
            board.give_reason(red.ids, self.reason.id, "试")
