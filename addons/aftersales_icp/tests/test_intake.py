"""Registers from Excel and pasted result pages."""

import base64
import io
import zipfile

import openpyxl

from odoo.addons.aftersales_icp.exceptions import IcpImportWrong

from .common import IcpCommon

HEAD = ["序号", "主办单位名称", "网站名称", "备案号", "域名", "审核日期", "公安备案号"]


class TestIntake(IcpCommon):
    def book(self, *rows, head=HEAD):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue())

    def wizard(self, *rows, persona="compliance", **kwargs):
        model = self.as_user(self.env["aftersales.icp.import"], persona)
        return model.create({"file": self.book(*rows, **kwargs)})

    def services(self):
        return self.env["aftersales.icp.service"].search(
            [("partner_id.name", "=", "甲公司")]
        )

    ROWS = (
        [
            1,
            "甲公司",
            "官网",
            "京 icp 备 12345678 号—1",
            "a.example.cn",
            "2021/3/18",
            None,
        ],
        [2, "甲公司", "小程序", "京ICP备12345678号-2X", None, None, None],
        [3, "乙公司", "乙站", "粤B2-20090059-5", "b.example.cn", "2020-01-02", None],
    )

    def test_rows_become_organisers_and_services(self):
        wizard = self.wizard(*self.ROWS)
        wizard.action_check()
        self.assertEqual((wizard.good_count, wizard.problems), (3, ""))
        self.assertFalse(self.services())
        wizard.action_import()
        services = self.services()
        self.assertEqual(set(services.mapped("kind")), {"website", "miniprogram"})
        self.assertEqual(len(services.subject_id), 1)
        self.assertEqual(set(services.mapped("state")), {"filed"})
        self.assertEqual(str(services.subject_id.filed_date), "2021-03-18")

    def test_twice_is_once(self):
        self.wizard(*self.ROWS).action_import()
        again = self.wizard(*self.ROWS)
        again.action_import()
        self.assertIn("0 services", again.result)
        self.assertEqual(len(self.services()), 2)

    def test_all_errors_are_told_at_once(self):
        wizard = self.wizard(
            ["", "甲公司", "", "川ICP备10200063号-1"],
            ["", "", "", "京ICP备12345678号-1"],
            ["", "丙公司", "", "垃圾"],
        )
        wizard.action_check()
        self.assertEqual(wizard.good_count, 0)
        self.assertEqual(len(wizard.problems.splitlines()), 3)
        self.assertIn("Row 2", wizard.problems)

    def test_one_refused_row_does_not_stop_the_others(self):
        wizard = self.wizard(
            ["", "甲公司", "", "京ICP备12345678号-1", "no domain at all"],
            ["", "甲公司", "", "京ICP备12345678号-2", "b.example.cn"],
        )
        wizard.action_import()
        self.assertIn("Row 2", wizard.problems)
        self.assertEqual(len(self.services()), 1)

    def test_clerk_imports_drafts(self):
        self.wizard(*self.ROWS, persona="clerk").action_import()
        self.assertEqual(set(self.services().mapped("state")), {"draft"})

    def test_workbook_that_bursts(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/sharedStrings.xml", b" " * 110_000_000)
        data = base64.b64encode(stream.getvalue())
        wizard = self.env["aftersales.icp.import"].create({"file": data})
        with self.assertRaisesRegex(IcpImportWrong, "unpacks"):
            wizard.action_check()

    def test_files_that_are_none(self):
        with self.assertRaises(IcpImportWrong):
            self.wizard(head=["a", "b"]).action_check()
        model = self.env["aftersales.icp.import"]
        for content in (b"", b"PK\x03\x04 broken", "中文".encode()):
            with self.assertRaises(IcpImportWrong):
                model.create({"file": base64.b64encode(content)}).action_check()

    def test_pasted_page_becomes_a_record_and_evidence(self):
        text = (
            "主办单位名称：甲公司\n主办单位性质：企业\n"
            "ICP备案/许可证号：京ICP备12345678号\n服务备案号：京ICP备12345678号-1\n"
            "网站域名：a.example.cn\n审核通过日期：2021-03-18"
        )
        model = self.as_user(self.env["aftersales.icp.paste"], "compliance")
        action = model.create({"text": text}).action_take()
        subject = self.env["aftersales.icp.subject"].browse(action["res_id"])
        self.assertEqual(subject.service_ids.domain_name, "a.example.cn")
        self.assertEqual(subject.state, "filed")
        proof = self.env["aftersales.icp.evidence"].search(
            [("subject_id", "=", subject.id), ("source", "=", "miit_manual")]
        )
        self.assertEqual(proof.text, text)
        self.assertEqual(proof.user_id, self.users["compliance"])

    def test_text_without_number_or_organiser(self):
        model = self.env["aftersales.icp.paste"]
        with self.assertRaises(IcpImportWrong):
            model.create({"text": "没有备案信息"}).action_take()
        with self.assertRaises(IcpImportWrong):
            model.create({"text": "京ICP备12345678号-1"}).action_take()
