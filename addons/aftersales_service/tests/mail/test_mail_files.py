from .mail_common import MailCase


class TestMailFiles(MailCase):
    """Files come along as far as the company allows; the mail itself always counts."""

    def send(self, *files, **headers):
        mail = self.write_mail(**headers)
        for name, content in files:
            mail.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        before = self.mails.search([])
        self.take(mail)
        return self.mails.search([]) - before

    def files(self, record):
        return self.env["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_files_are_kept_with_the_order(self):
        order = self.send(("铭牌.jpg", b"\xff\xd8\xff"), ("b.pdf", b"%PDF")).order_id
        self.assertEqual(
            sorted(self.files(order).mapped("name")), ["b.pdf", "铭牌.jpg"]
        )

    def test_what_is_over_a_limit_is_named(self):
        self.company.write(
            {
                "aftersales_mail_files": 3,
                "aftersales_mail_file_size": 1,
                "aftersales_mail_total_size": 2,
            }
        )
        large = b"x" * 900_000
        mail = self.send(
            ("病毒.EXE", b"x"),
            ("照片.jpg", b"MZ is a program"),
            ("大.bin", b"x" * 1_100_000),
            ("1.bin", large),
            ("2.bin", large),
            ("3.bin", large),
            ("4.txt", b"x"),
            ("5.txt", b"x"),
        )
        order = mail.order_id
        self.assertEqual(
            sorted(self.files(order).mapped("name")), ["1.bin", "2.bin", "4.txt"]
        )
        self.assertEqual(
            mail.left_out.split("\n"),
            [
                "病毒.EXE: files of this kind are not accepted",
                "照片.jpg: files of this kind are not accepted",
                "大.bin: larger than 1 MB",
                "3.bin: all files together are larger than 2 MB",
                "5.txt: more than 3 files in one mail",
            ],
        )
        note = order.message_ids.filtered(lambda m: "5.txt" in m.body)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))

    def test_held_mail_keeps_and_names_them_too(self):
        mail = self.send(("a.jpg", b"x"), ("b.exe", b"x"), From="li@new.example")
        self.assertEqual(mail.attachment_ids.mapped("name"), ["a.jpg"])
        self.assertIn("b.exe", mail.left_out)

    def test_limits_hold_for_answers(self):
        order = self.send().order_id
        self.send(("a.jpg", b"x"), ("b.exe", b"x"), Subject=order.name)
        self.assertEqual(self.files(order).mapped("name"), ["a.jpg"])
        self.assertTrue(order.message_ids.filtered(lambda m: "b.exe" in m.body))

    def test_attached_mail_is_a_file(self):
        mail = self.write_mail()
        mail.add_attachment(self.write_mail("innen"))
        self.take(mail)
        order = self.mails.search([], limit=1).order_id
        self.assertEqual(len(self.files(order)), 1)

    def test_company_chooses_the_kinds(self):
        self.company.aftersales_mail_forbidden = " .ZIP; *.rar，7z"
        self.assertEqual(self.company._get_mail_forbidden(), {"zip", "rar", "7z"})
        mail = self.send(("a.zip", b"x"), ("b.htm", b"x"))
        self.assertEqual(self.files(mail.order_id).mapped("name"), ["b.htm"])

    def test_settings_write_the_company(self):
        settings = self.env["res.config.settings"].create({"aftersales_mail_files": 7})
        settings.execute()
        self.assertEqual(self.company.aftersales_mail_files, 7)
