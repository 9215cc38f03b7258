from ...exceptions import ProofMissing
from .fit_case import FitCommon


class TestFitDoors(FitCommon):
    """It is told on the phone, at the counter, and where the fault tree names parts."""

    def setUp(self):
        super().setUp()
        self.replace(self.old, self.new)
        self.fit(self.old, False, "YJ2105-100")
        self.fit(self.new, "YJ2105-101")
        self.order = self.make_order(self.device, service_type="c")
        self.visit = self.make_visit(self.order)

    def get_card(self):
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        cards = day.get_technician_day()["visits"]
        return next(card for card in cards if card["id"] == self.visit.id)

    def test_the_phone_knows_it_without_network(self):
        unfit = self.get_card()["unfit"]
        self.assertEqual(list(unfit), [self.new.id])
        told = unfit[self.new.id]
        self.assertEqual((told["state"], told["instead"]), ("wrong", self.old.id))
        self.assertIn("YJ2105-99", told["text"])

    def test_more_machines_cost_the_phone_no_query_more(self):
        seal = self.make_part("密封A", 5, 2, stock=2)
        self.replace(seal, self.make_part("密封B", 5, 2), use_up=True, both_ways=True)
        counts = []
        for serials in (
            ("YJ2105-1", "YJ2105-200"),
            (f"YJ2105-{n}" for n in range(2, 9)),
        ):
            for serial in serials:
                device = self.make_device(serial)
                self.make_visit(self.make_order(device, service_type="c"))
            for _again in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.get_card()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_what_the_phone_asks_for_carries_its_reason(self):
        line = {"product_id": self.new.id, "quantity": 1}
        with self.assertRaisesRegex(ProofMissing, "Why Nevertheless"):
            self.visit.action_ask_parts([line])
        asked = self.visit.action_ask_parts([line | {"fit_reason": "轴已改装"}])
        lines = self.env["aftersales.requisition"].browse(asked).line_ids
        self.assertEqual(lines.fit_reason, "轴已改装")

    def test_the_counter_shows_it(self):
        requisition = self.make_requisition(self.visit, (self.old, 1), (self.part, 1))
        requisition.line_ids[0]._in_flow().product_id = self.new
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        rows = counter.get_board(requisition.id)["lines"]
        self.assertEqual([row["fit_state"] for row in rows], ["wrong", "unknown"])
        self.assertIn("FIT-A", rows[0]["fit"])

    def test_old_stock_that_lies_ready_is_not_called_superseded(self):
        seal = self.make_part("密封A", 5, 2, stock=2)
        self.replace(seal, self.make_part("密封B", 5, 2), use_up=True)
        lines = self.make_requisition(self.visit, (seal, 2)).line_ids
        self.assertEqual(lines.fit_state, "unknown")
        other = self.make_requisition(self.visit, (seal, 1)).line_ids
        self.assertEqual(other.fit_state, "superseded")
        self.issue(lines.requisition_id)
        lines.invalidate_recordset()
        self.assertEqual((lines.fit_state, lines.fit_text), ("unknown", False))

    def make_remedy(self):
        fault = self.env["aftersales.fault"]
        symptom = fault.create({"code": "FD", "name": "异响", "kind": "symptom"})
        cause = fault.create(
            {"code": "FD1", "name": "磨损", "kind": "cause", "parent_id": symptom.id}
        )
        fault.create(
            {
                "code": "FD2",
                "name": "更换",
                "kind": "action",
                "parent_id": cause.id,
                "part_ids": [
                    (0, 0, {"product_id": part.id}) for part in (self.new, self.part)
                ],
            }
        )
        return symptom

    def test_parts_of_a_remedy_say_whether_they_fit(self):
        self.order.fault_id = self.make_remedy()
        wrong, other = self.order.fault_suggestions[0]["parts"]
        self.assertEqual(wrong["fit"]["instead"], self.old.id)
        self.assertNotIn("fit", other)
        self.assertIn("FIT-A", self.order.fit_hints)
        self.assertEqual(self.order.fit_hints.count("YJ2105-99"), 1)

    def test_more_jobs_cost_their_hints_no_query_more(self):
        symptom, counts = self.make_remedy(), []
        orders = self.order
        for serials in ((), range(2, 12)):
            for serial in serials:
                device = self.make_device(f"YJ2105-{serial}")
                orders |= self.make_order(device, service_type="c")
            orders.fault_id = symptom
            for _again in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                hints = orders.mapped("fit_hints")
            counts.append(self.cr.sql_log_count - before)
            self.assertTrue(all("FIT-A" in hint for hint in hints))
        self.assertEqual(counts[0], counts[1])

    def test_the_desk_says_it_before_the_job_is_saved(self):
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        facts = {"device_id": self.device.id, "fault_id": self.make_remedy().id}
        [hint] = desk.preview(facts)["unfit"]
        self.assertIn("FIT-A", hint)
        facts = {"product_id": self.machine.id, "fault_id": facts["fault_id"]}
        self.assertIn("plate", desk.preview(facts)["unfit"][0])
        self.assertEqual(desk.preview({"product_id": self.machine.id})["unfit"], [])

    def test_a_job_of_a_model_says_it_on_the_phone(self):
        pump = self.env["product.product"].create({"name": "水泵"})
        self.order = self.make_order(product_id=pump.id, service_type="c")
        self.visit = self.make_visit(self.order)
        told = self.get_card()["unfit"]
        self.assertEqual(
            {told[part.id]["state"] for part in self.old | self.new}, {"wrong"}
        )
