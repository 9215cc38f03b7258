from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.aftersales_service.exceptions import ProofMissing

from .common import TicketCommon


class TestTicket(TicketCommon):
    def note(self, record):
        return record.sudo().message_ids[:1].body

    # --- from ticket to job

    def test_ticket_becomes_a_service_order(self):
        with freeze_time("2026-06-01 01:00:00"):
            ticket = self.make_ticket()
            self.env.flush_all()
        order = self.make_job(ticket)
        self.assertRecordValues(
            order,
            [
                {
                    "helpdesk_ticket_id": ticket.id,
                    "device_id": self.device.id,
                    "partner_id": self.customer.id,
                    "contact_phone": self.customer.phone,
                    "channel": "online",
                    "called_at": ticket.create_date,
                    "company_id": ticket.company_id.id,
                    "first_contact_user_id": self.dispatcher.id,
                    "state": "registered",
                }
            ],
        )
        self.assertEqual(order.fault, "电机异响\n轴承端发热，*有异响*")
        self.assertEqual(ticket.aftersales_order_id, order)
        self.assertEqual(ticket.aftersales_order_state, "registered")
        self.assertEqual(ticket.aftersales_order_count, 1)

    def test_a_ticket_of_the_highest_priority_is_an_urgent_job(self):
        for priority, urgent in (("3", "1"), ("2", "0"), ("0", "0")):
            order = self.make_job(self.make_ticket(priority=priority))
            self.assertEqual(order.priority, urgent, priority)

    def test_the_job_goes_to_the_unit_of_the_customers_region(self):
        unit = self.env["aftersales.unit"].create(
            {"name": "长沙", "code": "H-CS", "cities": "长沙"}
        )
        self.customer.city = "长沙市"
        order = self.make_job(self.make_ticket())
        self.assertEqual(order.unit_id, unit)
        self.assertEqual(order.first_contact_user_id, self.dispatcher)

    def test_each_leads_to_the_other(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        self.assertEqual(ticket.action_view_aftersales_orders()["res_id"], order.id)
        self.assertEqual(order.action_view_helpdesk_ticket()["res_id"], ticket.id)

    def test_pressed_again_opens_the_open_one(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        self.assertEqual(self.make_job(ticket), order)
        order.action_cancel()
        second = self.make_job(ticket)
        self.assertNotEqual(second, order)
        self.assertEqual(ticket.aftersales_order_id, second)
        self.assertEqual(ticket.aftersales_order_count, 2)
        action = ticket.action_view_aftersales_orders()
        self.assertEqual(set(action["domain"][0][2]), {order.id, second.id})

    def test_two_clerks_make_one_job(self):
        """What the second of two simultaneous presses meets, after the first committed."""
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            order.sudo()._in_flow().copy({"helpdesk_ticket_id": ticket.id})

    def test_ticket_of_another_customer_is_his_job(self):
        """An agent writes about a machine of somebody else: he asked for the job."""
        agent = self.env["res.partner"].create({"name": "代理商", "phone": "0532-1"})
        ticket = self.make_ticket(partner_id=agent.id, partner_name="代理商")
        order = self.make_job(ticket)
        self.assertEqual(order.partner_id, agent)
        self.assertEqual(
            (order.contact_name, order.contact_phone), ("代理商", "0532-1")
        )

    def test_name_in_the_ticket_is_the_contact(self):
        ticket = self.make_ticket(partner_name="车间王师傅")
        self.assertEqual(self.make_job(ticket).contact_name, "车间王师傅")

    def test_telephone_ticket_is_a_telephone_call(self):
        phone = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        order = self.make_job(self.make_ticket(channel_id=phone.id))
        self.assertEqual(order.channel, "phone")

    def test_ticket_of_nobody_is_refused(self):
        ticket = self.make_ticket(partner_id=False, aftersales_device_id=False)
        with self.assertRaisesRegex(ProofMissing, f"{ticket.number}.*no customer"):
            ticket.action_aftersales_create_order()

    def test_device_without_a_contact_is_enough(self):
        ticket = self.make_ticket(partner_id=False)
        self.assertEqual(self.make_job(ticket).partner_id, self.customer)

    def test_only_the_desk_creates_jobs(self):
        ticket = self.make_ticket()
        for user in (self.helper, self.technician):
            with self.assertRaises(AccessError):
                ticket.with_user(user).action_aftersales_create_order()

    # --- device and decision

    def test_scanned_serial_fills_device_and_customer(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.dispatcher)
        with Form(tickets) as form:
            form.name = "电机异响"
            form.description = "异响"
            form.aftersales_scan = "ＹＪ２６０９００００１"
            self.assertEqual(form.aftersales_device_id, self.device)
            self.assertEqual(form.partner_id, self.customer)
            self.assertFalse(form.aftersales_scan)

    def test_unknown_serial_is_told(self):
        ticket = self.env["helpdesk.ticket"].new({"aftersales_scan": "X-404"})
        warning = ticket._onchange_aftersales_scan()["warning"]
        self.assertIn("X-404", warning["message"])
        self.assertFalse(ticket.aftersales_device_id)

    def test_shows_who_would_pay_today_and_then_what_was_decided(self):
        ticket = self.make_ticket()
        panel = ticket.aftersales_decision_panel
        expected = self.device.with_user(self.dispatcher).decision_panel
        self.assertEqual(panel["lines"], expected["lines"])
        self.assertTrue(panel["lines"])
        self.assertEqual(panel["version"], 0)
        order = self.make_job(ticket)
        order.action_redecide("misuse")
        ticket.invalidate_recordset()
        panel = ticket.aftersales_decision_panel
        self.assertEqual((panel["version"], panel["cause"]), (2, "misuse"))
        self.assertNotEqual(panel["lines"], expected["lines"])

    def test_ticket_without_device_shows_nothing(self):
        ticket = self.make_ticket(aftersales_device_id=False)
        self.assertEqual(ticket.aftersales_decision_panel["lines"], [])

    def test_device_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "二厂"})
        device = self.make_device("X-1", company_id=other.id, partner_id=False)
        with self.assertRaisesRegex(UserError, "X-1"):
            self.make_ticket(aftersales_device_id=device.id)

    # --- what they tell each other

    def test_ticket_hears_how_far_the_job_is(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        self.assertIn(f"{order.name}</a>: Registered", self.note(ticket))
        visit = self.make_visit(order)
        self.assertIn(": Dispatched", self.note(ticket))
        visit.action_contact()
        self.assertEqual(order.state, "contacted")
        self.assertIn(": Contacted", self.note(ticket))
        author = ticket.sudo().message_ids[:1].author_id
        self.assertEqual(author, self.technician.partner_id)

    def test_open_job_hears_of_the_ticket(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        ticket.with_user(self.helper).stage_id = self.done
        self.assertIn(f"{ticket.number}: Done", self.note(order))
        self.assertEqual(order.sudo().message_ids[:1].author_id, self.helper.partner_id)
        before = len(order.sudo().message_ids)
        ticket.stage_id = self.done
        self.assertEqual(len(order.sudo().message_ids), before, "nothing changed")

    def test_a_cancelled_job_hears_nothing(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        order.action_cancel()
        before = len(order.sudo().message_ids)
        ticket.stage_id = self.done
        self.assertEqual(len(order.sudo().message_ids), before)

    def test_parts_of_the_job_are_counted(self):
        ticket = self.make_ticket()
        order = self.make_job(ticket)
        self.assertEqual(ticket.aftersales_requisition_count, 0)
        requisition = self.make_requisition(self.make_visit(order))
        ticket.invalidate_recordset()
        self.assertEqual(ticket.aftersales_requisition_count, 1)
        action = ticket.action_view_aftersales_requisitions()
        found = self.env["aftersales.requisition"].search(action["domain"])
        self.assertEqual(found, requisition)

    # --- who sees what

    def test_helpdesk_without_after_sales_works_as_before(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.helper)
        self.assertNotIn("aftersales", tickets.get_view(view_type="form")["arch"])
        self.assertNotIn("aftersales", tickets.get_view(view_type="search")["arch"])
        ticket = self.make_ticket()
        with self.assertRaises(AccessError):
            ticket.with_user(self.helper).read(["aftersales_device_id"])

    def test_after_sales_without_helpdesk_works_as_before(self):
        order = self.make_job(self.make_ticket()).with_user(self.inspector)
        arch = order.get_view(view_type="form")["arch"]
        self.assertNotIn("helpdesk_ticket_id", arch)
        self.assertNotIn("action_view_helpdesk_ticket", arch)
        order.read(["name", "state"])

    def test_another_customer_gets_another_link(self):
        ticket = self.make_ticket().sudo()
        token = ticket._portal_ensure_token()
        ticket.partner_id = self.env["res.partner"].create({"name": "别家"})
        self.assertNotEqual(ticket._portal_ensure_token(), token)

    def test_visitors_write_no_stages(self):
        visitor = self.env.ref("base.public_user")
        stages = self.env["helpdesk.ticket.stage"].with_user(visitor)
        self.assertFalse(stages.has_access("write"))
        self.assertTrue(stages.has_access("read"))
