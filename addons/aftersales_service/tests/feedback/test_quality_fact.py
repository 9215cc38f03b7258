from odoo.exceptions import AccessError

from ..returns.common import ReturnsCommon


class TestQualityFact(ReturnsCommon):
    """Quality information of jobs, with the returns beside (O-44)."""

    def setUp(self):
        super().setUp()
        self.deliver(self.machine, "SN1")
        self.device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        self.device.production_date = "2026-01-15"
        self.fault = self.env["aftersales.fault"].create(
            {"code": "T01", "name": "电机异响"}
        )
        self.job = self.make_order(self.device, fault_id=self.fault.id)

    def facts(self, user=None):
        facts = self.env["aftersales.quality.fact"].with_user(user or self.director)
        facts.invalidate_model()
        return facts.search([("product_id", "=", self.machine.id)])

    def test_a_job_tells_cause_fault_product_and_batch(self):
        self.job.cause = "material"
        fact = self.facts()
        self.assertEqual((fact.source, fact.order_id), ("job", self.job))
        self.assertEqual((fact.cause, fact.batch), ("material", "2026-01"))
        self.assertEqual(fact.fault_id, self.fault)
        self.assertEqual((fact.jobs, fact.returned), (1, 0))

    def test_the_day_is_the_company_s(self):
        """At seven in the morning of the first it is still the month before in Greenwich."""
        self.company.aftersales_tz = "Asia/Shanghai"
        self.job._in_flow().called_at = "2026-02-28 23:00:00"
        self.assertEqual(str(self.facts().day), "2026-03-01")
        record = self.make_return(
            lines=[{"device_id": self.device.id, "serial": "SN1"}]
        )
        self.receive(record)
        record.sudo()._in_flow().received_at = "2026-01-31 16:00:00"
        back = self.facts().filtered(lambda f: f.source == "return")
        self.assertEqual(str(back.day), "2026-02-01")

    def test_the_last_decision_counts(self):
        self.job.cause = "material"
        self.job.cause = "misuse"
        self.assertEqual(self.facts().cause, "misuse")

    def test_what_came_back_stands_beside(self):
        line = {"device_id": self.device.id, "serial": "SN1"}
        record = self.make_return(lines=[line], order_id=self.job.id)
        self.assertEqual(len(self.facts()), 1)
        self.receive(record)
        groups = self.env["aftersales.quality.fact"]._read_group(
            [("product_id", "=", self.machine.id)],
            ["product_id", "batch"],
            ["jobs:sum", "returned:sum"],
        )
        self.assertEqual(groups, [(self.machine, "2026-01", 1, 1.0)])
        back = self.facts().filtered(lambda f: f.source == "return")
        self.assertEqual(back.action_open_source()["res_id"], record.id)

    def test_the_parties_know_better_than_the_job(self):
        line = {"device_id": self.device.id, "serial": "SN1"}
        record = self.receive(self.make_return(lines=[line], order_id=self.job.id))
        record.action_joint_inspection()
        step = self.env["aftersales.process.step"].create({"department": "装配车间"})
        inspection = record.inspection_ids
        inspection.write({"cause": "transport", "step_id": step.id})
        back = self.facts().filtered(lambda f: f.source == "return")
        self.assertFalse(back.step_id)
        inspection.sudo()._in_flow().write({"state": "concluded"})
        back = self.facts().filtered(lambda f: f.source == "return")
        self.assertEqual((back.cause, back.step_id), ("transport", step))

    def test_a_lot_is_its_own_batch(self):
        wire = self.make_goods("lot", "standard")
        lot = self.env["stock.lot"].create({"name": "L7", "product_id": wire.id})
        self.add_stock(wire, 1, lot)
        record = self.make_return(
            lines=[{"product_id": wire.id, "serial": "L7", "quantity": 2}]
        )
        record.line_ids.sudo()._in_flow().write({"received_quantity": 2})
        fact = self.env["aftersales.quality.fact"].search(
            [("product_id", "=", wire.id)]
        )
        self.assertEqual((fact.batch, fact.returned, fact.cause), ("L7", 2, "unknown"))

    def test_cancelled_jobs_do_not_count(self):
        self.job.action_cancel()
        self.assertFalse(self.facts())

    def test_technicians_count_nothing(self):
        with self.assertRaises(AccessError):
            self.facts(self.technician)
        self.assertTrue(self.facts(self.inspector))
