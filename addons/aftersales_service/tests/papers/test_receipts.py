from lxml import etree

from odoo.tools.safe_eval import safe_eval

from ..common import SIGNATURE
from ..fees.common import CashCommon


class TestReceipts(CashCommon):
    """The receipts that agents owe us are a list, until each came in (O-38, F-49)."""

    def find(self):
        view = self.env["aftersales.order"].get_view(view_type="search")
        tree = etree.fromstring(view["arch"])
        domain = tree.xpath("//filter[@name='owed_receipt']/@domain")[0]
        return self.env["aftersales.order"].search(safe_eval(domain))

    def test_from_the_work_until_the_scan(self):
        self.make_policy(invoicing_party="agent")
        self.make_job()
        self.assertNotIn(self.order, self.find())
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.assertIn(self.order, self.find())
        paper = self.env["aftersales.closing.paper"].create(
            {"order_id": self.order.id, "kind": "receipt", "scan": SIGNATURE}
        )
        self.assertTrue(paper.create_date)
        self.assertNotIn(self.order, self.find())

    def test_what_was_signed_here_is_owed_by_nobody(self):
        self.make_policy(invoicing_party="agent")
        self.make_job()
        self.finish_job()
        self.assertNotIn(self.order, self.find())

    def test_where_we_invoice_nobody_owes_one(self):
        self.make_policy(invoicing_party="accountant")
        self.make_job()
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.assertNotIn(self.order, self.find())
