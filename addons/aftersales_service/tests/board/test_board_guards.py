import inspect

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ...exceptions import GroupRefused, MoveRefused
from ..common import GROUP, AfterSalesCommon

DAY = "2036-09-01"


class TestBoardGuards(AfterSalesCommon):
    """The board asks who calls, whatever page or program does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["aftersales.day.board"]

    def setUp(self):
        super().setUp()
        self.call = self.make_order(service_type="c")
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.calls = {
            "get_day_board": (),
            "assign": (self.call.id, self.li.id, DAY, 600),
            "ask": (self.call.id, self.li.id, DAY, 600),
            "dispatch": (self.call.id, DAY),
            "move": (self.visit.id, self.zhao.id, DAY, 600),
        }

    def test_every_public_method_is_tried_here(self):
        public = {
            name
            for cls in type(self.board).__mro__
            if cls.__module__.startswith("odoo.addons.aftersales_service.models.board")
            for name, value in vars(cls).items()
            if inspect.isfunction(value) and not name.startswith("_")
        }
        self.assertEqual(public, set(self.calls))

    def test_who_is_no_dispatcher_is_refused_by_every_method(self):
        strangers = (
            new_test_user(self.env, "board_nobody", "base.group_user"),
            new_test_user(self.env, "board_portal", "base.group_portal"),
        )
        before = self.visit.technician_id, self.visit.planned_start
        for user in (self.technician, self.keeper, *strangers):
            for name, arguments in self.calls.items():
                with self.subTest(user=user.login, method=name):
                    method = getattr(self.board.with_user(user), name)
                    with self.assertRaises(GroupRefused):
                        method(*arguments)
        self.env.invalidate_all()
        self.assertEqual((self.visit.technician_id, self.visit.planned_start), before)
        self.assertFalse(self.call.visit_ids)

    def test_a_dispatcher_of_another_company_moves_nothing_of_ours(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        stranger = new_test_user(
            self.env,
            "board_b",
            f"base.group_user,{GROUP}dispatcher",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        board = self.board.with_user(stranger)
        for name in ("assign", "ask", "dispatch", "move"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(board, name)(*self.calls[name])
        data = board.get_day_board(DAY)
        self.assertFalse(data["technicians"] + data["visits"] + data["calls"])

    def test_what_is_gone_is_said_in_words(self):
        board = self.board.with_user(self.dispatcher)
        for name, arguments in (
            ("assign", (False, self.li.id, DAY, 600)),
            ("assign", (self.call.id, 0, DAY, 600)),
            ("dispatch", (2**31 - 1, DAY)),
            ("move", (2**31 - 1, self.li.id, DAY, 600)),
            ("move", (self.visit.id, [], DAY, 600)),
        ):
            with self.subTest(method=name), self.assertRaisesRegex(MoveRefused, "Relo"):
                getattr(board, name)(*arguments)

    def test_a_page_from_before_the_update_goes_on(self):
        visits = self.env["aftersales.visit"].with_user(self.dispatcher)
        old, new = visits.get_day_board(DAY), self.board.with_user(self.dispatcher)
        self.assertEqual(old["technicians"], new.get_day_board(DAY)["technicians"])
        place = (self.call.id, self.li.id, DAY, 600)
        window = visits.action_board_ask(*place)
        self.assertEqual(window, new.ask(*place))
        visit = visits.browse(visits.action_board_assign(*place))
        self.assertEqual(self.call.visit_ids, visit)
        self.assertFalse(visit.action_board_move(self.zhao.id, DAY, 660))
        self.assertEqual(visit.technician_id, self.zhao)
