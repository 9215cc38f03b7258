from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestAnswerFirst(CashCommon):
    """Fault, solution and quotation before anybody is sent (S-28)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.symptom = cls.env["aftersales.fault"].create(
            {"name": "异响", "code": "T28", "kind": "symptom"}
        )

    def job(self, first=True, **vals):
        self.make_policy(answer_first=first)
        return self.make_order(self.make_device(), **{"service_type": "a"} | vals)

    def quote(self, order):
        self.env["aftersales.fee"].with_user(self.dispatcher).create(
            {
                "order_id": order.id,
                "name": "检修",
                "kind": "labour",
                "product_id": self.labour.id,
                "quantity": 1,
            }
        )
        order.action_create_quotation()
        return order.sudo().sale_order_ids

    def test_three_answers_open_the_way(self):
        order = self.job()
        with self.assertRaises(ProofMissing) as refused:
            self.make_visit(order)
        for word in ("fault lies", "what solves it", "no quotation", "as_dispatcher"):
            self.assertIn(word, str(refused.exception))
        self.assertEqual(order.state, "registered")
        order.fault_id = self.symptom
        with self.assertRaises(ProofMissing) as refused:
            self.make_visit(order)
        self.assertNotIn("fault lies", str(refused.exception))
        order.solution = "更换轴承"
        sale = self.quote(order)
        with self.assertRaisesRegex(ProofMissing, "no quotation"):
            self.make_visit(order)  # a draft is nobody's answer
        sale.action_quotation_sent()
        self.make_visit(order)
        self.assertEqual(order.state, "dispatched")

    def test_cancelled_quotation_is_none(self):
        order = self.job(fault_id=self.symptom.id, solution="更换")
        sale = self.quote(order)
        sale.action_quotation_sent()
        sale._action_cancel()
        with self.assertRaisesRegex(ProofMissing, "no quotation"):
            self.make_visit(order)

    def test_whom_nobody_charges_needs_no_quotation(self):
        order = self.job(
            service_type="c", fault_id=self.symptom.id, solution="更换轴承"
        )
        self.make_visit(order)

    def test_dispatcher_answers_for_the_exception(self):
        order = self.job()
        visit = self.env["aftersales.visit"].with_user(self.dispatcher)
        visit = visit.create(
            {
                "order_id": order.id,
                "technician_id": self.li.id,
                "override_reason": "停产,先到现场",
            }
        )
        event = visit.event_ids.filtered(lambda e: e.kind == "override")
        self.assertEqual(event.note, "停产,先到现场")

    def test_desk_board_and_window_say_it_first(self):
        order = self.job()
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        found = desk.technicians(order.id)["candidates"]
        self.assertTrue(all("fault lies" in c["warnings"][0] for c in found))
        board = self.env["aftersales.day.board"].with_user(self.dispatcher)
        board = board.get_day_board()
        [call] = [c for c in board["calls"] if c["id"] == order.id]
        self.assertIn("fault lies", board["warnings"][call["needs"]][self.li.id][0])
        with self.assertRaises(ProofMissing):
            desk.dispatch(order.id, self.li.id, False)
        desk.dispatch(order.id, self.li.id, False, "急")
        self.assertEqual(order.state, "dispatched")

    def test_without_the_switch_nothing_is_asked(self):
        self.make_visit(self.job(first=False))

    def test_preset_brings_it(self):
        preset = self.env.ref("aftersales_service.sla_policy_ps_11")
        version = preset._activate(self.company).version_ids
        self.assertTrue(version.answer_first and version.cost_approval)

    def test_quoted_labour_is_the_visits(self):
        """What was quoted before is not charged once more by the visit."""
        order = self.job(fault_id=self.symptom.id, solution="更换")
        self.quote(order).action_quotation_sent()
        order.sudo().fee_ids._in_flow().quantity = 2
        visit = self.make_visit(order)
        labour = order.sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual((len(labour), labour.visit_id, labour.quantity), (1, visit, 2))
        self.assertEqual(visit.labour_hours, 2)

    def test_quoted_labour_in_two_lines_is_charged_once(self):
        """The hours of the visit are those of both; neither line becomes their sum."""
        order = self.job(fault_id=self.symptom.id, solution="更换")
        self.quote(order)
        self.quote(order).action_quotation_sent()
        visit = self.make_visit(order)
        self.assertEqual(visit.labour_hours, 2)
        self.go_to_work(visit, consent="王经理")
        self.finish(visit)
        labour = order.sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual(sum(labour.mapped("quantity")), 2)

    def test_hours_fill_the_lines_one_after_the_other(self):
        order = self.job(fault_id=self.symptom.id, solution="更换")
        self.quote(order)
        self.quote(order).action_quotation_sent()
        visit = self.make_visit(order)
        self.go_to_work(visit, consent="王经理")
        for used, expected in ((1.5, [1, 0.5]), (3, [1, 2]), (0.5, [0.5, 0])):
            labour = order.sudo().fee_ids.filtered(lambda f: f.kind == "labour")
            labour._in_flow().quantity = 1
            visit.labour_hours = used
            visit._settle_labour()
            self.assertEqual(labour.sorted("id").mapped("quantity"), expected)

    def test_two_signed_lines_are_agreed_to_together(self):
        order = self.job(fault_id=self.symptom.id, solution="更换")
        self.quote(order)
        self.quote(order).action_confirm()
        visit = self.make_visit(order)
        self.go_to_work(visit)
        visit.labour_hours = 2.5
        with self.assertRaisesRegex(ProofMissing, "agreed to 2 hours, but 2.5"):
            visit._check_findings()
        visit.labour_hours = 2
        self.finish(visit)
        self.assertTrue(visit.ended_at)

    def test_what_was_refused_or_is_the_workshops_is_no_visits(self):
        order = self.job(fault_id=self.symptom.id, solution="更换")
        self.quote(order).action_quotation_sent()
        refused = order.sudo().fee_ids
        refused._settle_quantity(0.0)
        repair = self.env["repair.order"].create(
            {"product_id": self.machine.id, "partner_id": self.customer.id}
        )
        workshop = refused.copy({"quantity": 5})
        workshop._in_flow().repair_id = repair
        visit = self.make_visit(order)
        self.assertEqual(visit.labour_hours, 1)
        self.assertFalse((refused | workshop).visit_id)
