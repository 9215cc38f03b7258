from odoo.tests import freeze_time

from ..sla.common import SlaCommon, utc


class TestPartWaits(SlaCommon):
    """A part that is short makes the job wait for parts, by its requisition alone (C1, C7)."""

    def setUp(self):
        super().setUp()
        rules = [
            self.make_rule("parts_awaited", "parts_there", code="C1", amount=48,
                           unit="hour", calendar_id=False, pause_customer=False),
            self.make_rule(amount=24, unit="hour", calendar_id=False, code="T-18",
                           pause_parts=True),
        ]  # fmt: skip
        self.make_sla(rules)
        with freeze_time(utc(2026, 3, 2, 9)):
            self.order = self.make_order(
                called_at=utc(2026, 3, 2, 9), service_type="c", distance_km=5
            )
            self.visit = self.make_visit(self.order)
        self.rare = self.make_part("主轴", 900, 500)

    def at(self, moment, call, *args):
        with freeze_time(utc(2026, 3, *moment)):
            result = call(*args)
            self.env.flush_all()
        return result

    def owners(self):
        self.order.invalidate_recordset()
        entries = self.order.sudo().time_entry_ids.sorted("moment")
        return [(entry.owner, entry.cause_model) for entry in entries]

    def clock(self, code="C1"):
        found = self.order.sudo().clock_ids.filtered(lambda c: c.code == code)
        found.invalidate_recordset()
        return found

    def ask(self, part, moment=(2, 10)):
        return self.at(moment, self.make_requisition, self.visit, (part, 2))

    def test_what_is_in_stock_is_not_waited_for(self):
        self.ask(self.part)
        self.assertEqual((self.owners(), self.clock().ids), ([], []))

    def test_short_until_it_is_received(self):
        asked = self.ask(self.rare)
        model = "aftersales.requisition"
        self.assertEqual(self.owners(), [("parts", model)])
        entry = self.order.sudo().time_entry_ids
        self.assertEqual(entry.cause_id, asked.id)
        self.assertEqual(entry.action_open_cause()["res_id"], asked.id)
        self.assertEqual(self.clock().due_at, utc(2026, 3, 4, 10))
        self.at((3, 10), self.add_stock, self.rare, 2)
        self.at((3, 10), asked.sudo().picking_ids.action_assign)
        self.assertEqual(self.owners(), [("parts", model), ("us", model)])
        self.assertEqual(self.clock().stopped_at, utc(2026, 3, 3, 10))
        self.assertFalse(self.clock().late)
        # A day with the store is not ours where the rule says so.
        self.assertEqual(self.clock("T-18").due_at, utc(2026, 3, 4, 9))

    def test_half_of_it_is_still_short(self):
        asked = self.ask(self.rare)
        self.at((3, 9), self.add_stock, self.rare, 1)
        self.at((3, 10), asked.sudo().picking_ids.action_assign)
        self.assertEqual(len(self.owners()), 1)
        self.assertFalse(self.clock().stopped_at)

    def test_called_off_nobody_waits(self):
        asked = self.ask(self.rare)
        self.at((2, 11), asked.action_cancel)
        self.assertEqual([owner for owner, _cause in self.owners()], ["parts", "us"])
        self.assertTrue(self.clock().stopped_at)

    def test_called_off_by_the_store(self):
        asked = self.ask(self.rare)
        self.at((2, 11), asked.sudo().picking_ids.action_cancel)
        self.assertEqual([owner for owner, _cause in self.owners()], ["parts", "us"])
        self.assertTrue(self.clock().stopped_at)

    def test_who_may_not_write_jobs_ends_the_wait(self):
        self.ask(self.rare)
        order = self.order.with_user(self.keeper)
        self.assertFalse(order.has_access("write"))
        order._forget_event("parts_awaited")
        self.assertNotIn("parts_awaited", order.sudo().clock_events)

    def test_a_job_that_took_over_the_visit_waits_for_its_parts(self):
        asked = self.ask(self.rare)
        with freeze_time(utc(2026, 3, 2, 11)):
            second = self.make_order(called_at=utc(2026, 3, 2, 11), distance_km=5)
            second.with_user(self.dispatcher)._merge(self.order)
        self.order = second
        self.assertEqual(self.owners(), [("parts", "aftersales.requisition")])
        self.assertEqual(second.sudo().time_entry_ids.cause_id, asked.id)
        self.assertFalse(self.clock().stopped_at)
        self.assertTrue(self.clock())

    def test_the_second_wait_has_a_clock_of_its_own(self):
        first = self.ask(self.rare)
        self.at((2, 11), first.action_cancel)
        self.ask(self.rare, (2, 12))
        due = sorted(self.clock().mapped("due_at"))
        self.assertEqual(due, [utc(2026, 3, 4, 10), utc(2026, 3, 4, 12)])

    def test_a_person_s_word_stays_until_he_says_that_work_goes_on(self):
        order = self.order.with_user(self.dispatcher)
        self.at((2, 9, 30), order._change_owner, "customer", "客户出差")
        self.ask(self.rare)
        self.assertEqual(self.owners(), [("customer", False)])
        self.at((2, 11), order.action_resume)
        expected = ["customer", "us", "parts"]
        self.assertEqual([owner for owner, _cause in self.owners()], expected)

    def test_without_a_policy_for_it_the_owner_is_known_all_the_same(self):
        self.env["aftersales.sla.policy"].search([]).active = False
        self.make_sla([self.make_rule()])
        with freeze_time(utc(2026, 3, 2, 9)):
            self.order = self.make_order(service_type="c")
            self.visit = self.make_visit(self.order)
        self.ask(self.rare)
        self.assertEqual(self.order.time_owner, "parts")
