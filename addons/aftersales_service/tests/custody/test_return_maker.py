from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from ..returns.common import ReturnsCommon


class TestMaker(ReturnsCommon):
    """送厂返修: what goes to its maker stays the customer's, comes back and is given back (R-50)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.maker = cls.env["res.partner"].create({"name": "原厂", "is_company": True})
        cls.suppliers_place = cls.env.ref("stock.stock_location_suppliers")
        cls.loaner = cls.make_device("BY1", partner_id=cls.company.partner_id.id)
        cls.loaner.is_loaner = True

    def setUp(self):
        super().setUp()
        line = {"device_id": self.device.id, "serial": "SN1"}
        self.record = self.receive(self.make_return(lines=[line]))
        self.custody = self.record.custody_ids

    def send(self, action="supplier", **vals):
        return self.decide(
            self.record.line_ids, action, supplier_id=self.maker.id, **vals
        )

    def test_stays_in_our_care_with_its_receipt(self):
        disposition = self.send(date_back="2030-05-01")
        self.assertEqual(
            (disposition.state, self.custody.state), ("decided", "at_maker")
        )
        self.assertEqual(self.custody.receipt_state, "open")
        self.assertEqual(str(self.custody.date_promised), "2030-05-01")
        self.assertEqual(self.custody.kept_quantity, 0)
        self.assertEqual(
            self.quantity_at(self.suppliers_place, self.machine, self.customer), 1
        )
        self.assertIn("原厂", disposition.waiting_for)
        with self.assertRaises(MoveRefused):
            self.record.action_close()

    def test_comes_back_and_goes_to_the_customer(self):
        disposition = self.send()
        with self.assertRaises(ProofMissing):
            self.custody.action_back_from_maker(" ")
        wizard = self.env["aftersales.custody.maker"].with_user(self.keeper)
        wizard.create(
            {"custody_id": self.custody.id, "note": "更换定子"}
        ).action_confirm()
        self.assertEqual(self.custody.state, "waiting")
        self.assertIn("更换定子", self.custody.work_done)
        self.assertEqual(self.quantity_at(self.custody_place, self.machine), 1)
        self.give_back(self.custody)
        self.assertEqual((disposition.state, self.record.state), ("done", "sent_back"))
        self.assertFalse(self.quantity_at(self.custody_place, self.machine))
        self.record.action_close()

    def test_the_maker_sends_another_machine(self):
        self.send()
        self.custody.with_user(self.keeper).action_back_from_maker("换新", "SN7")
        line = self.record.line_ids
        self.assertEqual((line.serial, line.lot_id.name), ("SN7", "SN7"))
        self.assertEqual(line.device_id.serial, "SN7")
        self.assertFalse(self.device.active)
        self.give_back(self.custody)
        self.assertEqual(line.device_id.partner_id, self.customer)

    def test_nothing_is_given_back_or_ready_while_it_is_away(self):
        disposition = self.send()
        for step in ("action_ready", "action_inspect"):
            with self.assertRaises(MoveRefused):
                getattr(self.custody.with_user(self.director), step)()
        with self.assertRaises(MoveRefused):
            disposition.action_cancel()
        self.custody.action_back_from_maker("无法修复")
        disposition.action_cancel()
        self.decide(self.record.line_ids, "scrap")
        self.assertEqual(self.custody.state, "left")

    def test_not_back_twice(self):
        self.send()
        self.custody.action_back_from_maker("已修")
        with self.assertRaises(MoveRefused):
            self.custody.action_back_from_maker("已修")

    def test_some_at_the_maker_some_here(self):
        pump = self.make_goods("none", "standard")
        record = self.receive(
            self.make_return(lines=[{"product_id": pump.id, "quantity": 5}])
        )
        custody, line = record.custody_ids, record.line_ids
        self.decide(line, "supplier", quantity=2, supplier_id=self.maker.id)
        self.assertEqual(
            (custody.kept_quantity, custody.maker_quantity, custody.state),
            (3, 2, "in_repair"),
        )
        self.decide(line, "back", quantity=3)
        self.assertEqual(custody.state, "in_repair")
        custody.action_back_from_maker("已修")
        self.give_back(custody)
        self.assertEqual(self.quantity_at(self.custody_place, pump), 0)
        self.assertEqual(record.state, "sent_back")

    def test_factory_repair_with_a_substitute(self):
        with self.assertRaises(ProofMissing):
            self.send("factory")
        disposition = self.send(
            "factory", loaner_id=self.loaner.id, date_back="2030-05-01"
        )
        loan = disposition.loan_id
        self.assertEqual((loan.device_id, loan.state), (self.loaner, "booked"))
        self.assertEqual(
            (loan.return_id, loan.partner_id), (self.record, self.customer)
        )
        # the end of the day in China
        self.assertEqual(str(loan.stop), "2030-05-01 15:59:59")
        self.assertEqual(self.custody.state, "at_maker")
        self.custody.action_back_from_maker("已修")
        self.assertEqual(loan.state, "cancelled")  # it was never fetched

    def test_what_left_for_good_before_is_not_expected_back(self):
        disposition = self.send()
        self.custody._leave()
        disposition._move_to("done")
        self.assertEqual(self.record.line_ids._get_kept_quantity(), 0)
        self.assertEqual(self.record.line_ids._get_away_quantity(), 1)
        self.assertEqual(self.record.state, "decided")
