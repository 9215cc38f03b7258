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

    def test_parts_of_a_remedy_say_whether_they_fit(self):
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
        self.order.fault_id = symptom
        wrong, other = self.order.fault_suggestions[0]["parts"]
        self.assertEqual(wrong["fit"]["instead"], self.old.id)
        self.assertNotIn("fit", other)
