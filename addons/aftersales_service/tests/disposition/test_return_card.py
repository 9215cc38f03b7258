import doctest

from odoo.addons.aftersales_service.exceptions import MoveRefused
from odoo.addons.aftersales_service.kernel import repair_or_replace as kernel

from ..returns.common import ReturnsCommon

# facts: (choice, why)
GOLDEN = {
    (0, 1000): ("unknown", ("no_repair_cost",)),
    (100, 0): ("repair", ("no_replacement_value",)),
    (600, 1000): ("repair", ("cheaper", "repair_first")),
    (600.01, 1000): ("replace", ("above_limit",)),
}


class TestRepairCard(ReturnsCommon):
    def test_golden_cases(self):
        for (repair, new), expected in GOLDEN.items():
            advice = kernel.advise(kernel.Facts(repair, new))
            self.assertEqual((advice.choice, advice.why), expected)
        inside = kernel.Facts(100, 1000, usable=False, days_left=1)
        self.assertEqual(kernel.advise(inside).choice, "replace")
        outside = kernel.Facts(100, 1000, usable=False)
        self.assertEqual(kernel.advise(outside).choice, "repair")
        self.assertFalse(doctest.testmod(kernel).failed)

    def test_shares_sum_to_the_whole(self):
        advice = kernel.advise(
            kernel.Facts(333.33, 999.99, customer_share=30, supplier_share=33.3)
        )
        parts = (advice.customer_repair, advice.supplier_repair, advice.own_repair)
        self.assertAlmostEqual(sum(parts), 333.33, 2)

    def test_card_of_a_line(self):
        self.machine.list_price = 1000
        device = self.make_device("SN5", delivery_date="2020-01-01")
        remedy = self.make_remedy()
        job = self.make_order(device, fault_id=remedy.parent_id.parent_id.id)
        line = self.make_return(
            lines=[{"device_id": device.id, "serial": "SN5"}], order_id=job.id
        ).line_ids
        self.assertEqual(line.card_repair, 2 * 28 + 3 * 120)
        self.assertEqual(line.card_replacement, 1000)
        self.assertEqual(line.card_customer_repair, 416)
        self.assertEqual(line.card_choice, "repair")
        line.repair_estimate = 700
        self.assertEqual(line.card_choice, "replace")
        self.assertIn("60", line.card_why)

    def make_remedy(self):
        faults = self.env["aftersales.fault"]
        symptom = faults.create({"name": "异响", "code": "Y1", "kind": "symptom"})
        cause = faults.create(
            {"name": "磨损", "code": "Y11", "kind": "cause", "parent_id": symptom.id}
        )
        return faults.create(
            {
                "name": "换轴承",
                "code": "Y111",
                "kind": "action",
                "parent_id": cause.id,
                "hours": 3,
                "part_ids": [(0, 0, {"product_id": self.part.id, "quantity": 2})],
            }
        )


class TestVisitTakeIn(ReturnsCommon):
    """携回修护: receipt from the first minute, the store counts it in later."""

    def test_taken_along_and_stored(self):
        device = self.make_device("SN6")
        visit = self.make_visit(self.make_order(device, service_type="c"))
        self.go_to_work(visit)
        visit.action_take_in("需返厂")
        record = visit.take_in_ids
        custody = record.custody_ids
        self.assertEqual((record.source, record.state), ("visit", "announced"))
        self.assertEqual((custody.state, custody.receipt_state), ("taken", "open"))
        self.assertEqual(custody.taken_by_id, self.technician)
        with self.assertRaises(MoveRefused):
            record.with_user(self.dispatcher).action_cancel()
        self.assertIn(custody.name, str(record.sudo()._get_blockers()))
        self.assertEqual(
            visit.action_print_take_in()["report_name"],
            "aftersales_service.report_custody_receipt",
        )
        record = record.with_user(self.dispatcher)
        record.counted_with_id = self.keeper
        record.action_receive()
        self.assertEqual(record.custody_ids, custody)
        self.assertEqual(custody.state, "in_store")
