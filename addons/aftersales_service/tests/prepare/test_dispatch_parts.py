from ...exceptions import ProofMissing
from ..fees.common import CashCommon
from .common import PrepareCommon


class TestDispatchParts(PrepareCommon, CashCommon):
    """Whoever sends somebody before the parts are ready writes why; nobody is kept."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())

    def plan(self, order=None, **vals):
        return (
            self.env["aftersales.visit"]
            .with_user(self.dispatcher)
            .create(
                {"order_id": (order or self.order).id, "technician_id": self.li.id}
                | vals
            )
        )

    def check_asked(self, words):
        with self.assertRaises(ProofMissing) as refused:
            self.plan()
        self.assertRegex(str(refused.exception), words)

    def test_with_ready_parts_or_none_nothing_is_asked(self):
        self.assertTrue(self.plan())
        ready = self.make_order(self.make_device("R-1"))
        self.ask(ready)
        self.assertTrue(self.plan(ready))

    def test_without_parts_it_is_written_why(self):
        self.ask(self.order, (self.rare, 1))
        self.check_asked("Parts of .* are missing")
        visit = self.plan(override_reason="客户自备")
        self.assertEqual(visit.order_id.requisition_ids.visit_id.id, visit.id)
        event = visit.sudo().event_ids.filtered(lambda e: e.kind == "override")
        self.assertEqual(event.note, "客户自备")

    def test_there_before_he_leaves_nothing_is_asked(self):
        self.ask(self.order, (self.rare, 1))
        self.announce(self.rare, 1, 2)
        _start, late = self.company._aftersales_bounds(self.get_day(3))
        self.check_asked("expected by")
        self.assertTrue(self.plan(planned_start=late))

    def test_the_policy_may_send_without_asking(self):
        self.make_policy(leaves_without_parts=True)
        order = self.make_order(self.make_device("P-1"), service_type="c")
        self.assertTrue(order._get_policy().leaves_without_parts)
        self.ask(order, (self.rare, 1))
        self.assertTrue(self.plan(order))

    def test_desk_and_board_say_it_before(self):
        self.ask(self.order, (self.rare, 1))
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        found = desk.technicians(self.order.id)
        sentence = f"Parts of {self.order.name} are missing."
        for candidate in found["candidates"]:
            self.assertIn(sentence, candidate["warnings"])
        board = self.env["aftersales.day.board"].with_user(self.dispatcher)
        [call] = [c for c in board.get_day_board()["calls"] if c["id"] == self.order.id]
        self.assertEqual(call["unready"], [sentence])
        with self.assertRaises(ProofMissing):
            desk.dispatch(self.order.id, self.li.id, found["start"])
        told = desk.dispatch(self.order.id, self.li.id, found["start"], "先去看看")
        self.assertTrue(told["visit_id"])

    def test_another_technician_without_parts_needs_another_word(self):
        self.ask(self.order, (self.rare, 1))
        visit = self.plan(override_reason="客户自备")
        self.assertTrue(visit._needs_word_to_go(self.zhao))


class TestReserveByClock(PrepareCommon):
    """The earlier deadline gets the last piece."""

    def setUp(self):
        super().setUp()
        self.early = self.make_order(self.make_device("E-1"))
        self.late = self.make_order(self.make_device("L-1"))
        day = self.company._aftersales_bounds
        self.early._in_flow().promised_at = day(self.get_day(1))[0]
        self.late._in_flow().promised_at = day(self.get_day(5))[0]

    def state(self, order):
        return self.told(order)[0]

    def test_whoever_asked_first(self):
        self.add_stock(self.rare, 1)
        self.ask(self.late, (self.rare, 1))
        self.assertEqual(self.state(self.late), "ready")
        self.ask(self.early, (self.rare, 1))
        told = (self.state(self.early), self.state(self.late))
        self.assertEqual(told, ("ready", "missing"))

    def test_a_later_one_takes_nothing_away(self):
        self.add_stock(self.rare, 1)
        self.ask(self.early, (self.rare, 1))
        self.ask(self.late, (self.rare, 1))
        told = (self.state(self.early), self.state(self.late))
        self.assertEqual(told, ("ready", "missing"))

    def test_what_comes_in_goes_to_the_earlier_one(self):
        self.ask(self.late, (self.rare, 1))
        self.ask(self.early, (self.rare, 1))
        picking = self.announce(self.rare, 1, 0)
        told = (self.state(self.early), self.state(self.late))
        self.assertEqual(told, ("road", "missing"))
        self.receive(picking)
        told = (self.state(self.early), self.state(self.late))
        self.assertEqual(told, ("ready", "missing"))

    def test_another_promise_is_another_place(self):
        self.add_stock(self.rare, 1)
        self.ask(self.early, (self.rare, 1))
        self.ask(self.late, (self.rare, 1))
        start, _stop = self.company._aftersales_bounds(self.get_day(0))
        self.late._in_flow().promised_at = start
        told = (self.state(self.early), self.state(self.late))
        self.assertEqual(told, ("missing", "ready"))

    def test_what_lies_in_a_bin_stays_there(self):
        self.add_stock(self.rare, 1)
        asked = self.ask(self.late, (self.rare, 1))
        self.rare.barcode = "690001"
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        counter.scan("690001", asked.id)
        self.ask(self.early, (self.rare, 1))
        self.assertEqual(self.state(self.late), "ready")

    def test_called_off_it_is_free_for_the_next(self):
        self.add_stock(self.rare, 1)
        asked = self.ask(self.early, (self.rare, 1))
        self.ask(self.late, (self.rare, 1))
        asked.action_cancel()
        self.assertEqual(self.state(self.late), "ready")
