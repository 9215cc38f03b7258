from ..inspection.test_return_inspection import InspectionCase


class TestResponsiblePays(InspectionCase):
    """Who the parties find responsible pays the fees of the job (R-43)."""

    def setUp(self):
        super().setUp()
        self.fees = self.env["aftersales.fee"].create(
            [
                {"order_id": self.job.id, "kind": kind, "product_id": product.id}
                | {"name": product.name, "quantity": 2}
                for kind, product in (("labour", self.labour), ("part", self.part))
            ]
        )

    def paid(self):
        """{payer: amount} over the fees of the job."""
        found = {}
        for share in self.fees.share_ids:
            found[share.payer] = found.get(share.payer, 0) + share.amount
        return found

    def total(self):
        return sum(self.fees.mapped("amount"))

    def test_each_responsible_party(self):
        self.assertEqual(set(self.paid()), {"company"})
        self.conclude(responsibility="supplier", cost_amount=self.total())
        self.assertEqual(self.paid(), {"supplier": self.total()})

    def test_user(self):
        self.conclude(responsibility="user")
        self.assertEqual(self.paid(), {"customer": self.total()})

    def test_carrier(self):
        self.conclude(responsibility="carrier")
        self.assertEqual(self.paid(), {"carrier": self.total()})

    def test_undetermined_stays_with_us(self):
        self.conclude(responsibility="unknown")
        self.assertEqual(self.paid(), {"company": self.total()})

    def test_what_comes_later_follows_too(self):
        self.conclude(responsibility="agent")
        self.fees |= self.env["aftersales.fee"].create(
            {"order_id": self.job.id, "kind": "labour", "product_id": self.labour.id}
            | {"name": "补焊", "quantity": 1}
        )
        self.assertEqual(self.paid(), {"agent": self.total()})

    def test_agreed_fees_stand(self):
        self.fees._in_flow().write({"is_agreed": True})
        self.conclude(responsibility="supplier")
        self.assertEqual(self.paid(), {"company": self.total()})
