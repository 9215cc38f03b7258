from .common import MatchingCommon


class TestOpenItems(MatchingCommon):
    """What is open, by kind, from the residual amounts of the ledger."""

    def read(self):
        items = self.env["aftersales.open.item"]._read_open(self.company)
        return {item.ref: item for item in items}

    def test_kinds_and_amounts(self):
        supplier = self.env["res.partner"].create({"name": "示例轴承有限公司"})
        moves = {
            "invoice": self.bill(300),
            "debit": self.bill(80, supplier, "in_refund"),
        }
        owed = self.bill(55, supplier, "in_invoice")
        back = self.bill(20, None, "out_refund")
        found = self.read()
        for kind, move in moves.items():
            item = found["account.move.line", self.due(move).id]
            self.assertEqual((item.kind, item.number), (kind, move.name))
            self.assertEqual(item.amount, round(move.amount_residual * 100))
        for move, fen in ((owed, -5500), (back, -2000)):
            item = found["account.move.line", self.due(move).id]
            self.assertEqual(item.amount, fen)

    def test_receipts_before_and_after_the_hand_in(self):
        self.make_job()
        receipt = self.collect(100, "wechat")
        self.collect(30, "cash")
        found = [item for item in self.read().values() if item.kind == "receipt"]
        self.assertEqual(
            [(i.ref, i.amount, i.number, i.method) for i in found],
            [(("aftersales.collection", receipt.id), 10000, receipt.name, "wechat")],
        )
        self.count(self.take_over())
        found = [item for item in self.read().values() if item.kind == "receipt"]
        self.assertEqual(
            [(i.model, i.amount, i.number, i.method) for i in found],
            [("account.move.line", 10000, receipt.name, "wechat")],
        )

    def test_sums_are_those_of_the_ledger(self):
        invoices = [self.bill(amount) for amount in (300, 450.55)]
        line = self.make_line(200, "谁")
        self.desk.choose(line.id, [self.pick(self.due(invoices[0]), 200)])
        self.desk.confirm([line.id])
        ledger = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("account_type", "in", ("asset_receivable", "liability_payable")),
                ("parent_state", "=", "posted"),
                ("move_id.move_type", "!=", "entry"),
            ]
        )
        told = [
            item.amount
            for item in self.read().values()
            if item.kind in ("invoice", "debit", "settlement")
        ]
        self.assertEqual(sum(told), round(sum(ledger.mapped("amount_residual")) * 100))

    def test_one_query_for_each_kind(self):
        self.env.flush_all()
        self.read()
        with self.assertQueryCount(6):
            self.read()
        for step in range(5):
            self.bill(100 + step)
        self.env.flush_all()
        with self.assertQueryCount(6):
            self.read()

    def test_another_company_sees_none_of_it(self):
        self.bill(300)
        other = self.env["res.company"].create({"name": "乙公司"})
        self.assertEqual(self.env["aftersales.open.item"]._read_open(other), [])
