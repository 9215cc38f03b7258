from datetime import datetime, timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...exceptions import MoveRefused
from ...kernel import dispatch
from ..common import AfterSalesCommon

NOW = "2026-09-01 02:00:00"  # Tuesday, ten o'clock in Shanghai
DAY = "2026-09-01"
WORK = ((8, 12), (13, 17))


def minute(hour):
    return hour * 60


@freeze_time(NOW)
class SlotCase(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["aftersales.visit"].with_user(cls.dispatcher)
        cls.desk = cls.env["aftersales.service.desk"].with_user(cls.dispatcher)
        cls.company.resource_calendar_id = cls.make_calendar(range(5), *WORK)

    def job(self, **vals):
        return self.make_order(service_type="c", **vals)

    def drop(self, order, technician=None, hour=14, day=DAY):
        technician = technician or self.li
        place = (order.id, technician.id, day, minute(hour))
        return self.board.browse(self.board.action_board_assign(*place))


@freeze_time(NOW)
class TestDrop(SlotCase):
    """What the board says before a drop, the server says to every door."""

    def test_the_past_is_refused(self):
        order = self.job()
        for day, hour in ((DAY, 9), ("2026-08-31", 14), ("2025-09-01", 14)):
            with self.assertRaisesRegex(MoveRefused, "is past"):
                self.drop(order, hour=hour, day=day)
        visit = self.drop(order)
        with self.assertRaisesRegex(MoveRefused, "is past"):
            visit.action_board_move(self.li.id, DAY, minute(9))
        self.assertEqual(visit.planned_start, datetime(2026, 9, 1, 6))

    def test_the_quarter_that_is_running_is_not_past(self):
        with freeze_time("2026-09-01 02:10:00"):
            self.assertTrue(self.drop(self.job(), hour=10))

    def test_a_booked_hour_is_refused(self):
        taken = self.drop(self.job())
        with self.assertRaisesRegex(MoveRefused, taken.name):
            self.drop(self.job(), hour=15)
        self.assertTrue(self.drop(self.job(), hour=16))
        other = self.drop(self.job(), self.zhao)
        with self.assertRaisesRegex(MoveRefused, "李强"):
            other.action_board_move(self.li.id, DAY, minute(13))
        self.assertFalse(taken.action_board_move(self.li.id, DAY, minute(13)))

    def test_a_helper_is_booked_too(self):
        visit = self.drop(self.job(), self.zhao)
        visit.write({"helper_ids": [(4, self.li.id)], "leader_id": self.zhao.id})
        with self.assertRaisesRegex(MoveRefused, visit.name):
            self.drop(self.job())

    def test_one_click_at_the_desk_is_refused_the_same(self):
        taken = self.drop(self.job())
        order = self.job()
        with self.assertRaisesRegex(MoveRefused, taken.name):
            self.desk.dispatch(order.id, self.li.id, "2026-09-01T15:00")
        with self.assertRaisesRegex(MoveRefused, "is past"):
            self.desk.dispatch(order.id, self.li.id, "2026-09-01T09:00")
        self.assertFalse(order.visit_ids)
        self.desk.dispatch(order.id, self.li.id, "2026-09-01T16:00")
        self.assertEqual(order.visit_ids.technician_id, self.li)

    def test_the_window_of_a_dispatch_is_refused_the_same(self):
        self.drop(self.job())
        for order in (self.job(), self.job()):
            action = order.action_dispatch()
            visits = self.board.with_context(**action["context"])
            vals = {"order_id": order.id, "technician_id": self.li.id}
            with self.assertRaises(MoveRefused):
                visits.create(vals | {"planned_start": "2026-09-01 07:00:00"})

    def test_of_two_who_drop_one_call_the_second_is_told(self):
        order = self.job()
        self.drop(order)
        for technician in (self.zhao, self.li):
            with self.assertRaisesRegex(MoveRefused, "went to 李强 meanwhile"):
                self.drop(order, technician, hour=16)
        with self.assertRaisesRegex(MoveRefused, "meanwhile"):
            self.board.action_board_ask(order.id, self.zhao.id, DAY, minute(16))
        with self.assertRaisesRegex(MoveRefused, "meanwhile"):
            self.board.action_board_dispatch(order.id, DAY)
        self.assertEqual(len(order.visit_ids), 1)

    def test_a_window_that_was_open_meanwhile_is_told(self):
        order = self.job()
        action = self.board.action_board_ask(order.id, self.zhao.id, DAY, minute(16))
        self.drop(order)
        visits = self.board.with_context(**action["context"])
        with self.assertRaisesRegex(MoveRefused, "meanwhile"):
            visits.create({})

    def test_after_a_cancelled_visit_the_call_is_free_again(self):
        order = self.job()
        self.drop(order).action_cancel()
        self.assertTrue(self.drop(order, self.zhao))

    def test_nobody_is_sent_to_a_job_that_is_over(self):
        cancelled, closed = self.job(), self.job()
        cancelled.action_cancel()
        closed.action_solve_by_phone("合上开关")
        for order in (cancelled, closed):
            vals = {"order_id": order.id, "technician_id": self.li.id}
            for door in (
                lambda order=order: self.drop(order),
                lambda vals=vals: self.board.create(vals),
                lambda order=order: self.desk.dispatch(
                    order.id, self.li.id, "2026-09-01T16:00"
                ),
            ):
                with self.assertRaisesRegex(MoveRefused, "nobody can be sent"):
                    door()
            self.assertFalse(order.visit_ids)
        visit = self.drop(self.job())
        with self.assertRaisesRegex(MoveRefused, "nobody can be sent"):
            visit.order_id = cancelled

    def test_a_merged_job_is_over(self):
        one, two = self.job(), self.job()
        one._merge(two)
        with self.assertRaisesRegex(MoveRefused, "nobody can be sent"):
            self.drop(two)


@freeze_time(NOW)
class TestProposedTime(SlotCase):
    """Nobody is proposed for Sunday evening unless the dispatcher asks for it."""

    def start(self, now, order=None):
        with freeze_time(now):
            found = (order or self.job())._get_desk_start()
        return found + timedelta(hours=8)  # Shanghai

    def test_within_working_time_it_is_soon(self):
        self.assertEqual(self.start("2026-09-01 01:05"), datetime(2026, 9, 1, 9, 45))

    def test_sunday_evening_becomes_monday_morning(self):
        self.assertEqual(self.start("2026-09-06 12:00"), datetime(2026, 9, 7, 8))
        self.assertEqual(self.start("2026-09-04 10:00"), datetime(2026, 9, 7, 8))

    def test_a_visit_ends_before_people_go_home(self):
        self.assertEqual(self.start("2026-09-01 07:30"), datetime(2026, 9, 2, 8))
        self.company.aftersales_visit_hours = 1
        self.assertEqual(self.start("2026-09-01 07:30"), datetime(2026, 9, 1, 16))

    def test_nobody_is_proposed_for_lunch(self):
        self.assertEqual(self.start("2026-09-01 03:50"), datetime(2026, 9, 1, 13))

    def test_a_holiday_is_no_working_time(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "放假",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-09-01 16:00:00",
                "date_to": "2026-09-02 15:59:59",
            }
        )
        self.assertEqual(self.start("2026-09-01 10:00"), datetime(2026, 9, 3, 8))

    def test_without_a_schedule_the_usual_hours_count(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.start("2026-09-06 13:00"), datetime(2026, 9, 7, 8))
        self.assertEqual(self.start("2026-09-06 02:00"), datetime(2026, 9, 6, 10, 30))

    def test_desk_and_window_propose_it(self):
        order = self.job()
        with freeze_time("2026-09-06 12:00"):
            answer = self.desk.technicians(order.id)
            action = order.action_dispatch()
            board = self.board.action_board_dispatch(order.id, "2026-09-08")
        self.assertEqual(answer["start"], "2026-09-07T08:00")
        start = action["context"]["default_planned_start"]
        self.assertEqual(start, "2026-09-07 00:00:00")
        start = board["context"]["default_planned_start"]
        self.assertEqual(start, "2026-09-08 00:00:00")

    def test_asked_for_it_is_given(self):
        order = self.job()
        answer = self.desk.technicians(order.id, "2026-09-06T20:00")
        self.assertEqual(answer["start"], "2026-09-06T20:00")
        mine = [c for c in answer["candidates"] if c["id"] == self.li.id]
        self.assertTrue(mine[0]["off_shift"])
        self.desk.dispatch(order.id, self.li.id, "2026-09-06T20:00")
        self.assertEqual(order.visit_ids.planned_start, datetime(2026, 9, 6, 12))


@freeze_time(NOW)
class TestNearest(SlotCase):
    """Who is seven kilometres away goes before who is three hundred away."""

    def place(self, name, latitude, longitude):
        return self.env["res.partner"].create(
            {
                "name": name,
                "partner_latitude": latitude,
                "partner_longitude": longitude,
            }
        )

    def setUp(self):
        super().setUp()
        self.customer.write({"partner_latitude": 36.7, "partner_longitude": 117.1})
        self.near = self.place("近", 36.65, 117.12)
        self.far = self.place("远", 36.07, 120.38)
        self.motors = self.env["product.category"].create({"name": "电机"})
        self.machine.categ_id = self.motors
        self.device = self.make_device()

    def first(self):
        order = self.make_order(self.device, service_type="c")
        both = (self.li | self.zhao).ids
        found = order._propose_technicians(datetime(2026, 9, 1, 6))[order.id]
        return next(c["id"] for c in found if c["id"] in both)

    def test_whatever_else_speaks_for_the_other(self):
        unit = self.env["aftersales.unit"].create({"name": "济南", "code": "N-JN"})
        self.li.station_id, self.zhao.station_id = self.near, self.far
        self.zhao.write({"unit_id": unit.id, "skill_ids": [(6, 0, self.motors.ids)]})
        self.customer.city = "济南"
        unit.cities = "济南"
        self.assertEqual(self.first(), self.li.id)

    def test_an_unknown_way_is_no_way_of_zero(self):
        self.li.station_id = self.near
        self.assertEqual(self.first(), self.li.id)
        self.li.station_id, self.zhao.station_id = False, self.near
        self.assertEqual(self.first(), self.zhao.id)

    def test_among_neighbours_the_trained_one_goes(self):
        self.li.station_id = self.near
        self.zhao.station_id = self.place("也近", 36.6, 117.2)
        self.zhao.skill_ids = self.motors
        self.assertEqual(self.first(), self.zhao.id)


class TestSlotKernel(BaseCase):
    @settings(max_examples=200, deadline=None)
    @given(
        st.booleans(),
        st.booleans(),
        st.floats(0, 1),
        st.floats(0, 50),
        st.floats(250, 2000),
    )
    def test_nobody_from_another_province_goes_before_a_neighbour(
        self, region, skill, parts, near, far
    ):
        neighbour = dispatch.score(False, False, 0, 0, near)
        stranger = dispatch.score(region, skill, parts, 0, far)
        self.assertGreater(neighbour, stranger)

    @settings(max_examples=200, deadline=None)
    @given(
        st.integers(0, 14 * 96),
        st.integers(1, 16),
        st.lists(st.integers(0, 8), min_size=9),
    )
    def test_a_slot_lies_in_working_time(self, quarter, quarters, begins):
        first = datetime(2026, 9, 1)
        days = [
            [
                (
                    first + timedelta(days=n, hours=8),
                    first + timedelta(days=n, hours=12),
                ),
                (
                    first + timedelta(days=n, hours=13),
                    first + timedelta(days=n, hours=13 + hours),
                ),
            ]
            for n, hours in enumerate(begins)
        ]
        soon = first + timedelta(minutes=15 * quarter)
        length = timedelta(minutes=15 * quarters)
        found = dispatch.first_slot(soon, length, days)
        if found is None:
            self.assertFalse(
                any(
                    soon <= start and start + length <= day[-1][1]
                    for day in days
                    for start, stop in day
                    if start < stop
                )
            )
        else:
            self.assertGreaterEqual(found, soon)
            day = next(d for d in days if d[0][0].date() == found.date())
            self.assertTrue(any(start <= found < stop for start, stop in day))
            self.assertLessEqual(found + length, day[-1][1])
