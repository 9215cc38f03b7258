from email.message import EmailMessage

from ..common import AfterSalesCommon


class MailCase(AfterSalesCommon):
    """Raw mails as a mail server hands them over, to the address of a unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "repairs.example"})
        cls.company.alias_domain_id = cls.domain
        cls.unit = cls.env["aftersales.unit"].create(
            {
                "name": "上海服务中心",
                "code": "SH",
                "alias_name": "service-shanghai",
                "manager_id": cls.director.id,
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "王工",
                "parent_id": cls.customer.id,
                "email": "Wang@Qilu.example",
            }
        )
        cls.device = cls.make_device("YJ260900001")
        cls.mails = cls.env["aftersales.mail"]
        cls.serial = 0

    def write_mail(self, body="电机异响", **headers):
        """An `EmailMessage`; keyword arguments are headers, ``_`` for ``-``."""
        type(self).serial += 1
        mail = EmailMessage()
        known = {
            "From": "王工 <wang@qilu.example>",
            "To": "service-shanghai@repairs.example",
            "Subject": "报修",
            "Message-Id": f"<{self.serial}@qilu.example>",
        }
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in known.items():
            if value is not None:
                mail[name] = value
        mail.set_content(body)
        return mail

    def take(self, mail):
        """Feed a mail, or its bytes, to the gateway as the mail server does."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        return self.env["mail.thread"].message_process(None, raw)

    def receive(self, body="电机异响", **headers):
        """The row of a mail that just came."""
        before = self.mails.search([])
        self.take(self.write_mail(body, **headers))
        return self.mails.search([]) - before

    def sent(self, order):
        """Automatic messages to the customer in an order's thread."""
        return order.message_ids.filtered(lambda m: m.message_type == "auto_comment")
