from ..returns.common import ReturnsCommon


class TestReturnWaits(ReturnsCommon):
    """Whose time it is while goods travel or are at their maker (C7)."""

    def setUp(self):
        super().setUp()
        self.motor = self.make_goods("none", "standard")
        self.order = self.make_order(service_type="c")

    def announce(self, **vals):
        lines = [{"product_id": self.motor.id, "quantity": 1}]
        return self.make_return(lines=lines, order_id=self.order.id, **vals)

    def owners(self, record):
        record.invalidate_recordset()
        return record.sudo().time_entry_ids.sorted("moment").mapped("owner")

    def test_announced_goods_are_the_customer_s_until_a_parcel_travels(self):
        record = self.announce()
        self.assertEqual(self.owners(record), ["customer"])
        record.write({"carrier": "顺丰", "tracking_ref": "SF1"})
        self.assertEqual(self.owners(record), ["customer", "carrier"])
        self.receive(record)
        self.assertEqual(self.owners(record), ["customer", "carrier", "us"])

    def test_at_the_maker_return_and_job_wait_for_him(self):
        record = self.receive(self.announce(carrier="顺丰", tracking_ref="SF2"))
        self.decide(record.line_ids, "supplier", supplier_id=self.stranger.id)
        self.assertEqual(self.owners(record), ["carrier", "us", "maker"])
        self.assertEqual(self.owners(self.order), ["maker"])
        record.custody_ids.action_back_from_maker("已更换绕组")
        self.assertEqual(self.owners(record)[-1], "us")
        self.assertEqual(self.owners(self.order), ["maker", "us"])

    def test_a_return_that_is_called_off_waits_no_longer(self):
        record = self.announce()
        record.action_cancel()
        self.assertEqual(len(self.owners(record)), 1)
