from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .mail_common import MailCase


class TestMailHeld(MailCase):
    """What comes from strangers and machines waits, and nobody gets an answer."""

    def hold(self, reason, body="电机异响", **headers):
        orders = self.env["aftersales.order"].search_count([])
        letters = self.env["mail.mail"].search_count([])
        mail = self.receive(body, **headers)
        self.assertEqual((mail.state, mail.reason), ("held", reason), headers)
        self.assertEqual(self.env["aftersales.order"].search_count([]), orders)
        self.assertEqual(self.env["mail.mail"].search_count([]), letters)
        self.assertFalse(mail.message_partner_ids)
        return mail

    def test_unknown_sender_keeps_everything(self):
        partners = self.env["res.partner"].search_count([])
        mail = self.hold("unknown", "YJ260900001 坏了", From="Li <li@new.example>")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertRecordValues(
            mail,
            [
                {
                    "name": "报修",
                    "email_from": '"Li" <li@new.example>',
                    "email_key": "li@new.example",
                    "text": "YJ260900001 坏了",
                    "unit_id": self.unit.id,
                    "partner_id": False,
                }
            ],
        )
        self.assertIn("坏了", mail.message_ids.body)
        self.assertEqual(mail.with_user(self.dispatcher).hint_ids, self.device)

    def test_address_of_two_customers(self):
        self.env["res.partner"].create({"name": "别家", "email": "wang@qilu.example"})
        self.hold("ambiguous")

    def test_colleague_who_forwards_a_mail(self):
        self.dispatcher.email = "desk@repairs.example"
        self.hold("staff", From="desk@repairs.example")

    def test_automatic_answers_of_a_known_customer(self):
        self.hold("auto", Auto_Submitted="auto-replied")
        self.hold("auto", X_Autoreply="yes")
        self.hold("auto", Subject="自动回复:报修")

    def test_newsletters_and_lists(self):
        self.hold("bulk", Precedence="bulk")
        self.hold("bulk", List_Id="<news.qilu.example>")

    def test_undeliverable_mail_to_a_unit(self):
        self.hold("bounce", From="MAILER-DAEMON@qilu.example")
        self.hold("bounce", Return_Path="<>")

    def test_own_addresses(self):
        self.hold("own", From="service-shanghai@repairs.example")
        self.company.email = "info@repairs.example"
        self.hold("own", From="info@repairs.example")

    def test_sender_that_the_mail_server_does_not_believe(self):
        for value in ("mx; spf=fail", "mx; dkim=fail; spf=none", "mx; dmarc=fail"):
            mail = self.hold("forged", Authentication_Results=value)
            self.assertEqual(mail.partner_id, self.contact)
        self.hold("forged", Received_SPF="Fail (not permitted)")

    def test_believed_or_unchecked_senders_are_opened(self):
        for value in ("mx; spf=pass; dkim=pass; dmarc=pass", "mx; spf=softfail", None):
            self.assertEqual(
                self.receive(Authentication_Results=value).state, "opened", value
            )

    def test_forged_answer_is_not_put_into_the_order(self):
        order = self.receive().order_id
        message = order.message_ids.filtered(lambda m: m.message_type == "email")
        mail = self.hold(
            "forged",
            In_Reply_To=message.message_id,
            Authentication_Results="mx; spf=fail",
        )
        self.assertEqual(mail.order_id, order)

    def test_more_than_allowed_within_an_hour(self):
        self.company.aftersales_mail_hourly = 3
        for _number in range(3):
            self.assertEqual(self.receive().state, "opened")
        self.hold("flood")
        self.env["mail.gateway.allowed"].create({"email": "wang@qilu.example"})
        self.assertEqual(self.receive().state, "opened")

    def test_core_throws_nothing_away_and_answers_nobody(self):
        """Core would give up the mails of a sender after its own threshold."""
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 2)
        order = self.receive().order_id
        message = order.message_ids.filtered(lambda m: m.message_type == "email")
        for _number in range(4):
            self.assertEqual(self.receive().state, "opened")
            mail = self.receive(In_Reply_To=message.message_id)
            self.assertEqual(mail.state, "added")

    def test_sender_does_not_act_with_his_rights(self):
        """A forged From of a portal user makes nothing in his name."""
        portal = mail_new_test_user(
            self.env, "as_mail_portal", groups="base.group_portal"
        )
        portal.partner_id.write(
            {"email": "p@qilu.example", "parent_id": self.customer.id}
        )
        order = self.receive(From="p@qilu.example").order_id
        self.assertEqual(order.create_uid, self.env.ref("base.user_root"))

    def test_mail_that_cannot_be_opened_is_held_with_the_sentence(self):
        """Somebody set the numbers back: the next one is taken."""
        taken = self.make_order()
        ranges = self.env.ref("aftersales_service.sequence_order").date_range_ids
        ranges.write({"number_next": int(taken.name.rpartition("-")[2])})
        with mute_logger("odoo.sql_db"):
            mail = self.hold("failed")
        self.assertIn("aftersales_order_name_unique", mail.note)
        self.assertEqual(mail.partner_id, self.contact)
        self.assertIn("电机异响", mail.message_ids.body)
        ranges.write({"number_next": 77_000})
        mail.with_user(self.dispatcher).action_open_order()
        self.assertEqual(mail.state, "opened")

    def test_desk_day_end_and_menu_count_them(self):
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        before = desk.start()["held"]
        self.hold("unknown", From="li@new.example")
        self.receive()
        self.assertEqual(desk.start()["held"], before + 1)
        today = self.company._aftersales_today()
        day = self.env["aftersales.register.day"]._open_days(self.company, today, today)
        day = day.filtered(lambda d: d.unit_id == self.unit)
        self.assertEqual(day.held_mail_count, 1)
        found = day.with_user(self.dispatcher).action_view_held_mails()
        self.assertEqual(found["res_model"], "aftersales.mail")

    def test_row_cannot_be_typed_over(self):
        mail = self.hold("unknown", From="li@new.example").with_user(self.dispatcher)
        for name in ("text", "email_key", "reason", "state"):
            with self.assertRaisesRegex(Exception, "use the buttons"):
                mail.write({name: False})
