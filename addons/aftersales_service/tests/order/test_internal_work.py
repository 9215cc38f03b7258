from psycopg2.errors import NotNullViolation

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestInternalWork(AfterSalesCommon):
    """Service type D is work of our own: kinds and hours (S-30)."""

    def form(self):
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        action = self.env.ref("aftersales_service.aftersales_order_action_internal")
        view = action.view_ids.filtered(lambda v: v.view_mode == "form").view_id
        context = {"default_internal_user_ids": self.dispatcher.ids}
        return Form(orders.with_context(**context), view=view)

    def work(self, kind="tools", **vals):
        return (
            self.env["aftersales.order"]
            .with_user(self.dispatcher)
            .create({"internal_kind": kind} | vals)
        )

    def test_needs_neither_customer_nor_fault(self):
        with self.form() as form:
            form.internal_kind = "inspection"
            form.internal_hours = 2.5
        order = form.record
        self.assertEqual(order.service_type, "d")
        self.assertEqual(order.partner_id, self.company.partner_id)
        self.assertEqual(order.fault, "Routine Inspection")
        self.assertEqual(order.internal_user_ids, self.dispatcher)

    def test_customers_calls_still_need_both(self):
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        for vals in ({"fault": "x"}, {"partner_id": self.customer.id}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(NotNullViolation),
                self.env.cr.savepoint(),
            ):
                orders.create(vals)

    def test_hours_of_everybody_are_added(self):
        people = self.dispatcher | self.technician
        order = self.work("training", internal_hours=3)
        order.internal_user_ids = people
        self.assertEqual(order.internal_hours_total, 6)
        groups = self.env["aftersales.order"]._read_group(
            [("id", "in", order.ids)], ["internal_kind"], ["internal_hours_total:sum"]
        )
        self.assertEqual(groups, [("training", 6)])

    def test_is_not_closed_without_hours(self):
        order = self.work(fault="扳手校验")
        self.assertEqual(order.fault, "扳手校验")
        with self.assertRaisesRegex(MoveRefused, "hours"):
            order.action_close()
        order.internal_hours = 1
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_starts_no_deadline_and_is_never_charged(self):
        order = self.work()
        self.assertFalse(order.clock_ids)
        self.assertEqual(order.service_type, "d")
        with self.assertRaisesRegex(ProofMissing, "internal work"):
            order.service_type = "a"

    def test_technicians_write_none(self):
        with self.assertRaises(AccessError):
            self.env["aftersales.order"].with_user(self.technician).create(
                {"internal_kind": "tools"}
            )


class TestSolutionPlace(AfterSalesCommon):
    """How a job was solved is told by its documents (S-42)."""

    def test_solved_visit_is_on_site(self):
        order = self.make_order(self.make_device())
        visit = self.make_visit(order)
        self.go_to_work(visit, consent="张主任")
        self.finish(visit)
        self.assertFalse(order.solution_place)
        self.sign(visit)
        self.assertEqual(order.solution_place, "on_site")

    def test_later_in_the_story_says_more(self):
        order = self.make_order()
        for place, shown in (
            ("phone", "phone"),
            ("take_in", "take_in"),
            ("on_site", "take_in"),
            ("exchange", "exchange"),
            ("factory", "exchange"),
        ):
            order._note_solution(place)
            self.assertEqual(order.solution_place, shown)
