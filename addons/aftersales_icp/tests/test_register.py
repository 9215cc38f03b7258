"""Domains, accesses, platforms, filings of the public security, licences, persons."""

import logging

from psycopg2.errors import UniqueViolation

from odoo.tools import mute_logger

from odoo.addons.aftersales_icp.exceptions import (
    IcpDatesWrong,
    IcpDomainInvalid,
    IcpFrozen,
    IcpKept,
    IcpNumberInvalid,
    IcpNumberMissing,
    IcpPersonalData,
    IcpPersonWrong,
)

from .common import IcpCommon

CITIZEN = "11010519491231002X"


class TestRegister(IcpCommon):
    def test_domain_is_kept_in_ascii_and_read_in_chinese(self):
        service = self.make_service(
            self.make_filed(), domain_name="https://例子.中国/a"
        )
        self.assertEqual(service.domain_ids.name, "xn--fsqu00a.xn--fiqs8s")
        self.assertEqual(service.domain_ids.name_unicode, "例子.中国")
        with self.assertRaises(IcpDomainInvalid):
            service.domain_name = "no domain"

    @mute_logger("odoo.sql_db")
    def test_domain_belongs_to_one_active_service(self):
        first = self.make_filed_service()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self.make_service(first.subject_id, domain_name=first.domain_name)
        first.action_cancel()
        self.assertFalse(first.domain_ids.filtered("active"))
        self.assertTrue(
            self.make_service(first.subject_id, domain_name="www.yunfan.example.cn")
        )

    def test_home_page_lies_in_a_filed_domain(self):
        service = self.make_filed_service()
        service.homepage_url = "https://m.www.yunfan.example.cn/"
        with self.assertRaises(IcpDomainInvalid):
            service.homepage_url = "https://other.example.cn/"

    def test_service_follows_its_subject(self):
        subject = self.make_subject(number_raw="浙ICP备2021004518号")
        service = self.make_service(subject, number_raw=f"{subject.number}-1")
        self.assertEqual(service.state, "draft")
        subject.action_file()
        self.assertEqual(service.state, "filed")
        self.assertTrue(service.filed_on and service.opened_on)
        self.assertEqual(service.psb_ids.state, "due")
        subject.action_revoke()
        self.assertEqual(service.state, "revoked")
        self.assertFalse(subject.is_shell)

    def test_service_without_number_is_not_filed(self):
        service = self.make_service(self.make_filed())
        with self.assertRaises(IcpNumberMissing):
            service.action_file()

    def test_losing_the_last_access_makes_a_shell_site(self):
        service = self.make_filed_service()
        first, second = self.make_access(service), self.make_access(service)
        first.action_cancel()
        self.assertEqual(service.state, "filed")
        second.action_cancel()
        self.assertEqual(service.state, "access_lost")
        with self.assertRaises(IcpKept):
            second.unlink()

    def test_address_ranges_are_checked(self):
        service = self.make_filed_service()
        with self.assertRaises(IcpDomainInvalid):
            self.make_access(service, ip_ranges="203.0.113.9-203.0.113.1")
        self.make_access(service, ip_ranges="203.0.113.1-203.0.113.9;198.51.100.0/24")

    def test_shell_subject(self):
        subject = self.make_filed()
        self.assertTrue(subject.is_shell)
        found = self.env["aftersales.icp.subject"].search([("is_shell", "=", True)])
        self.assertIn(subject, found)
        self.make_service(subject)
        self.assertFalse(subject.is_shell)
        found = self.env["aftersales.icp.subject"].search([("is_shell", "=", False)])
        self.assertIn(subject, found)

    def test_province_comes_from_the_number(self):
        self.assertEqual(self.make_filed().province_id.name, "浙江")
        guangdong = self.make_filed("粤ICP备19036627号")
        self.assertEqual(guangdong.province_id.display_number, "subject")

    def test_certificate_and_province_never_change(self):
        subject = self.make_filed(cert_number="91330100MA27XXXX0X")
        subject.action_change()
        with self.assertRaises(IcpFrozen):
            subject.cert_number = "91330100MA27YYYY0Y"
        with self.assertRaises(IcpFrozen):
            subject.province_id = self.env.ref("aftersales_icp.province_11")

    def test_public_security_number_has_its_own_letters(self):
        psb = self.make_filed_service().psb_ids
        with self.assertRaises(IcpNumberInvalid):
            psb.number_raw = "蜀公网安备51010602000097号"
        with self.assertRaises(IcpNumberMissing):
            psb.action_file()
        psb.number_raw = "京公网安备 11010502030143"
        psb.action_file()
        self.assertEqual(psb.service_id.psb_number, "京公网安备11010502030143号")

    def test_selling_without_a_licence_raises_the_alarm(self):
        service = self.make_filed_service()
        self.assertFalse(service.has_alarm)
        service.sells_paid = True
        self.assertTrue(service.has_alarm)
        model = self.env["aftersales.icp.service"]
        self.assertIn(service, model.search([("has_alarm", "=", True)]))
        service.licence_id = self.make_licence()
        self.assertFalse(service.has_alarm)
        self.assertNotIn(service, model.search([("has_alarm", "=", True)]))
        self.assertIn(service, model.search([("has_alarm", "=", False)]))

    def make_licence(self, **values):
        licence = self.env["aftersales.icp.licence"].create(
            {"partner_id": self.partner.id, "number_raw": "粤B2-20090059", **values}
        )
        licence.action_grant()
        return licence

    def test_licence_lasts_five_years_and_owes_a_report(self):
        licence = self.make_licence(valid_from="2024-05-31")
        self.assertEqual(str(licence.valid_to), "2029-05-31")
        self.assertEqual(licence.annual_ids.year, licence._today().year - 1)
        self.assertEqual(str(self.duties(licence, "D15").due_on), "2029-03-02")
        licence.valid_to = "2027-05-31"
        self.assertEqual(str(self.duties(licence, "D14").due_on), "2027-05-31")
        self.env["aftersales.icp.annual"]._cron_open_annual()
        self.assertEqual(len(licence.annual_ids), 1)

    def test_report_after_march_is_made_up(self):
        licence = self.make_licence(valid_from="2024-05-31")
        report = licence.annual_ids
        report.action_report()
        late = report._today() > report.due_on
        self.assertEqual(report.state, "makeup" if late else "done")
        self.assertEqual(self.duties(report).state, "done")

    def test_expiry_is_searched_by_date(self):
        licence = self.make_licence(valid_from="2015-01-01", valid_to="2019-12-31")
        self.assertTrue(licence.is_expired)
        model = self.env["aftersales.icp.licence"]
        self.assertIn(licence, model.search([("is_expired", "=", True)]))
        self.assertNotIn(licence, model.search([("is_expired", "=", False)]))

    def test_dates_in_order(self):
        with self.assertRaises(IcpDatesWrong):
            self.make_licence(valid_from="2024-01-01", valid_to="2023-01-01")

    def test_function_beyond_the_filed_items(self):
        service = self.make_filed_service()
        item = self.env.ref("aftersales_icp.code_item_search")
        function = self.env["aftersales.icp.function"].create(
            {"service_id": service.id, "name": "站内搜索", "item_id": item.id}
        )
        self.assertTrue(function.is_beyond)
        service.item_ids = item
        self.assertFalse(function.is_beyond)

    # === PERSONS === #

    def citizen(self, **values):
        kind = self.env.ref("aftersales_icp.code_cert_type_2")
        values = {"cert_type_id": kind.id, "cert_number": CITIZEN, **values}
        return self.make_person(**values)

    def test_number_is_masked_and_checked(self):
        self.assertEqual(self.citizen().cert_masked, "110***********002X")
        with self.assertRaises(IcpPersonWrong) as caught:
            self.citizen(cert_number="110105194912310021")
        self.assertNotIn("110105194912310021", str(caught.exception))

    def test_phones_differ(self):
        with self.assertRaises(IcpPersonWrong):
            self.make_person(mobile="13800000000", emergency_phone="13800000000")
        first = self.make_person(mobile="13800000001")
        second = self.make_person("李四", mobile="13800000001")
        with self.assertRaises(IcpPersonWrong):
            self.make_subject(principal_id=first.id, legal_rep_id=second.id)

    def test_personal_data_is_not_exported(self):
        person = self.citizen()
        for name in ("cert_number", "mobile", "photo_front"):
            with self.assertRaises(IcpPersonalData):
                person.export_data([name])
        self.assertTrue(person.export_data(["name", "cert_masked"])["datas"])

    def test_personal_data_is_not_in_chatter_or_logs(self):
        with self.assertLogs(level=logging.DEBUG) as logs:
            logging.getLogger().info("begin")
            subject = self.make_subject(cert_number=CITIZEN)
            person = self.citizen(subject_id=subject.id, cert_valid_to="2027-01-01")
            subject.principal_id = person
            self.env.flush_all()
        ours = [line for line in logs.output if "odoo.addons.aftersales_icp" in line]
        self.assertNotIn(CITIZEN, " ".join(ours))
        for message in subject.message_ids:
            self.assertNotIn(CITIZEN, message.body)
            self.assertNotIn(CITIZEN, str(message.tracking_value_ids.read()))
        duty = self.duties(person, "D24")
        self.assertNotIn(CITIZEN, str(duty.read()))
        self.assertNotIn(person.name, duty.display_name)
