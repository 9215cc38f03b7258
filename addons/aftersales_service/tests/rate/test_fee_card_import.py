import base64
import io
import pathlib
from datetime import date

import openpyxl
import xlrd

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import file_path

from .common import RateCommon

CARD = pathlib.Path(file_path("aftersales_service/tests/data/收费标准卡.xls"))


class TestFeeCardImport(RateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("点火器", "电磁阀", "锁芯"):
            cls.make_part(name, 1, 1)
        cls.motors = cls.env["product.category"].create({"name": "电机"})
        cls.stoves = cls.env["product.category"].create({"name": "灶具"})

    def read_card(self, data=None, user=None):
        return self.env["aftersales.import"].with_user(user or self.dispatcher).create(
            {
                "kind": "fee_card",
                "filename": CARD.name,
                "data": base64.b64encode(data or CARD.read_bytes()),
            }
        )  # fmt: skip

    def change(self, cells):
        """The same card with some cells otherwise: {(row, column): value}."""
        book, out = xlrd.open_workbook(CARD), io.BytesIO()
        sheet, copy = book.sheet_by_index(0), openpyxl.Workbook()
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                value = cells.get((row, column), sheet.cell_value(row, column))
                copy.active.cell(row + 1, column + 1, value)
        copy.save(out)
        return out.getvalue()

    def get_version(self, kind):
        cards = self.env["aftersales.fee.card"].search(
            [("kind", "=", kind), ("company_id", "=", self.company.id)]
        )
        return cards.version_ids

    def test_as_it_is(self):
        """Merged title with the day it holds from, two prices, bands, agreements."""
        record = self.read_card()
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (11, 0))
        record.action_import()
        self.assertEqual(record.created_count, 11)
        standard, better = map(self.get_version, ("standard", "preferential"))
        self.assertEqual(standard.valid_from, date(2026, 1, 1))
        self.assertEqual(standard.state, "draft")
        rates = {r.name: r for r in standard.rate_ids}
        self.assertEqual(len(rates), 11)
        self.assertEqual(len(better.rate_ids), 10)  # 面议 is no price
        self.assertEqual(
            [(r.area, r.price) for r in standard.rate_ids[:2]],
            [("city", 50), ("suburb", 80)],
        )
        far = rates["300-1000公里"]
        self.assertEqual((far.km_from, far.km_to, far.price), (300, 1000, 1.2))
        self.assertTrue(far.round_trip)
        self.assertEqual(rates["电机检修"].categ_id, self.motors)
        self.assertEqual(rates["灶具检修"].categ_id, self.stoves)
        self.assertTrue(rates["整机检测"].waived)
        self.assertEqual(rates["轴承6205"].product_id, self.part)
        self.assertEqual(rates["电机检修"].product_id.name, "工时费")

    def test_twice_creates_nothing(self):
        self.read_card().action_import()
        again = self.read_card()
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 11))
        self.assertEqual(len(self.get_version("standard").rate_ids), 11)

    def test_it_can_be_approved_and_charges(self):
        self.read_card().action_import()
        for kind in ("standard", "preferential"):
            self.get_version(kind).with_user(self.director).action_approve()
        self.machine.categ_id = self.motors
        order = self.make_order(
            self.make_device(), service_type="a", area="other", distance_km=120
        )
        visit = self.make_visit_at("2026-12-02 09:00", order=order)
        self.make_requisition(visit, (self.part, 2))
        self.assertEqual(
            sorted(order.sudo().fee_ids.mapped("amount")), [56.0, 120.0, 360.0]
        )

    def test_an_unknown_part_is_told(self):
        self.env["product.product"].search([("name", "=", "锁芯")]).name = "别的"
        record = self.read_card()
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (10, 1))
        self.assertEqual(record.unknown_ids.code, "锁芯")

    def test_finance_reads_it_on_the_screen_in_chinese(self):
        """The file as it is, unknown parts created on the way, draft prices of the year."""
        self.env["res.lang"]._activate_lang("zh_CN")
        parts = self.env["product.product"].search(
            [("name", "in", ("点火器", "电磁阀", "锁芯"))]
        )
        parts.active = False
        self.accountant.lang = "zh_CN"
        screen = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_import_action_fee_card"
        )
        self.assertIn("fee_card", screen["context"])
        imports = self.env["aftersales.import"].with_user(self.accountant)
        form = Form(
            imports.with_context(
                lang="zh_CN", default_kind="fee_card", default_filename=CARD.name
            )
        )
        form.data = base64.b64encode(CARD.read_bytes())
        record = form.save()
        record.action_check()
        self.assertEqual(
            (record.state, record.good_count, record.error_count), ("checked", 8, 3)
        )
        faults = set(record.line_ids.filtered("fault").mapped("fault"))
        self.assertEqual(len(faults), 1)
        self.assertRegex(faults.pop(), r"[\u4e00-\u9fff]")
        self.assertEqual(len(record.unknown_ids), 3)
        record.unknown_ids.is_wanted = True
        record.action_create_products()
        self.assertEqual((record.good_count, record.error_count), (11, 0))
        record.action_import()
        self.assertEqual((record.state, record.created_count), ("done", 11))
        versions = self.get_version("standard") | self.get_version("preferential")
        self.assertEqual(versions.mapped("state"), ["draft", "draft"])
        self.assertEqual(versions[0].valid_from, date(2026, 1, 1))
        before = versions.rate_ids.mapped("write_date")
        again = self.read_card(user=self.accountant)
        again.action_check()
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 11))
        self.assertEqual(versions.rate_ids.mapped("write_date"), before)
        mine = versions.with_user(self.accountant)
        mine.rate_ids.filtered(lambda r: r.name == "市区")[:1].note = "含三环内"
        for version in versions:
            version.with_user(self.director).action_approve()

    def test_wrong_cells_say_what_is_wrong(self):
        """Row and column of each, the others are good; nothing is created by a check."""
        record = self.read_card(
            self.change(
                {
                    (2, 0): "管理费",
                    (3, 1): "",
                    (4, 3): "一块五",
                    (5, 4): "约1.0",
                    (7, 1): "电机检修",
                    (9, 1): "轴承9999",
                }
            )
        )
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (5, 6))
        told = {line.row_number: line.fault for line in record.line_ids if line.fault}
        for row, words in {
            3: "category",
            4: "no name",
            5: "no number",
            6: "no number",
            8: "twice",
            10: "spare part",
        }.items():
            self.assertIn(words, told[row], told)
        self.assertTrue(record.error_data)
        self.assertFalse(self.get_version("standard"))

    def test_another_price_for_the_same_day_is_no_silence(self):
        """Neither a draft nor prices in force change without a word (O-05)."""
        self.read_card().action_import()
        dearer = self.change({(6, 3): 130.0})
        for approved in (False, True):
            if approved:
                self.get_version("standard").with_user(self.director).action_approve()
            record = self.read_card(dearer)
            record.action_import()
            self.assertEqual((record.present_count, record.error_count), (10, 1))
            fault = record.line_ids.filtered("fault")
            self.assertIn("say otherwise", fault.fault)
        title = "售后服务收费标准卡(2026年7月1日起执行)"
        later = self.read_card(self.change({(6, 3): 130.0, (0, 0): title}))
        later.action_import()
        self.assertEqual((later.created_count, later.error_count), (11, 0))
        versions = self.get_version("standard").sorted("valid_from")
        self.assertEqual(versions.mapped("state"), ["approved", "draft"])

    def test_finance_reads_fee_cards_and_no_other_register(self):
        mine = self.env["aftersales.import"].with_user(self.accountant)
        data = base64.b64encode(CARD.read_bytes())
        with self.assertRaises(AccessError):
            mine.create({"kind": "device", "filename": "x.xls", "data": data})
        other = self.env["aftersales.import"].create(
            {"kind": "device", "filename": "x.xls", "data": data}
        )
        with self.assertRaises(AccessError):
            other.with_user(self.accountant).action_import()
        self.assertFalse(mine.search([("kind", "=", "device")]))
        other.with_user(self.director).read(["kind"])
        self.director.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_finance"
        )
        other.with_user(self.director).read(["kind"])
