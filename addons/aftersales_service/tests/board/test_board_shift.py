from freezegun import freeze_time

from ...exceptions import MoveRefused
from ..dispatch.test_slots import DAY, NOW, SlotCase, minute


@freeze_time(NOW)
class TestBoardShift(SlotCase):
    """Outside of his shift the server takes no drop either."""

    def setUp(self):
        super().setUp()
        self.zhao.write({"shift_start": 13, "shift_end": 17.5})

    def test_a_call_is_refused_and_told_why(self):
        order = self.job()
        words = "赵刚 works from 13:00 to 17:30.*Choose another time"
        for hour in (11, 12, 16, 20):
            with self.assertRaisesRegex(MoveRefused, words):
                self.drop(order, self.zhao, hour=hour)
            with self.assertRaisesRegex(MoveRefused, words):
                self.board.action_board_ask(order.id, self.zhao.id, DAY, minute(hour))
        self.assertFalse(order.visit_ids)

    def test_until_the_last_minute(self):
        order = self.job()
        place = (order.id, self.zhao.id, DAY)
        with self.assertRaises(MoveRefused):
            self.board.action_board_assign(*place, 15 * 60 + 45)
        self.assertTrue(self.board.action_board_assign(*place, 15 * 60 + 30))

    def test_a_visit_is_not_moved_out_of_it(self):
        visit = self.drop(self.job(), hour=10)
        with self.assertRaises(MoveRefused):
            visit.action_board_move(self.zhao.id, DAY, minute(10))
        with self.assertRaises(MoveRefused):
            visit.action_board_move(self.li.id, DAY, minute(17))
        self.assertEqual(visit.technician_id, self.li)
        self.assertFalse(visit.action_board_move(self.zhao.id, DAY, minute(14)))
        visit.duration = 4
        with self.assertRaises(MoveRefused):
            visit.action_board_move(self.zhao.id, DAY, minute(15))

    def test_a_window_still_sends_him_all_the_same(self):
        """An urgent call at night: the desk sees that he does not work, and decides."""
        answer = self.desk.dispatch(self.job().id, self.zhao.id, f"{DAY}T20:00", None)
        self.assertTrue(answer["visit_id"])
