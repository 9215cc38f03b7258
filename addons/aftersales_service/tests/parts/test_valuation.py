from ..common import AfterSalesCommon


class TestValuation(AfterSalesCommon):
    """What a used part does to stock value and accounts, by cost method and valuation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"]
        make = lambda code, name, kind: account.create(  # noqa: E731
            {"code": code, "name": name, "account_type": kind}
        )
        cls.stock_account = make("AS1405", "库存商品", "asset_current")
        cls.expense_account = make("AS6401", "主营业务成本", "expense_direct_cost")
        cls.income_account = make("AS6001", "主营业务收入", "income")
        cls.warranty_account = make("AS6601", "保修费用", "expense")
        cls.variation_account = make("AS1406", "存货变动", "expense_direct_cost")
        cls.company.aftersales_warranty_location_id.valuation_account_id = (
            cls.warranty_account
        )
        cls.journal = cls.env["account.journal"].create(
            {"name": "存货估值", "code": "ASSTJ", "type": "general"}
        )
        cls.company.account_stock_journal_id = cls.journal

    def make_valued_part(self, method, valuation):
        self.stock_account.account_stock_expense_id = self.expense_account
        self.stock_account.account_stock_variation_id = self.variation_account
        category = self.env["product.category"].create(
            {
                "name": f"{method} {valuation}",
                "property_cost_method": method,
                "property_valuation": valuation,
                "property_stock_valuation_account_id": self.stock_account.id,
                "property_account_expense_categ_id": self.expense_account.id,
                "property_account_income_categ_id": self.income_account.id,
                "property_stock_journal": self.journal.id,
            }
        )
        return self.make_part(f"{method} {valuation}", 28, 10, categ_id=category.id)

    def receive(self, part, quantity, price):
        move = self.env["stock.move"].create(
            {
                "product_id": part.id,
                "product_uom_qty": quantity,
                "product_uom": part.uom_id.id,
                "price_unit": price,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "picking_id": self.env["stock.picking"]
                .create(
                    {
                        "picking_type_id": self.warehouse.in_type_id.id,
                        "location_id": self.env.ref(
                            "stock.stock_location_suppliers"
                        ).id,
                        "location_dest_id": self.warehouse.lot_stock_id.id,
                    }
                )
                .id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        if part.cost_method != "standard":
            move.value_manual = quantity * price
        return move

    def use(self, part, service_type):
        """Issue 2, use 1 (the customer pays for type a), return 1; the use move."""
        order = self.make_order(service_type=service_type)
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit, (part, 2))
        if service_type == "a":
            order.action_create_quotation()
            order.sudo().sale_order_ids.action_confirm()
        value = part.total_value
        self.issue(requisition)
        part.invalidate_recordset()
        self.assertEqual(part.total_value, value, "issuing to a van is no cost")
        self.go_to_work(visit)
        self.finish(visit, used={requisition.line_ids: 1})
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        moves = requisition.line_ids.sudo().move_ids
        steps = {move.aftersales_step: move for move in moves}
        for step in ("issue", "return"):
            self.assertFalse(steps[step].account_move_id)
            self.assertEqual(steps[step].value, 0)
        self.sale = order.sudo().sale_order_ids
        return steps["use"]

    def entries(self, move):
        return {
            line.account_id: (round(line.debit, 2), round(line.credit, 2))
            for line in move.line_ids
        }

    def check(self, method, valuation, cost):
        part = self.make_valued_part(method, valuation)
        self.receive(part, 5, 10)
        self.receive(part, 5, 20)
        with self.subTest(method=method, valuation=valuation, payer="warranty"):
            value = part.total_value
            move = self.use(part, "c")
            part.invalidate_recordset()
            self.assertAlmostEqual(move.value, cost, 2)
            self.assertAlmostEqual(value - part.total_value, cost, 2)
            self.check_warranty_entry(move, valuation, cost)
        with self.subTest(method=method, valuation=valuation, payer="customer"):
            move = self.use(part, "a")
            self.assertAlmostEqual(move.value, cost, 2)
            self.assertEqual(move.sale_line_id.qty_delivered, 1)
            self.assertFalse(move.account_move_id)
            self.check_invoice(part, valuation, cost)

    def check_warranty_entry(self, move, valuation, cost):
        if valuation == "periodic":
            self.assertFalse(move.account_move_id)
            return
        self.assertEqual(
            self.entries(move.account_move_id),
            {self.warranty_account: (cost, 0), self.stock_account: (0, cost)},
        )

    def check_invoice(self, part, valuation, cost):
        invoice = self.sale._create_invoices()
        invoice.action_post()
        lines = invoice.line_ids.filtered(lambda line: line.product_id == part)
        found = {
            line.account_id: (round(line.debit, 2), round(line.credit, 2))
            for line in lines
        }
        expected = {self.income_account: (0, 28)}
        if valuation == "real_time":
            expected |= {self.stock_account: (0, cost), self.expense_account: (cost, 0)}
        self.assertEqual(found, expected)

    def test_standard_periodic(self):
        self.check("standard", "periodic", 10)

    def test_standard_real_time(self):
        self.check("standard", "real_time", 10)

    def test_average_periodic(self):
        self.check("average", "periodic", 15)

    def test_average_real_time(self):
        self.check("average", "real_time", 15)

    def test_fifo_periodic(self):
        self.check("fifo", "periodic", 10)

    def test_fifo_real_time(self):
        self.check("fifo", "real_time", 10)
