from psycopg2.errors import UniqueViolation

from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.aftersales_icp.exceptions import IcpNumberInvalid, IcpNumberMismatch

from .common import IcpCommon


class TestSubjectNumber(IcpCommon):
    def test_typed_form_is_kept_beside_the_canonical(self):
        subject = self.make_subject(number_raw="浙 icp 備 2021004518")
        self.assertEqual(subject.number, "浙ICP备2021004518号")
        self.assertEqual(subject.number_raw, "浙 icp 備 2021004518")
        self.assertTrue(subject.number_hint)

    def test_number_written_by_an_import_counts_as_typed(self):
        subject = self.make_subject(number="浙ICP备2021004518")
        self.assertEqual(subject.number, "浙ICP备2021004518号")
        subject.write({"number": "浙ICP备 19036627"})
        self.assertEqual(subject.number, "浙ICP备19036627号")
        self.assertEqual(subject.number_raw, "浙ICP备 19036627")

    def test_wrong_number_is_refused_with_reason_and_suggestion(self):
        with self.assertRaisesRegex(IcpNumberInvalid, "letter.*蜀ICP备10200063号"):
            self.make_subject(number_raw="川ICP备10200063号")

    def test_service_number_is_no_subject_number(self):
        with self.assertRaisesRegex(IcpNumberInvalid, "京ICP备12345678号?"):
            self.make_subject(number_raw="京ICP备12345678号-1")

    def test_kind_decides_which_number_is_accepted(self):
        subject = self.make_subject(kind="licence", number_raw="粤B2-20090059")
        self.assertEqual(subject.number, "粤B2-20090059")
        with self.assertRaises(IcpNumberInvalid):
            subject.kind = "subject"

    def test_problem_shows_before_saving(self):
        form = Form(self.env["aftersales.icp.subject"])
        form.partner_id = self.partner
        form.number_raw = "京ICP备1234567号"
        self.assertIn("digits", form.number_problem)
        self.assertFalse(form.number)
        form.number_raw = "京ICP备12345678"
        self.assertFalse(form.number_problem)
        self.assertIn("号", form.number_hint)
        self.assertEqual(form.save().number, "京ICP备12345678号")

    def test_blank_number_is_no_number(self):
        subject = self.make_subject(number_raw="  ")
        self.assertFalse(subject.number)

    @mute_logger("odoo.sql_db")
    def test_number_is_unique_in_a_company_while_it_lives(self):
        first = self.make_filed()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            self.make_subject(number_raw="浙ICP备2021004518")
        self.make_subject(number_raw=first.number, company_id=self.company_b.id)
        first.action_cancel()
        self.assertTrue(self.make_subject(number_raw=first.number))

    def test_number_with_services_is_not_pulled_away(self):
        subject = self.make_subject(number_raw="浙ICP备2021004518号")
        self.make_service(subject, number_raw="浙ICP备2021004518号-1")
        with self.assertRaises(IcpNumberMismatch):
            subject.number_raw = "浙ICP备19036627号"

    def test_administrator_moves_the_year_bounds(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("aftersales_icp.short_last", "2024")
        self.assertTrue(self.make_subject(number_raw="浙ICP备24036627号").number)
        parameters.set_param("aftersales_icp.short_last", "no year")
        with self.assertRaises(IcpNumberInvalid):
            self.make_subject(number_raw="浙ICP备24036628号")

    def test_error_speaks_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        subjects = self.env["aftersales.icp.subject"].with_context(lang="zh_CN")
        with self.assertRaisesRegex(IcpNumberInvalid, "省份.*蜀ICP备10200063号"):
            subjects.create(
                {"partner_id": self.partner.id, "number_raw": "川ICP备10200063号"}
            )
