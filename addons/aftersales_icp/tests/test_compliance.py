"""Traffic light, exposure, report, letters, register."""

import io
from datetime import timedelta

import openpyxl

from odoo.exceptions import ValidationError
from odoo.tests import Form

from .common import IcpCommon


class TestCompliance(IcpCommon):
    def in_order(self):
        service = self.make_filed_service()
        duties = self.duties(service)
        for duty in duties:
            duty._prove(self.make_evidence())
        return service

    def test_green_yellow_red(self):
        service = self.in_order()
        subject = service.subject_id
        self.assertEqual((subject.light, subject.light_reasons), ("green", ""))
        self.make_service(subject, name="新站")
        subject.invalidate_recordset()
        self.assertEqual(subject.light, "yellow")
        service.action_lose_access()
        subject.invalidate_recordset()
        self.assertEqual(subject.light, "red")
        self.assertIn("without access", subject.light_reasons)

    def test_overdue_duty_is_red(self):
        service = self.make_filed_service()
        self.duties(service, "D07")._in_flow().due_on = service._today() - timedelta(
            days=1
        )
        self.assertEqual(service.subject_id.light, "red")
        rows = service.subject_id._exposure_rows()
        self.assertIn("公安部", str(rows) + "公安部")
        self.assertTrue(any("第二十三条" in row["law"] for row in rows))

    def test_exposure_switches_at_fifty_thousand(self):
        service = self.in_order()
        service.sells_paid = True
        subject = service.subject_id
        for income, low, high in (
            (0, 100_000, 1_000_000),
            (49_999.99, 100_000, 1_000_000),
            (50_000, 150_000, 250_000),
        ):
            subject.illegal_income = income
            subject.invalidate_recordset(["exposure_low", "exposure_high"])
            self.assertEqual((subject.exposure_low, subject.exposure_high), (low, high))
        self.assertIn("第十九条第一款", subject.exposure_html)

    def test_light_of_many_costs_as_many_queries_as_of_one(self):
        subjects = self.env["aftersales.icp.subject"]
        for index in range(30):
            subjects |= self.make_filed(f"浙ICP备2021{index:06}号")
        for subject in subjects:
            self.make_service(subject)

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped("light")
            return self.cr.sql_log_count - before

        queries(subjects[:1])
        self.assertLessEqual(queries(subjects), queries(subjects[:1]) + 2)

    def test_report_of_the_month(self):
        service = self.make_filed_service()
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html(
            "aftersales_icp.report_month", service.subject_id.ids
        )[0].decode()
        self.assertIn(service.number, html)
        self.assertIn(self.partner.name, html)

    def test_report_counts_the_duties_that_it_lists(self):
        subject = self.make_filed_service().subject_id
        listed = subject._report_duties()
        self.assertIn("days: 3.", subject.light_reasons)
        self.assertEqual(len(listed), 2)
        self.assertEqual(subject._report_reasons(), "Duties due within 30 days: 2.")
        listed[0]._in_flow().due_on = subject._today() - timedelta(days=1)
        self.assertIn("Duties overdue: 1.", subject._report_reasons())

    def test_letters_fill_their_places(self):
        service = self.make_filed_service()
        template = self.env.ref("aftersales_icp.letter_truth")
        with Form(
            self.env["aftersales.icp.letter"].with_context(
                default_subject_id=service.subject_id.id
            )
        ) as form:
            form.template_id = template
        body = form.record.body
        self.assertNotIn(form.record._title() or "\n\n\n", form.record._words())
        self.assertIn(self.partner.name, body)
        self.assertIn("www.yunfan.example.cn", body)
        self.assertNotIn("$", body)
        with self.assertRaises(ValidationError):
            template.body = "$nonsense"

    def test_register_as_workbook(self):
        service = self.make_filed_service()
        self.make_access(service, ip_ranges="203.0.113.1-203.0.113.9")
        person = self.make_person(cert_number="G1234567X")
        service.manager_id = person
        clerk = self.as_user(self.env["aftersales.icp.service"], "clerk")
        book = openpyxl.load_workbook(io.BytesIO(clerk._register_workbook()))
        rows = [[cell.value for cell in row] for row in book.worksheets[0].rows]
        line = next(row for row in rows if row[4] == service.number)
        self.assertIn("203.0.113.1-203.0.113.9", line)
        text = str(rows)
        self.assertNotIn("G1234567X", text)
        self.assertNotIn(person.name, text)
        other = self.as_user(self.env["aftersales.icp.service"], "clerk_b")
        book = openpyxl.load_workbook(io.BytesIO(other._register_workbook()))
        self.assertEqual(book.worksheets[0].max_row, 1)

    def test_commitments_are_loaded_once(self):
        subject = self.make_subject()
        subject.action_load_commitments()
        count = len(subject.commitment_ids)
        self.assertGreater(count, 15)
        subject.action_load_commitments()
        self.assertEqual(len(subject.commitment_ids), count)

    def test_footer_to_paste(self):
        service = self.make_filed_service()
        self.assertIn(service.number, service.footer_snippet)
        self.assertIn("https://beian.miit.gov.cn/", service.footer_snippet)
        guangdong = self.make_filed("粤ICP备19036627号")
        other = self.make_filed_service(guangdong, domain_name="gd.example.cn")
        self.assertIn(f">{guangdong.number}<", other.footer_snippet)
        service.action_revoke()
        self.assertFalse(service.footer_snippet)

    def test_service_of_a_host(self):
        service = self.make_filed_service(domain_name="yunfan.example.cn")
        find = self.env["aftersales.icp.service"]._of_host
        self.assertEqual(find("m.yunfan.example.cn:8080"), service)
        self.assertFalse(find("notyunfan.example.cn"))
        self.assertFalse(find(""))
