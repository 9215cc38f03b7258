from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command

from .mail_common import MailCase


class TestMailOpens(MailCase):
    """A known customer writes; an order is there before anybody looks."""

    def test_order_has_what_the_mail_says_and_is_at_the_desk(self):
        with freeze_time("2026-03-02 01:00:00"):
            mail = self.receive(
                "电机 YJ260900001 异响\n请尽快来人", Subject="回复:报修"
            )
        order = mail.order_id
        self.assertRecordValues(
            order,
            [
                {
                    "channel": "email",
                    "state": "registered",
                    "partner_id": self.contact.id,
                    "device_id": self.device.id,
                    "unit_id": self.unit.id,
                    "company_id": self.company.id,
                    "fault": "报修\n电机 YJ260900001 异响\n请尽快来人",
                    "called_at": datetime(2026, 3, 2, 1),
                    "first_contact_user_id": self.director.id,
                    "mail_from": "wang@qilu.example",
                }
            ],
        )
        self.assertEqual(order.promised_at - order.called_at, timedelta(hours=24))
        self.assertEqual((mail.state, mail.reason), ("opened", False))
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher).start()
        self.assertIn(order.id, [job["id"] for job in desk["waiting"]])

    def test_clocks_run_from_the_mail_as_from_a_call(self):
        mail, call = self.receive(), self.make_order()
        self.assertTrue(mail.order_id.decision_ids)
        self.assertEqual(
            mail.order_id.clock_ids.mapped("code"), call.clock_ids.mapped("code")
        )

    def test_customer_reads_his_mail_in_the_thread(self):
        order = self.receive("异响").order_id
        message = order.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(message.author_id, self.contact)
        self.assertIn("异响", message.body)
        self.assertIn(self.contact, order.message_partner_ids)

    def test_quoted_mail_is_not_what_he_says(self):
        body = "电机异响\n\n------------------ 原始邮件 ------------------\n发件人: a\n旧内容"
        self.assertEqual(self.receive(body).order_id.fault, "报修\n电机异响")

    def test_markup_is_no_part_of_the_fault(self):
        mail = self.write_mail("x")
        mail.set_content(
            "<p>电机<b>异响</b><script>alert(1)</script></p>"
            "<div class='gmail_quote'>On Monday: <blockquote>旧内容</blockquote></div>",
            subtype="html",
        )
        self.take(mail)
        order = self.env["aftersales.order"].search([("channel", "=", "email")])
        self.assertIn("电机异响", order.fault.replace("*", ""))
        for word in ("script", "alert", "旧内容", "<"):
            self.assertNotIn(word, order.fault)
        self.assertNotIn("<script", order.message_ids.mapped("body"))

    def test_same_mail_twice_is_one_order(self):
        mail = self.write_mail()
        self.take(mail)
        self.take(mail)
        self.assertEqual(self.mails.search_count([]), 1)

    def test_mail_to_two_units_of_a_company_is_one_order(self):
        self.env["aftersales.unit"].create(
            {"name": "北京", "code": "BJ", "alias_name": "service-beijing"}
        )
        mail = self.receive(
            To="service-beijing@repairs.example, service-shanghai@repairs.example"
        )
        self.assertEqual(len(mail.order_id), 1)

    def test_two_persons_of_a_firm_with_one_address_are_one_customer(self):
        self.contact.copy({"name": "王工(旧)", "email": "wang@qilu.example"})
        self.assertEqual(self.receive().order_id.partner_id, self.contact)


class TestMailDevice(MailCase):
    """A serial number binds the customer's own device and nobody else's."""

    def test_number_of_somebody_else_binds_nothing(self):
        other = self.env["res.partner"].create({"name": "别家", "is_company": True})
        self.make_device("ZZ990000001", partner_id=other.id)
        order = self.receive("ZZ990000001 异响").order_id
        self.assertFalse(order.device_id)
        self.assertEqual(order.partner_id, self.contact)

    def test_two_devices_of_his_bind_none(self):
        self.make_device("YJ260900002")
        order = self.receive("YJ260900001 和 YJ260900002 都坏了").order_id
        self.assertFalse(order.device_id)

    def test_number_is_found_however_it_is_written(self):
        for body in ("机号:ＹＪ２６０９００００１。", "yj26 0900001异响"):
            self.assertEqual(self.receive(body).order_id.device_id, self.device, body)

    def test_user_of_a_machine_is_its_customer_too(self):
        user = self.env["res.partner"].create(
            {"name": "用户", "is_company": True, "email": "user@user.example"}
        )
        device = self.make_device("YJ260900009", user_partner_id=user.id)
        mail = self.receive("YJ260900009", From="user@user.example")
        self.assertEqual(mail.order_id.device_id, device)
        self.assertEqual(mail.order_id.partner_id, user)


class TestMailGoesToOrder(MailCase):
    """Further mails go to the order that is there."""

    def setUp(self):
        super().setUp()
        self.order = self.receive().order_id
        self.first = self.order.message_ids.filtered(
            lambda m: m.message_type == "email"
        )

    def talk(self):
        return self.order.message_ids.filtered(lambda m: m.message_type == "email")

    def test_answer_goes_to_the_thread(self):
        mail = self.receive("还在响", Subject="Re", In_Reply_To=self.first.message_id)
        self.assertEqual((mail.state, mail.order_id), ("added", self.order))
        self.assertEqual(len(self.talk()), 2)

    def test_answer_to_the_confirmation_is_the_customers_word(self):
        confirmation = self.sent(self.order)
        mail = self.receive("好的", References=confirmation.message_id)
        self.assertEqual(mail.order_id, self.order)
        answer = self.talk() - self.first
        self.assertEqual(answer.subtype_id, self.env.ref("mail.mt_comment"))

    def test_number_in_the_subject_is_enough(self):
        mail = self.receive("还在响", Subject=f"关于{self.order.name}的问题")
        self.assertEqual((mail.state, mail.order_id), ("added", self.order))
        self.assertEqual(len(self.talk()), 2)

    def test_number_of_somebody_elses_order_opens_an_own_one(self):
        other = self.env["res.partner"].create(
            {"name": "别家", "email": "other@other.example"}
        )
        mail = self.receive(From="other@other.example", Subject=self.order.name)
        self.assertEqual(mail.state, "opened")
        self.assertNotEqual(mail.order_id, self.order)
        self.assertEqual(mail.order_id.partner_id, other)
        self.assertEqual(self.talk(), self.first)

    def test_finished_order_is_for_a_person_to_decide(self):
        self.order.action_cancel()
        mail = self.receive(Subject=self.order.name)
        self.assertEqual((mail.state, mail.reason), ("held", "finished"))
        self.assertEqual(mail.order_id, self.order)

    def test_who_knows_the_thread_but_is_not_the_customer_is_held(self):
        self.env["res.partner"].create({"name": "别家", "email": "other@other.example"})
        for sender in ("other@other.example", "nobody@nowhere.example"):
            mail = self.receive(From=sender, In_Reply_To=self.first.message_id)
            self.assertEqual((mail.state, mail.reason), ("held", "stranger"), sender)
        self.assertEqual(self.talk(), self.first)
        self.assertEqual(
            self.order.message_partner_ids, self.contact | self.director.partner_id
        )

    def test_absence_note_to_an_order_stays_there_and_opens_nothing(self):
        mail = self.receive(
            "我不在", In_Reply_To=self.first.message_id, Auto_Submitted="auto-replied"
        )
        self.assertEqual((mail.state, mail.order_id), ("added", self.order))


class TestMailCompanies(MailCase):
    """Each company has its own addresses and customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "二厂"})
        cls.other.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "second.example"}
        )
        cls.branch = cls.env["aftersales.unit"].create(
            {
                "name": "二厂服务部",
                "code": "SH",
                "company_id": cls.other.id,
                "alias_name": "service-shanghai",
            }
        )
        cls.stranger = cls.make_user(
            "dispatcher",
            login="as_second",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    def test_order_is_opened_in_the_company_of_the_address(self):
        order = self.receive(To="service-shanghai@second.example").order_id
        self.assertEqual((order.company_id, order.unit_id), (self.other, self.branch))
        self.assertFalse(order.device_id)

    def test_customer_of_one_company_is_unknown_to_the_other(self):
        self.contact.company_id = self.customer.company_id = self.company
        mail = self.receive(To="service-shanghai@second.example")
        self.assertEqual((mail.state, mail.reason), ("held", "unknown"))
        self.assertEqual(mail.company_id, self.other)
        self.assertFalse(self.mails.with_user(self.dispatcher).search([]))
        self.assertEqual(self.mails.with_user(self.stranger).search([]), mail)

    def test_mail_to_both_is_one_order_in_each(self):
        mails = self.receive(
            To="service-shanghai@second.example, service-shanghai@repairs.example"
        )
        self.assertEqual(mails.order_id.company_id, self.company | self.other)
