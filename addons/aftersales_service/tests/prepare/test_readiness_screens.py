from .common import PrepareCommon


class TestReadinessScreens(PrepareCommon):
    """Whoever sends and whoever goes see whether the parts are there."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())
        self.plain = self.make_order(self.make_device("YJ-2"))
        self.ask(self.order)
        self.ready = {"state": "ready", "text": "Parts ready", "tone": "success"}

    def count(self, call):
        for _again in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.shown = call()
        return self.cr.sql_log_count - before

    def make_more(self):
        for number in range(12):
            order = self.make_order(self.make_device(f"M-{number}"))
            self.ask(order, (self.part, 1))

    def test_the_desk_says_it(self):
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        rows = {row["id"]: row["parts"] for row in desk.start()["waiting"]}
        self.assertEqual(rows[self.order.id], self.ready)
        self.assertFalse(rows[self.plain.id])

    def test_the_board_says_it_of_calls_and_visits(self):
        board = self.env["aftersales.day.board"].with_user(self.dispatcher)
        calls = {call["id"]: call["parts"] for call in board.get_day_board()["calls"]}
        self.assertEqual(calls[self.order.id], self.ready)
        self.assertFalse(calls[self.plain.id])
        self.make_visit(self.order)
        [card] = board.get_day_board()["visits"]
        self.assertEqual(card["parts"], self.ready)
        few = self.count(board.get_day_board)
        self.make_more()
        self.assertLessEqual(self.count(board.get_day_board), few)
        self.assertGreater(len(self.shown["calls"]), 10)

    def test_the_phone_says_it(self):
        self.make_visit(self.order)
        self.make_visit(self.plain)
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        cards = {
            card["order_id"]: card["ready"]
            for card in day.get_technician_day()["visits"]
        }
        self.assertEqual(cards, {self.order.id: self.ready, self.plain.id: False})

    def test_the_list_costs_no_more_for_many(self):
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        spec = {"name": {}, "parts_state": {}, "parts_text": {}}

        def read():
            domain = [("state", "=", "registered")]
            return orders.web_search_read(domain, spec, limit=80)

        few = self.count(read)
        self.make_more()
        self.assertLessEqual(self.count(read), few)
