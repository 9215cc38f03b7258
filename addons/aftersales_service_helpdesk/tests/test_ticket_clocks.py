from datetime import timedelta

from odoo.exceptions import AccessError

from odoo.addons.aftersales_service.tests.sla.common import SlaCommon

from .common import TicketCommon


class TestTicketClocks(TicketCommon, SlaCommon):
    """A ticket about a device keeps our promises until its job does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla(
            [
                cls.make_rule(stop="answered", code="T-1", amount=8, unit="hour"),
                cls.make_rule(stop="closed", code="T-2", amount=3, unit="day"),
            ]
        )

    def clocks(self, document):
        return document.sudo()._find_clocks().sorted("code")

    def test_deadlines_run_from_the_ticket(self):
        ticket = self.make_ticket()
        clocks = self.clocks(ticket)
        self.assertEqual(clocks.mapped("code"), ["T-1", "T-2"])
        self.assertEqual(set(clocks.mapped("event_at")), {ticket.create_date})
        self.assertGreaterEqual(
            clocks[0].due_at, ticket.create_date + timedelta(hours=8)
        )
        self.assertEqual(ticket.next_clock_id, clocks[0])
        self.assertTrue(ticket.clock_words)

    def test_device_named_later_begins_them(self):
        ticket = self.make_ticket(aftersales_device_id=False)
        self.assertFalse(self.clocks(ticket))
        ticket.aftersales_device_id = self.device
        self.assertEqual(len(self.clocks(ticket)), 2)
        self.assertEqual(self.clocks(ticket)[0].event_at, ticket.create_date)

    def test_job_takes_them_over(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        self.assertTrue(all(self.clocks(ticket).mapped("cancelled_at")))
        self.assertFalse(ticket.next_clock_id)
        taken = self.clocks(order)
        self.assertEqual(taken.mapped("due_at"), self.clocks(ticket).mapped("due_at"))
        self.assertFalse(any(taken.mapped("cancelled_at")))

    def test_closed_ticket_has_kept_its_promise(self):
        ticket = self.make_ticket()
        ticket.with_user(self.helper).stage_id = self.done
        first, second = self.clocks(ticket)
        self.assertTrue(first.cancelled_at)
        self.assertTrue(second.stopped_at)

    def test_people_of_the_helpdesk_read_no_deadlines(self):
        ticket = self.make_ticket().with_user(self.helper)
        for name in ("clock_ids", "clock_events", "clock_words", "time_entry_ids"):
            with self.assertRaises(AccessError, msg=name):
                ticket.read([name])
