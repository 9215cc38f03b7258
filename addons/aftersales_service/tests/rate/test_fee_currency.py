from .common import RateCommon


class TestFeeCurrency(RateCommon):
    """A fee card is in the currency of the company; a foreign price list converts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env.ref("base.USD")
        cls.usd.active = True
        cls.usd.rate_ids.unlink()
        cls.rate = cls.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": cls.usd.id,
                "inverse_company_rate": 8.0,
            }
        )

    def make_dollar(self):
        self.company.aftersales_pricelist_id.currency_id = self.usd

    def make_worked(self):
        self.make_card(
            {"kind": "labour", "basis": "hour", "price": 80},
            {"kind": "other", "basis": "parts", "price": 10, "name": "管理费"},
        )
        visit = self.make_visit_at("2026-03-02 09:00", hours=2)
        self.work(visit, "2026-03-02 09:00", "2026-03-02 11:00")
        return visit

    def test_an_hour_of_the_card_is_converted(self):
        self.make_dollar()
        fee = self.make_worked().sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual(fee.currency_id, self.usd)
        self.assertEqual((fee.price_unit, fee.amount), (10, 20))

    def test_in_the_own_currency_nothing_changes(self):
        fee = self.make_worked().sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual(fee.currency_id, self.company.currency_id)
        self.assertEqual((fee.price_unit, fee.amount), (80, 160))

    def test_counting_again_takes_the_rate_of_the_call(self):
        self.make_dollar()
        visit = self.make_worked()
        self.rate.copy({"name": "2026-03-03", "inverse_company_rate": 4.0})
        visit._derive_fees()
        fee = visit.sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual(fee.amount, 20)

    def test_a_rate_that_is_chosen_is_converted(self):
        version = self.make_card(
            {"kind": "other", "basis": "item", "price": 40, "name": "拆装费"}
        )
        self.make_dollar()
        order = self.make_order(self.make_device(), service_type="a")
        fee = (
            self.env["aftersales.fee"]
            .with_user(self.dispatcher)
            .create(
                {
                    "name": "拆装费",
                    "order_id": order.id,
                    "kind": "other",
                    "rate_id": version.rate_ids.id,
                    "product_id": self.travel.id,
                }
            )
        )
        self.assertEqual((fee.price_unit, fee.currency_id), (5, self.usd))

    def test_a_quotation_is_in_the_currency_of_its_fees(self):
        order = self.make_order(self.make_device(), service_type="a")
        vals = {
            "name": "检测费",
            "order_id": order.id,
            "product_id": self.labour.id,
            "price_unit": 120,
        }
        fees = self.env["aftersales.fee"]
        first = fees.create(vals)
        self.make_dollar()
        second = fees.create(vals | {"price_unit": 15})
        order.action_create_quotation()
        for fee, currency in ((first, self.company.currency_id), (second, self.usd)):
            line = fee.sudo().share_ids.sale_line_id
            self.assertEqual(line.currency_id, currency)
            self.assertEqual(line.price_subtotal, fee.amount)
