from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import GroupRefused
from ...groups import BACK_OFFICE, DISPATCHER, HOTLINE
from ..common import AfterSalesCommon
from .test_access import MATRIX, OPERATIONS


class TestHotline(AfterSalesCommon):
    """Hotline operator and back office are roles apart (O-14); a dispatcher is both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotline = cls.make_user("hotline", login="as_hotline")
        cls.office = cls.make_user("back_office", login="as_office")
        cls.stranger = cls.make_user("user", login="as_plain")
        cls.device = cls.make_device("T-O14")

    def save(self, user, **facts):
        desk = self.env["aftersales.service.desk"].with_user(user)
        facts = {
            "device_id": self.device.id,
            "fault": "不转",
            "channel": "phone",
            "told": "phone",
        } | facts
        return desk.save(facts, f"token-{user.login}-{len(facts)}")

    def test_hotline_takes_the_call_and_sends_nobody(self):
        desk = self.env["aftersales.service.desk"].with_user(self.hotline)
        self.assertFalse(desk.start()["may_dispatch"])
        self.assertTrue(desk.look_up("T-O14"))
        desk.open("device", self.device.id)
        order = self.env["aftersales.order"].browse(self.save(self.hotline)["id"])
        self.assertEqual(order.first_contact_user_id, self.hotline)
        mine = order.with_user(self.hotline)
        with Form(mine) as form:
            form.contact_name = "周工"
        mine.action_urge()
        for send in (
            lambda: desk.technicians(order.id),
            lambda: desk.dispatch(order.id, self.li.id, False),
            self.env["aftersales.day.board"].with_user(self.hotline).get_day_board,
            mine.action_give_to_station,
        ):
            with self.assertRaises(GroupRefused):
                send()
        with self.assertRaises(AccessError):
            self.env["aftersales.visit"].with_user(self.hotline).create(
                {"order_id": order.id, "technician_id": self.li.id}
            )

    def test_hotline_takes_down_a_new_customer_and_machine(self):
        row = self.save(
            self.hotline,
            device_id=False,
            serial="T-NEW14",
            product_id=self.machine.id,
            customer={"name": "新客户"},
            contact_phone="0531-1234567",
        )
        order = self.env["aftersales.order"].browse(row["id"])
        self.assertEqual(order.partner_id.name, "新客户")
        self.assertEqual(order.device_id.serial, "T-NEW14")

    def test_hotline_solves_by_telephone(self):
        order = self.env["aftersales.order"].browse(self.save(self.hotline)["id"])
        order.with_user(self.hotline).action_solve_by_phone("重启")
        self.assertEqual(order.state, "closed")

    def test_back_office_sends_and_takes_no_call(self):
        order = self.make_order(self.device)
        board = self.env["aftersales.day.board"].with_user(self.office)
        shown = board.get_day_board()
        self.assertIn(order.id, [call["id"] for call in shown["calls"]])
        action = order.with_user(self.office).action_dispatch()
        visits = self.env["aftersales.visit"].with_user(self.office)
        visit = visits.with_context(**action["context"]).create(
            {"order_id": order.id, "technician_id": self.li.id}
        )
        self.assertEqual((visit.state, order.state), ("planned", "dispatched"))
        visit.action_reassign(self.zhao, note="顺路")
        visit.action_cancel()
        self.assertEqual(order.state, "registered")
        with self.assertRaises(GroupRefused):
            self.save(self.office)
        with self.assertRaises(AccessError):
            self.env["aftersales.order"].with_user(self.office).create(
                {"partner_id": self.customer.id, "fault": "x"}
            )

    def test_rights_beyond_reading(self):
        """Everything that the two may write, over all our models."""
        expected = {
            self.hotline: {
                "aftersales.order": "wc",
                "aftersales.order.damage": "wcu",
                "aftersales.device": "wc",
                "aftersales.mail": "w",
            },
            self.office: {"aftersales.order": "w", "aftersales.visit": "wc"},
        }
        for user, rights in expected.items():
            found = {}
            for model in MATRIX:
                records = self.env[model].with_user(user)
                plain = self.env[model].with_user(self.stranger)
                letters = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if letter != "r"
                    and records.has_access(operation)
                    and not plain.has_access(operation)
                )
                if letters:
                    found[model] = letters
            self.assertEqual(found, rights, user.login)

    def test_dispatcher_lost_nothing(self):
        for group in (HOTLINE, BACK_OFFICE):
            self.assertTrue(self.dispatcher.has_group(group))
            self.assertTrue(self.director.has_group(group))
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        self.assertTrue(desk.start()["may_dispatch"])
        for user in (self.hotline, self.office):
            self.assertFalse(user.has_group(DISPATCHER))

    def test_each_begins_at_his_own_screen(self):
        for user, screen in (
            (self.hotline, "aftersales_service.service_desk"),
            (self.office, "aftersales_service.day_board"),
            (self.dispatcher, "aftersales_service.service_desk"),
        ):
            action = user.with_user(user).action_aftersales_landing()
            self.assertEqual(action["tag"], screen)
