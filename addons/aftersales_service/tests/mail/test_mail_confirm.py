from datetime import timedelta

from freezegun import freeze_time

from .mail_common import MailCase


class TestMailConfirms(MailCase):
    """A known customer learns number, promise and link; once, and at his own address."""

    def test_it_says_what_was_understood(self):
        self.contact.lang = "en_US"
        order = self.receive("YJ260900001 <b>异响</b>").order_id
        message = self.sent(order)
        self.assertEqual(message.partner_ids, self.contact)
        self.assertIn(order.name, message.subject)
        for word in (
            order.name,
            "YJ260900001",
            "异响",
            order._portal_time(order.promised_at),
            order.access_token,
        ):
            self.assertIn(word, message.body)
        self.assertNotIn("<b>异响", message.body)
        self.assertEqual(order.promise_ids.told_how, "email")
        self.assertTrue(order.mail_confirmed_at)

    def test_it_goes_to_the_address_on_record_and_says_it_is_automatic(self):
        order = self.receive(
            From="王工 <WANG@qilu.example>", Reply_To="evil@evil.example"
        ).order_id
        letters = self.env["mail.mail"].search(
            [("mail_message_id", "in", self.sent(order).ids)]
        )
        self.assertEqual(letters.recipient_ids, self.contact)
        self.assertFalse(letters.email_to or letters.email_cc)
        self.assertIn("service-shanghai@repairs.example", letters.reply_to)
        self.assertIn("'Auto-Submitted': 'auto-replied'", letters.headers)

    def test_at_most_once_an_hour(self):
        with freeze_time("2026-03-02 01:00:00"):
            first, second = self.receive().order_id, self.receive().order_id
        self.assertTrue(first.mail_confirmed_at)
        self.assertFalse(second.mail_confirmed_at or self.sent(second))
        self.assertFalse(second.promise_told_how)
        with freeze_time("2026-03-02 02:00:01"):
            self.assertTrue(self.receive().order_id.mail_confirmed_at)

    def test_further_mails_are_not_confirmed(self):
        with freeze_time("2026-03-02 01:00:00"):
            order = self.receive().order_id
        with freeze_time("2026-03-02 05:00:00"):
            self.receive(Subject=order.name)
        self.assertEqual(len(self.sent(order)), 1)

    def test_company_may_switch_it_off(self):
        self.company.aftersales_mail_confirm = False
        self.assertFalse(self.sent(self.receive().order_id))

    def test_broken_template_costs_no_order(self):
        template = self.env.ref("aftersales_service.mail_template_order_opened")
        self.contact.lang = "en_US"
        template.body_html = '<p>No <t t-out="1 / 0"/></p>'
        order = self.receive().order_id
        self.assertTrue(order)
        self.assertFalse(self.sent(order) or order.mail_confirmed_at)
        self.assertTrue(
            order.message_ids.filtered(lambda m: "not told by e-mail" in m.body)
        )

    def test_two_machines_do_not_keep_each_other_busy(self):
        """His machine answers each of our letters, without saying that it is one."""
        count = self.env["aftersales.order"].search_count([])
        body, subject = "电机异响", "报修"
        for _round in range(6):
            mail = self.receive(body, Subject=subject)
            answer = self.sent(mail.order_id)
            if mail.state != "opened" or not answer:
                break
            body, subject = "收到", f"已收到: {answer.subject}"
        self.assertEqual(self.env["aftersales.order"].search_count([]), count + 1)
        self.assertEqual(mail.state, "added")

    def test_long_words_are_cut(self):
        order = self.receive("很" * 900).order_id
        self.assertEqual(len(order._get_mail_summary()), 200)
        self.assertLess(order.called_at - order.mail_confirmed_at, timedelta(minutes=1))
