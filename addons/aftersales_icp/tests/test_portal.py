"""The customer's page: his own filings and nothing of anybody else."""

import json

from odoo.tests import HttpCase, new_test_user, tagged

from .common import IcpCommon


@tagged("post_install", "-at_install")
class TestPortal(IcpCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = new_test_user(
            cls.env, login="icp_customer", groups="base.group_portal"
        )
        cls.customer.partner_id.parent_id = cls.partner
        cls.stranger = new_test_user(
            cls.env, login="icp_stranger", groups="base.group_portal"
        )
        cls.service = cls.make_filed_service()
        cls.subject = cls.service.subject_id
        cls.person = cls.make_person(cert_number="G1234567X", mobile="13800000000")
        cls.subject.principal_id = cls.person
        cls.order = cls.make_order("change_service", cls.subject, cls.service)
        cls.document = cls.order.document_ids[0]

    def page(self, path):
        return self.url_open(f"/my/icp{path}")

    def post(self, path, **kwargs):
        token = self.csrf_token()
        return self.url_open(
            f"/my/icp{path}", data={"csrf_token": token}, method="POST", **kwargs
        )

    def csrf_token(self):
        page = self.page(f"/{self.subject.id}").text
        return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    def test_customer_reads_his_filing_and_no_personal_data(self):
        self.authenticate("icp_customer", "icp_customer")
        self.assertIn(self.subject.number, self.page("").text)
        text = self.page(f"/{self.subject.id}").text
        for shown in (self.service.number, "www.yunfan.example.cn", self.document.name):
            self.assertIn(shown, text)
        for hidden in ("G1234567X", "13800000000", self.person.name):
            self.assertNotIn(hidden, text)

    def test_stranger_finds_nothing(self):
        self.authenticate("icp_stranger", "icp_stranger")
        self.assertNotIn(self.subject.number, self.page("").text)
        self.assertEqual(self.page(f"/{self.subject.id}").status_code, 404)
        self.assertEqual(self.page("/999999999").status_code, 404)

    def test_nobody_without_login(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.page(f"/{self.subject.id}").url)

    def test_upload_reaches_the_document(self):
        self.authenticate("icp_customer", "icp_customer")
        path = f"/{self.subject.id}/upload/{self.document.id}"
        answer = self.post(path, files={"file": ("证件.pdf", b"%PDF-1.7 x")})
        self.assertIn("message=saved", answer.url)
        self.document.invalidate_recordset()
        self.assertTrue(self.document.is_complete)
        self.assertEqual(self.document.attachment_ids.mimetype, "application/pdf")

    def test_other_kinds_of_files_are_refused(self):
        self.authenticate("icp_customer", "icp_customer")
        path = f"/{self.subject.id}/upload/{self.document.id}"
        for content in (b"<script>", b"", b"%PDF-" + b"x" * 4_194_305):
            answer = self.post(path, files={"file": ("a.pdf", content)})
            self.assertIn("message=refused", answer.url)
        self.assertFalse(self.document.attachment_ids)

    def test_document_of_another_filing_is_not_found(self):
        foreign = self.make_subject(
            partner_id=self.env["res.partner"].create({"name": "别的公司"}).id
        )
        other = self.make_order("first", foreign).document_ids[0]
        self.authenticate("icp_customer", "icp_customer")
        file = {"file": ("a.pdf", b"%PDF-1.7 x")}
        for path in (
            f"/{self.subject.id}/upload/{other.id}",
            f"/{foreign.id}/upload/{other.id}",
            f"/{foreign.id}/confirm",
            f"/{foreign.id}/wrong",
        ):
            files = file if "upload" in path else None
            self.assertEqual(self.post(path, files=files).status_code, 404, path)
        self.assertFalse(other.attachment_ids)

    def test_closed_order_takes_nothing_more(self):
        self.order.action_give_up()
        self.authenticate("icp_customer", "icp_customer")
        path = f"/{self.subject.id}/upload/{self.document.id}"
        answer = self.post(path, files={"file": ("a.pdf", b"%PDF-1.7 x")})
        self.assertEqual(answer.status_code, 404)

    def test_confirmation(self):
        self.authenticate("icp_customer", "icp_customer")
        self.post(f"/{self.subject.id}/confirm")
        self.subject.invalidate_recordset()
        self.assertTrue(self.subject.data_confirmed_on)

    def test_templates_get_plain_values_only(self):
        page = self.subject._portal_page()
        page["documents"] = [one._portal_values() for one in self.order.document_ids]
        page["cards"] = self.subject._portal_cards()
        self.assertEqual(json.loads(json.dumps(page)), page)
        self.assertEqual(
            set(page["services"][0]),
            {
                *("id", "name", "number", "domains", "home_page", "psb", "state"),
                "footer",
            },
        )
        text = str(page)
        for hidden in ("G1234567X", "13800000000", self.person.name):
            self.assertNotIn(hidden, text)

    def test_customer_says_what_is_wrong(self):
        self.authenticate("icp_customer", "icp_customer")
        token = self.csrf_token()
        answer = self.url_open(
            f"/my/icp/{self.subject.id}/wrong",
            data={"csrf_token": token, "words": " 电话已停用 <b> " + "x" * 3000},
        )
        self.assertIn("message=told", answer.url)
        self.subject.invalidate_recordset()
        self.assertTrue(self.subject.data_wrong_note.startswith("电话已停用 <b>"))
        self.assertEqual(len(self.subject.data_wrong_note), 2000)
        self.assertIn("电话已停用 &lt;b&gt;", answer.text)
        self.assertEqual(self.duties(self.subject, "D10").state, "open")
        self.post(f"/{self.subject.id}/confirm")
        self.subject.invalidate_recordset()
        self.assertFalse(self.subject.data_wrong_on)
        self.assertEqual(self.duties(self.subject, "D10").state, "done")

    def test_register_workbook_is_for_readers_of_the_register(self):
        self.authenticate("icp_clerk", "icp_clerk")
        answer = self.url_open("/aftersales_icp/register.xlsx")
        self.assertTrue(answer.content.startswith(b"PK"))
        for nobody in ("icp_employee", "icp_customer"):
            self.authenticate(nobody, nobody)
            answer = self.url_open("/aftersales_icp/register.xlsx")
            self.assertEqual(answer.status_code, 404)
