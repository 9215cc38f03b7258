from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing
from ..returns.common import ReturnsCommon


class TestSalesReturns(ReturnsCommon):
    """Goods go back on a salesperson's report once the supervisor agreed (O-54); how the
    job was solved is noted as they come (S-42)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("manager", login="as_boss")
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env["aftersales.role"]
                ._get_by_code("sales_supervisor")
                .id,
                "user_id": cls.boss.id,
            }
        )

    def goods(self, **vals):
        line = {"product_id": self.machine.id, "serial": "T-外1"}
        return self.make_return(lines=[line], **vals)

    def agree(self, document):
        asked = document._get_open_approvals("sales_report").with_user(self.boss)
        asked.sudo(False).action_agree()

    def test_return_without_job_waits_for_the_supervisor(self):
        record = self.goods(source="sales")
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.receive(record)
        self.agree(record)
        self.assertEqual(self.receive(record).state, "received")

    def test_return_that_turns_out_to_be_a_salespersons(self):
        record = self.goods()
        self.assertFalse(record._get_open_approvals("sales_report"))
        record.source = "sales"
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.receive(record)

    def test_refusal_stands(self):
        record = self.goods(source="sales")
        asked = record._get_open_approvals("sales_report").with_user(self.boss)
        asked.sudo(False).action_refuse("可现场解决")
        self.assertIn("可现场解决", record.message_ids[0].body)
        with self.assertRaisesRegex(ProofMissing, "Ask the Sales Supervisor"):
            self.receive(record)
        self.assertTrue(record.lacks_consent)
        record.action_ask_consent()
        self.agree(record)
        self.assertEqual(self.receive(record).state, "received")

    def test_company_that_comes_to_want_consent_asks_then(self):
        self.company.aftersales_sales_consent = False
        record = self.goods(source="sales")
        with self.assertRaises(MoveRefused):
            record.action_ask_consent()
        self.company.aftersales_sales_consent = True
        record.invalidate_recordset()
        with self.assertRaisesRegex(ProofMissing, "Ask the Sales Supervisor"):
            self.receive(record)
        record.action_ask_consent()
        self.assertFalse(record.lacks_consent)
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.receive(record)
        with self.assertRaises(MoveRefused):
            record.action_ask_consent()
        with self.assertRaises(AccessError):
            record.with_user(self.technician).action_ask_consent()

    def test_return_of_a_reported_job_hangs_on_the_job(self):
        order = self.make_order(channel="sales", product_id=self.machine.id)
        with self.assertRaisesRegex(ProofMissing, "nothing is taken back"):
            order.action_take_in()
        record = self.goods(order_id=order.id, source="sales")
        self.assertFalse(record._get_open_approvals("sales_report"))
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.receive(record)
        self.agree(order)
        self.assertTrue(order.action_take_in())
        self.assertEqual(self.receive(record).state, "received")

    def test_company_may_do_without_that_consent(self):
        self.company.aftersales_sales_consent = False
        self.assertEqual(self.receive(self.goods(source="sales")).state, "received")

    def test_customers_own_returns_ask_nobody(self):
        for source in ("counter", "parcel"):
            record = self.goods(source=source)
            self.assertFalse(record.sudo().approval_ids)

    # --- how the job was solved

    def test_counter_takes_in_and_parcels_go_to_the_factory(self):
        for source, place in (("counter", "take_in"), ("parcel", "factory")):
            order = self.make_order()
            line = {"product_id": self.machine.id, "serial": f"T-{source}"}
            record = self.make_return(lines=[line], order_id=order.id, source=source)
            self.receive(record)
            self.assertEqual(order.solution_place, place)

    def test_exchange_is_noted_as_the_new_one_leaves(self):
        self.deliver(self.machine, "T-旧")
        self.make_lots(self.machine, "T-新")
        device = self.env["aftersales.device"].search([("serial", "=", "T-旧")])
        order = self.make_order(device)
        line = {"device_id": device.id, "serial": "T-旧"}
        record = self.receive(self.make_return(lines=[line], order_id=order.id))
        self.assertEqual(order.solution_place, "take_in")
        made = self.decide(record.line_ids, "exchange")
        self.ship(made.sudo().move_ids.picking_id)
        self.assertEqual(order.solution_place, "exchange")
