from ..courier.common import ParcelCommon


class TestParcelCosts(ParcelCommon):
    """What a courier costs us is a cost of the jobs for which he carried."""

    def costs(self, order, kind):
        return order.sudo().cost_ids.filtered(lambda c: c.kind == kind)

    def two(self):
        other = self.make_visit(self.make_order(self.make_device("S7")))
        return self.ask((self.part, 2)) | self.ask((self.part, 1), visit=other)

    def test_freight_is_shared_out(self):
        asked = self.two()
        parcel = self.send(asked, cost=25.01)
        rows = self.costs(asked.order_id, "freight")
        self.assertEqual(sorted(rows.mapped("amount")), [12.5, 12.51])
        self.assertEqual(rows.parcel_id, parcel)
        self.assertEqual(rows.partner_id, self.carrier)
        self.assertEqual(asked[0].order_id.sudo().cost_total, rows[0].amount)

    def test_known_when_the_bill_comes(self):
        asked = self.two()
        parcel = self.send(asked)
        self.assertFalse(self.costs(asked.order_id, "freight"))
        parcel.cost = 30
        parcel.cost = 20
        for order in asked.order_id:
            rows = self.costs(order, "freight")
            self.assertEqual(sum(rows.mapped("amount")), 10)
        parcel.cost = 0
        rows = self.costs(asked.order_id, "freight")
        self.assertEqual(sum(rows.mapped("amount")), 0)

    def test_what_the_customer_pays_costs_us_first(self):
        self.company.aftersales_freight_product_id = self.labour
        asked = self.ask((self.part, 1))
        self.send(asked, cost=25, freight_payer="charged")
        self.assertEqual(self.costs(asked.order_id, "freight").amount, 25)

    def test_what_the_receiver_pays(self):
        asked = self.ask((self.part, 1))
        parcel = self.send(asked, cost=25, freight_payer="collect")
        self.assertFalse(self.costs(asked.order_id, "freight"))
        parcel.with_user(self.technician).action_receive_all()
        self.send_back(cost=18, freight_payer="collect").action_send()
        self.assertEqual(self.costs(asked.order_id, "freight").amount, 18)

    def test_not_before_it_is_sent(self):
        asked = self.ask((self.part, 1))
        parcel = self.pack(asked, cost=25)
        parcel.cost = 26
        self.assertFalse(self.costs(asked.order_id, "freight"))
        parcel.action_cancel()
        self.assertFalse(self.costs(asked.order_id, "freight"))

    def test_what_was_lost(self):
        """It costs us what it was worth; where the carrier answers, his fee stands beside."""
        for fate, income in (("borne", 0), ("claimed", 33)):
            asked = self.ask((self.part, 5))
            before = sum(self.costs(asked.order_id, "part").mapped("amount"))
            parcel = self.send(asked)
            self.receive(parcel, (2, 3, 0))
            parcel.line_ids.write({"fate": fate, "fate_reason": "查过"})
            parcel.action_settle()
            cost = sum(self.costs(asked.order_id, "part").mapped("amount")) - before
            self.assertEqual(cost, 33, fate)
            shares = asked.order_id.sudo().fee_ids.share_ids
            claimed = shares.filtered(lambda s: s.payer == "carrier")
            self.assertEqual(sum(claimed.mapped("amount")), income, fate)

    def test_what_is_not_ours_costs_nothing(self):
        asked = self.ask((self.part, 1))
        parcel = self.send(asked)
        parcel.action_came_back()
        self.assertFalse(self.costs(asked.order_id, "part"))
