from datetime import datetime

from freezegun import freeze_time

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from .mail_common import MailCase


class TestMailHandled(MailCase):
    """One click of a clerk, and a held mail is an order, in one, or gone."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-02 01:00:00"):
            self.held = self.get_held()

    def get_held(self, **headers):
        mail = self.write_mail(
            "YJ260900001 坏了", **{"From": "李工 <li@new.example>"} | headers
        )
        mail.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
        before = self.mails.search([])
        self.take(mail)
        return (self.mails.search([]) - before).with_user(self.dispatcher)

    def assert_moved(self, order, mail=None):
        mail = mail or self.held
        self.assertEqual((mail.order_id, mail.handled_by_id), (order, self.dispatcher))
        email = order.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(email.attachment_ids.mapped("name"), ["a.png"])
        self.assertEqual(email.attachment_ids.res_model, "aftersales.order")
        self.assertEqual(email.attachment_ids.res_id, order.id)
        self.assertFalse(mail.message_ids.filtered(lambda m: m.message_type == "email"))

    def test_new_customer_and_order(self):
        action = self.held.action_new_customer()
        order = self.held.order_id
        self.assertEqual(action["res_id"], order.id)
        self.assertRecordValues(
            order.partner_id, [{"name": "李工", "email": "li@new.example"}]
        )
        self.assertRecordValues(
            order,
            [
                {
                    "channel": "email",
                    "called_at": datetime(2026, 3, 2, 1),
                    "first_contact_user_id": self.dispatcher.id,
                    "unit_id": self.unit.id,
                    "device_id": False,
                }
            ],
        )
        self.assert_moved(order)
        self.assertTrue(self.sent(order))
        self.assertEqual(self.receive(From="li@new.example").state, "opened")

    def test_customer_that_is_there_gets_the_address_as_a_contact(self):
        self.held.partner_id = self.customer
        self.customer.email = "info@qilu.example"
        self.held.action_open_order()
        order = self.held.order_id
        self.assertRecordValues(
            order.partner_id,
            [
                {
                    "name": "李工",
                    "parent_id": self.customer.id,
                    "email": "li@new.example",
                }
            ],
        )
        self.assertEqual(order.device_id, self.device)
        self.assert_moved(order)
        later = self.receive(From="li@new.example")
        self.assertEqual(later.order_id.partner_id, order.partner_id)

    def test_customer_without_an_address_gets_this_one(self):
        self.contact.email = False
        self.held.partner_id = self.contact
        self.held.action_open_order()
        self.assertEqual(self.contact.email, "li@new.example")
        self.assertEqual(self.held.order_id.partner_id, self.contact)

    def test_into_an_order_that_is_there(self):
        order = self.make_order()
        self.held.order_id = order
        self.held.action_add()
        self.assertEqual(self.held.state, "added")
        self.assert_moved(order)

    def test_discarded_with_a_reason_and_taken_back(self):
        with self.assertRaises(ProofMissing):
            self.held.action_discard()
        wizard = (
            self.env["aftersales.mail.discard"]
            .with_user(self.dispatcher)
            .with_context(active_model="aftersales.mail", active_ids=self.held.ids)
            .create({"reason": "spam", "note": "卖发票的"})
        )
        wizard.action_discard()
        self.assertEqual(
            (self.held.state, self.held.discard_reason), ("discarded", "spam")
        )
        self.assertIn("卖发票的", self.held.message_ids[0].body)
        self.held.action_take_back()
        self.assertEqual((self.held.state, self.held.handled_by_id.id), ("held", False))

    def test_what_is_missing_is_said(self):
        with self.assertRaisesRegex(ProofMissing, "choose the customer first"):
            self.held.action_open_order()
        with self.assertRaisesRegex(ProofMissing, "choose the service order"):
            self.held.action_add()
        self.env["res.partner"].create({"name": "李某", "email": "LI@new.example"})
        with self.assertRaisesRegex(MoveRefused, "li@new.example belongs to 李某"):
            self.held.action_new_customer()

    def test_second_clerk_learns_who_was_faster(self):
        self.held.action_new_customer()
        for move in (
            self.held.action_new_customer,
            self.held.action_open_order,
            self.held.action_add,
            lambda: self.held.action_discard("spam"),
        ):
            with self.assertRaisesRegex(MoveRefused, "already, by as_dispatcher"):
                move()

    def test_only_the_desk_decides(self):
        mail = self.held.with_user(self.inspector)
        self.assertTrue(mail.text)
        for move in ("action_new_customer", "action_add", "action_take_back"):
            with self.assertRaises(GroupRefused):
                getattr(mail, move)()

    def test_machines_get_no_answer_even_from_a_person(self):
        mail = self.get_held(From="wang@qilu.example", Auto_Submitted="auto-replied")
        self.assertEqual((mail.reason, mail.partner_id), ("auto", self.contact))
        mail.action_open_order()
        self.assertFalse(self.sent(mail.order_id))

    def test_forged_mail_is_answered_at_the_address_on_record_only(self):
        mail = self.get_held(
            From="wang@qilu.example", Authentication_Results="mx; spf=fail"
        )
        mail.action_open_order()
        self.assertEqual(self.sent(mail.order_id).partner_ids, self.contact)

    def test_mail_about_a_finished_order_opens_its_own(self):
        order = self.receive().order_id
        order.action_cancel()
        mail = self.receive(Subject=order.name).with_user(self.dispatcher)
        mail.order_id = False
        mail.action_open_order()
        self.assertNotEqual(mail.order_id, order)

    def test_list_costs_a_fixed_number_of_queries(self):
        spec = {
            "display_name": {},
            "preview": {},
            "message_attachment_count": {},
            "hint_ids": {"fields": {"display_name": {}}},
            "partner_id": {"fields": {"display_name": {}}},
        }
        counts = []
        for size in (2, 10):
            for number in range(size):
                self.get_held(From=f"{size}-{number}@many.example")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.mails.with_user(self.dispatcher).web_search_read(
                [("state", "=", "held")], spec, limit=80
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
