from datetime import timedelta

from lxml.html import fromstring

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..counter.test_counter import CounterCommon


class ShelfCommon(CounterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelves = cls.make_shelves("B-02", "A-03")

    @classmethod
    def make_shelves(cls, *names):
        stock = cls.warehouse.lot_stock_id
        vals = [{"name": name, "location_id": stock.id} for name in names]
        return cls.env["stock.location"].create(vals)

    def put_on(self, shelf, product, quantity, lot=None):
        quants = self.env["stock.quant"]
        quants._update_available_quantity(product, shelf, quantity, lot_id=lot)


class TestShelf(ShelfCommon):
    def test_each_line_says_where_it_lies_in_the_order_of_the_way(self):
        belt = self.make_part("皮带", 9, 3)
        for shelf, quantity in zip(self.shelves, (2, 1), strict=True):
            self.put_on(shelf, belt, quantity)
        requisition = self.make_requisition(self.visit, (belt, 3), (self.part, 1))
        rows = self.counter.get_board(requisition.id)["lines"]
        told = [(s["place"], s["quantity"]) for s in rows[0]["shelves"]]
        self.assertEqual(told, [("A-03", 1), ("B-02", 2)])
        self.assertEqual([s["place"] for s in rows[1]["shelves"]], [""])

    def test_what_is_short_lies_nowhere(self):
        rare = self.make_part("控制器", 9, 3)
        requisition = self.make_requisition(self.visit, (rare, 1))
        self.assertFalse(self.counter.get_board(requisition.id)["lines"][0]["shelves"])

    def test_lot_and_expiry_where_core_keeps_it(self):
        shelf = self.requisition.line_ids[0]._get_shelves()
        lots = [row["lot"] for row in shelf[self.requisition.line_ids[0].id]]
        self.assertEqual(lots, ["B-1", "B-2"])
        lot = self.lots[0]
        if "expiration_date" not in lot._fields:
            self.assertIsNone(lot._aftersales_get_expiry())
            return
        lot.expiration_date = fields.Datetime.now() - timedelta(days=3)
        row = self.counter.get_board(self.requisition.id)["lines"][0]["shelves"][0]
        self.assertTrue(row["expired"])


@tagged("post_install", "-at_install")
class TestShelfPaper(ShelfCommon, HttpCase):
    def test_requisition_says_the_shelf_before_and_after_the_issue(self):
        belt = self.make_part("皮带", 9, 3)
        self.put_on(self.shelves[1], belt, 2)
        requisition = self.make_requisition(self.visit, (belt, 2), (self.board, 1))
        self.assertIn("A-03", self.render(requisition))
        self.issue(requisition)
        text = self.render(requisition)
        self.assertIn("A-03", text)
        self.assertIn("B-3", text)
        self.assertNotIn("A-03", self.render(requisition.browse()))

    def render(self, requisition):
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        name = "aftersales_service.report_requisition"
        content, _kind = report._render_qweb_html(name, requisition.ids)
        return fromstring(content).text_content()
