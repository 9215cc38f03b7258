from ...exceptions import UnknownCode
from .common import ParcelCommon


class TestParcelCounter(ParcelCommon):
    """发料台: a parcel that comes is opened by its number, its waybill or its slip."""

    def setUp(self):
        super().setUp()
        self.issue(self.ask((self.part, 3)))
        self.parcel = self.send_back(tracking_ref="SF1040000000001")
        self.parcel.action_send()

    def scan(self, code):
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        return counter.scan(code)

    def test_what_a_courier_has_waits_for_nobody_here(self):
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        asked = self.ask((self.part, 5))
        parcel = self.pack(asked)
        parcel.line_ids.quantity = 2
        parcel.action_send()
        self.assertIn(asked.id, [row["id"] for row in counter.get_queue()])
        line = counter.get_board(asked.id)["lines"][0]
        self.assertEqual((line["open"], line["road"]), (3, 2))
        self.send(asked)
        self.assertNotIn(asked.id, [row["id"] for row in counter.get_queue()])
        self.receive(parcel, (1, 0, 1))
        self.assertIn(asked.id, [row["id"] for row in counter.get_queue()])

    def test_each_of_its_codes(self):
        link = f"https://example.com/odoo/aftersales.parcel/{self.parcel.id}"
        for code in (self.parcel.name, "SF1040000000001", link):
            answer = self.scan(code)
            self.assertEqual(answer["kind"], "parcel", code)
            self.assertEqual(answer["action"]["res_id"], self.parcel.id)
            self.assertIn(self.li.name, answer["detail"])

    def test_the_one_on_the_road_comes_first(self):
        carrier = self.carrier.copy({"name": "另一家快递"})
        self.receive(self.parcel, (3, 0, 0), user=self.keeper)
        again = self.send(
            self.ask((self.part, 1)),
            tracking_ref="SF1040000000001",
            courier_id=carrier.id,
        )
        self.assertEqual(self.scan("SF1040000000001")["action"]["res_id"], again.id)

    def test_unknown_stays_unknown(self):
        for code in ("SF999", "https://example.com/odoo/aftersales.parcel/999999"):
            self.assert_unknown(code)

    def test_not_where_it_is_switched_off(self):
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.assert_unknown("SF1040000000001")

    def test_not_of_another_company(self):
        self.env.cr.execute(
            "UPDATE aftersales_parcel SET company_id = %s WHERE id = %s",
            [self.env["res.company"].create({"name": "乙公司"}).id, self.parcel.id],
        )
        self.env.invalidate_all()
        self.assert_unknown("SF1040000000001")

    def assert_unknown(self, code):
        with self.assertRaises(UnknownCode, msg=code):
            self.scan(code)
