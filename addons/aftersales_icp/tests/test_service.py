from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.aftersales_icp.exceptions import IcpNumberInvalid, IcpNumberMismatch

from .common import IcpCommon


class TestService(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.make_filed()

    def number(self, tail):
        return f"{self.subject.number}{tail}"

    def test_number_is_taken_apart(self):
        service = self.make_service(
            self.subject, kind="app", number_raw=self.number("—2a")
        )
        self.assertRecordValues(
            service,
            [
                {
                    "number": self.number("-2A"),
                    "main_number": self.subject.number,
                    "serial": 2,
                    "suffix": "A",
                    "partner_id": self.partner.id,
                    "company_id": self.company.id,
                }
            ],
        )

    def test_licence_is_the_main_number_of_a_service(self):
        licence = self.make_filed("粤B2-20090059", kind="licence")
        service = self.make_service(
            licence, kind="miniprogram", number_raw="粤B2-20090059-1626X"
        )
        self.assertEqual(service.serial, 1626)

    def test_number_of_another_subject_is_refused(self):
        with self.assertRaisesRegex(IcpNumberMismatch, self.subject.number):
            self.make_service(self.subject, number_raw="浙ICP备19036627号-1")
        with self.assertRaisesRegex(IcpNumberMismatch, "has no number yet"):
            self.make_service(self.make_subject(), number_raw=self.number("-1"))

    def test_subject_number_is_no_service_number(self):
        with self.assertRaises(IcpNumberInvalid):
            self.make_service(self.subject, number_raw=self.subject.number)

    def test_suffix_must_fit_the_kind(self):
        for kind, tail in (("website", "-1A"), ("app", "-1"), ("quickapp", "-1X")):
            with self.subTest(kind), self.assertRaises(IcpNumberMismatch):
                self.make_service(self.subject, kind=kind, number_raw=self.number(tail))

    @mute_logger("odoo.sql_db")
    def test_serial_is_shared_by_all_kinds(self):
        first = self.make_service(self.subject, number_raw=self.number("-1"))
        values = {"kind": "app", "number_raw": self.number("-1A")}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self.make_service(self.subject, **values)
        first.active = False
        self.assertTrue(self.make_service(self.subject, **values))

    def test_services_without_number_are_free(self):
        self.make_service(self.subject)
        self.assertFalse(self.make_service(self.subject).serial)

    def test_partner_of_another_company_is_refused(self):
        foreign = self.env["res.partner"].create(
            {"name": "外公司客户", "company_id": self.company_b.id}
        )
        with self.assertRaises(UserError):
            self.make_subject(partner_id=foreign.id)
        with self.assertRaises(UserError):
            self.make_subject(responsible_id=foreign.id)
