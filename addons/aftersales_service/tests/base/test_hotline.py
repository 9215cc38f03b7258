import re
from datetime import timedelta
from itertools import product

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time

from ...exceptions import GroupRefused
from ...groups import BACK_OFFICE, DISPATCHER, HOTLINE
from ..common import GROUP, AfterSalesCommon
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

    def test_hotline_ends_what_stands_on_its_list(self):
        """Wrong data and the word about a cause are tasks of the first contact."""
        order = self.env["aftersales.order"].browse(
            self.save(self.hotline, contact_phone="13800000000")["id"]
        )
        wrong = self.env["aftersales.correction"].create(
            {"order_id": order.id, "kind": "phone", "right_value": "13911112222"}
        )
        self.assertEqual(wrong.sudo().activity_id.user_id, self.hotline)
        wrong.with_user(self.hotline).action_apply()
        self.assertEqual((wrong.state, order.contact_phone), ("done", "13911112222"))
        self.make_policy(cause_step="tell")
        told = self.env["aftersales.order"].browse(
            self.save(self.hotline, fault="摔坏")["id"]
        )
        told.with_user(self.hotline).action_redecide("misuse", note="照片")
        step = told.cause_step_ids.with_user(self.hotline)
        self.assertEqual(step.user_id, self.hotline)
        step.write({"told_to": "周工", "told_how": "phone", "note": "人为损坏"})
        step.action_settle()
        self.assertEqual(step.state, "done")

    def make_policy(self, **switches):
        policy = self.env["aftersales.sla.policy"].create(
            {"name": "规定", "company_id": self.company.id}
        )
        vals = {"policy_id": policy.id, "valid_from": "2020-01-01"} | switches
        version = self.env["aftersales.sla.version"].create(vals)
        version.with_user(self.director).action_approve()

    def test_hotline_asks_others(self):
        order = self.env["aftersales.order"].browse(self.save(self.hotline)["id"])
        mine = order.with_user(self.hotline)
        mine.action_escalate("没见过")
        mine.action_hand_talks("要降价")
        kinds = set(order.sudo().approval_ids.mapped("kind"))
        self.assertEqual(kinds, {"escalation", "talks"})
        for user in (self.office, self.stranger):
            with self.assertRaises(GroupRefused):
                order.with_user(user).action_escalate("没见过")

    def test_back_office_follows_the_work(self):
        order = self.make_order(self.device)
        visit = self.make_visit(order).with_user(self.office)
        visit.action_send_helper(self.zhao, note="重")
        self.assertEqual(visit.helper_ids, self.zhao)
        with self.assertRaises(GroupRefused):
            visit.with_user(self.hotline).action_send_helper(self.zhao)
        window = self.env["aftersales.sla.pause"].with_user(self.office)
        window.create(
            {"res_model": order._name, "res_id": order.id, "reason": "等客户"}
        ).action_apply()
        self.assertEqual(order.time_owner, "customer")
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            order.with_user(self.office).action_resume()
        self.assertEqual(order.time_owner, "us")

    def test_back_office_reconciles_the_day(self):
        """内勤汇总: the evening's comparison with the vouchers is theirs, not the hotline's."""
        self.make_order(self.device)
        days = self.env["aftersales.register.day"].with_user(self.office)
        day = days.browse(days.action_open_day_end()["res_id"])
        day.voucher_counted = day.voucher_expected
        day.action_check()
        self.assertEqual((day.state, day.checked_by_id), ("checked", self.office))
        with self.assertRaises(GroupRefused):
            days.with_user(self.hotline).action_open_day_end()

    def test_screens_offer_each_his_half(self):
        """What the server lets them do has its button, what it refuses has none."""
        talks, sends = (
            {"action_urge", "action_submit_claim", "action_notify_agent"},
            {"action_dispatch", "action_give_to_station"},
        )
        shared = {"action_cancel", "action_ask_question", "action_report_problem"}
        for user, his, other in (
            (self.hotline, talks | shared, sends),
            (self.office, sends | shared, talks),
        ):
            orders = self.env["aftersales.order"].with_user(user)
            arch = orders.get_views([(False, "form")])["views"]["form"]["arch"]
            shown = set(re.findall(r'name="(action_\w+)"', arch))
            self.assertLessEqual(his, shown, user.login)
            self.assertFalse(other & shown, user.login)
        mails = self.env["aftersales.mail"].with_user(self.hotline)
        arch = mails.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertIn('name="action_add"', arch)

    def test_reports_without_a_unit_go_to_somebody_at_the_desk(self):
        """Where nobody is a whole dispatcher, the hotline owes the answer."""
        other = self.env["res.company"].create({"name": "丙公司"})
        user = self.make_user(
            "hotline",
            "hotline_c",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        nobody = self.env["aftersales.unit"]
        self.assertEqual(nobody._get_contact_user(other), user)

    def test_rights_beyond_reading(self):
        """Everything that the two may write, over all our models."""
        shared = {
            "aftersales.question": "wc",
            "aftersales.cause.step": "w",
            "aftersales.duty": "w",
            "aftersales.sla.extension": "wc",
        }
        expected = {
            self.hotline: {
                "aftersales.order": "wc",
                "aftersales.order.damage": "wcu",
                "aftersales.device": "wc",
                "aftersales.mail": "w",
                "aftersales.correction": "w",
                **shared,
            },
            self.office: {
                "aftersales.order": "w",
                "aftersales.visit": "wc",
                "aftersales.activation": "w",
                "aftersales.question.meeting": "wcu",
                "aftersales.register.day": "wc",
                **shared,
            },
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

    def test_a_second_role_narrows_nothing(self):
        """Rules that show a technician his own jobs are for those who are nothing else."""
        rules = self.env["ir.rule"]
        narrowed = []
        for role in ("hotline", "back_office"):
            one = self.make_user(role, login=f"one_{role}")
            both = self.make_user(f"{role},{GROUP}technician", login=f"both_{role}")
            for model, operation in product(MATRIX, OPERATIONS.values()):
                if self.env[model].with_user(one).has_access(operation):
                    alone, more = (
                        rules.with_user(user)._compute_domain(model, operation)
                        for user in (one, both)
                    )
                    if alone != more:
                        narrowed.append(f"{role} {operation} {model}")
        self.assertFalse(narrowed)

    def test_the_desk_sees_every_question(self):
        """Whoever sits at the telephone tells the customer what others asked for him."""
        order = self.make_order(self.device)
        asked = order.with_user(self.dispatcher).env["aftersales.question"]
        question = asked.create({"name": "保修多久", "order_id": order.id})
        question.with_user(self.director).action_answer("一年")
        desk = self.env["aftersales.service.desk"].with_user(self.hotline)
        self.assertIn(question.id, [row["id"] for row in desk.start()["questions"]])
        question.with_user(self.hotline).action_tell("phone", "周工")
        self.assertEqual(question.told_by_id, self.hotline)

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
