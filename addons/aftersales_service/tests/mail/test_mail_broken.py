from .mail_common import MailCase

HEAD = (
    b"From: wang@qilu.example\r\nTo: service-shanghai@repairs.example\r\n"
    b"Message-Id: <%b@broken>\r\n"
)


class TestMailBroken(MailCase):
    """Whatever a mail program sends, the mail arrives."""

    def raw(self, *parts, key=b"1", head=HEAD):
        before = self.mails.search([])
        self.take((head % key if b"%b" in head else head) + b"".join(parts))
        self.env.flush_all()
        mail = self.mails.search([]) - before
        self.assertEqual(len(mail), 1)
        self.assertTrue(mail.message_ids or mail.order_id.message_ids)
        return mail

    def text(self, charset, content):
        charset = b"; charset=" + charset if charset else b""
        kind = b"Content-Type: text/plain" + charset
        return kind + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + content

    def test_no_sender(self):
        head = b"To: service-shanghai@repairs.example\r\nMessage-Id: <1@x>\r\n"
        mail = self.raw(b"Subject: x\r\n\r\nhelp", head=head)
        self.assertEqual((mail.state, mail.reason), ("held", "sender"))
        mail = self.raw(b"From: \r\n\r\nhelp", head=head.replace(b"1@x", b"2@x"))
        self.assertEqual((mail.state, mail.reason), ("held", "sender"))

    def test_sender_that_is_no_address(self):
        head = b"To: service-shanghai@repairs.example\r\nMessage-Id: <1@x>\r\n"
        mail = self.raw(b"From: nobody at all\r\n\r\nhelp", head=head)
        self.assertEqual((mail.state, mail.reason), ("held", "sender"))
        self.assertIn("nobody at all", mail.email_from)

    def test_several_senders_are_the_first_one(self):
        head = HEAD.replace(b"wang@qilu.example", b"wang@qilu.example, evil@x.example")
        self.assertEqual(self.raw(b"\r\nhelp", head=head).partner_id, self.contact)

    def test_gbk_body_under_any_name(self):
        for key, charset in enumerate(
            (b"gbk", b"gb2312", b'"GB2312"', b"gb18030", b"")
        ):
            body = self.text(charset, "电机异响，喆镕".encode("gb18030"))
            mail = self.raw(b"Subject: x\r\n", body, key=b"%d" % key)
            self.assertEqual(mail.text, "电机异响，喆镕", charset)

    def test_utf8_body_without_a_name(self):
        mail = self.raw(b"Subject: x\r\n", self.text(b"", "电机异响".encode()))
        self.assertEqual(mail.text, "电机异响")

    def test_unknown_character_set(self):
        mail = self.raw(self.text(b"x-martian", "电机异响".encode()))
        self.assertEqual(mail.text, "电机异响")

    def test_encoded_and_bare_subjects(self):
        mail = self.raw(b"Subject: =?gb2312?B?teew+9Ls?=\r\n\r\nx", key=b"1")
        self.assertTrue(mail.name)
        self.raw("Subject: 电机异响\r\n\r\nx".encode("gbk"), key=b"2")
        mail = self.raw("Subject: 电机异响\r\n\r\nx".encode(), key=b"3")
        self.assertIn("电机异响", mail.name)

    def test_empty_subject_and_empty_body(self):
        mail = self.raw(b"\r\n")
        self.assertEqual(mail.order_id.fault, "(no text, see the files)")
        self.assertEqual(mail.display_name, "(no subject)")

    def test_endless_subject(self):
        mail = self.raw(b"Subject: " + b"x" * 10_000 + b"\r\n\r\nhelp")
        self.assertEqual(len(mail.name), 250)
        message = mail.order_id.message_ids.filtered(
            lambda m: m.message_type == "email"
        )
        self.assertEqual(len(message.subject), 10_000)

    def test_endless_body_without_line_ends(self):
        mail = self.raw(b"Subject: x\r\n\r\n" + b"x" * 1_000_000)
        self.assertEqual(len(mail.text), 4000)

    def test_zero_bytes(self):
        mail = self.raw(b"Subject: a\x00b\r\n", self.text(b"utf-8", b"he\x00lp"))
        self.assertEqual(mail.text, "help")

    def test_parts_that_never_end(self):
        mail = self.raw(
            b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
            b"--b\r\nContent-Type: text/plain\r\n\r\nhelp\r\n",
            b"--b\r\nContent-Type: image/png; name=a.png\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
        )
        self.assertEqual(mail.text, "help")

    def test_parts_without_their_boundary(self):
        mail = self.raw(b"Subject: x\r\nContent-Type: multipart/mixed\r\n\r\nhelp")
        self.assertEqual(mail.state, "opened")

    def test_date_of_nobody(self):
        self.assertEqual(self.raw(b"Date: yesterday\r\n\r\nhelp").state, "opened")
