import base64
import doctest
import io
from datetime import date

import openpyxl

from ...models.warranty import policy_words
from ...models.warranty.policy import LEVELS
from ..common import AfterSalesCommon

POLICY = [
    "政策名称",
    "层级",
    "适用对象",
    "条款名称",
    "费用类别",
    "保修范围",
    "期限",
    "单位",
    "起算",
    "比例",
    "承担方",
]


class WarrantyImport(AfterSalesCommon):
    def make_import(self, kind, user, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return (
            self.env["aftersales.import"]
            .with_user(user)
            .create(
                {
                    "kind": kind,
                    "filename": f"{kind}.xlsx",
                    "data": base64.b64encode(stream.getvalue()),
                }
            )
        )

    def get_faults(self, record):
        return [(line.fault_codes or "").split() for line in record.line_ids]


class TestImportExtended(WarrantyImport):
    HEAD = ("机号", "产品编码", "延保月数", "开始日期", "延保单号")

    def setUp(self):
        super().setUp()
        start = {"months": 12, "start_date": date(2026, 3, 10)}
        self.device = self.make_device("EXT-1", coverage=start)

    def make(self, *rows):
        return self.make_import("extended", self.dispatcher, self.HEAD, *rows)

    def test_extension_follows_the_warranty_or_begins_as_written(self):
        bare = self.make_device("EXT-2")
        record = self.make(
            ["ＥＸＴ－１", "", "24个月", None, "YB-001"],
            ["ext-2", "YJ-90L-T", 12, date(2026, 5, 1), "YB-002"],
        )
        record.action_import()
        self.assertEqual((record.created_count, record.error_count), (2, 0))
        extended = (self.device | bare).coverage_ids.filtered(
            lambda c: c.kind == "extended"
        )
        self.assertRecordValues(
            extended.sorted("origin"),
            [
                {
                    "start_date": date(2027, 3, 10),
                    "end_date": date(2029, 3, 9),
                    "origin": "YB-001",
                },
                {
                    "start_date": date(2026, 5, 1),
                    "end_date": date(2027, 4, 30),
                    "origin": "YB-002",
                },
            ],
        )
        self.assertFalse(extended._verify())
        self.assertEqual(self.device.coverage_end_date, date(2029, 3, 9))

    def test_importing_twice_grants_nothing_twice(self):
        for expected in ((1, 0), (0, 1)):
            record = self.make(["EXT-1", "", 24, None, "YB-001"])
            record.action_import()
            self.assertEqual((record.created_count, record.present_count), expected)
        self.assertEqual(len(self.device.coverage_ids), 2)

    def test_every_fault_is_told(self):
        self.make_device("BARE-1")
        vals = {"name": "水泵", "default_code": "OTHER", "tracking": "serial"}
        other = self.env["product.product"].create(vals)
        self.make_device("EXT-1", product_id=other.id)
        record = self.make(
            ["", "", 12, None, ""],
            ["NOBODY", "", 12, None, ""],
            ["EXT-1", "", 12, None, ""],
            ["BARE-1", "", 0, None, ""],
            ["BARE-1", "", "长期", "2026-02-30", ""],
            ["BARE-1", "", 12, "2026-02-01", "A"],
            ["BARE-1", "", 12, "2026-02-01", "A"],
        )
        record.action_import()
        self.assertEqual(
            self.get_faults(record),
            [
                ["serial_missing"],
                ["device_unknown"],
                ["device_several"],
                ["months_missing", "start_missing"],
                ["months_missing", "date_impossible"],
                [],
                ["extension_twice"],
            ],
        )
        self.assertTrue(all(line.fault for line in record.line_ids if line.fault_codes))
        self.assertEqual(record.created_count, 1)


class TestImportPolicies(WarrantyImport):
    def make(self, *rows):
        return self.make_import("policy", self.director, POLICY, *rows)

    def test_policies_arrive_as_drafts_with_their_terms(self):
        brand = self.env["aftersales.brand"].create({"name": "齐鲁"})
        rows = (
            "齐鲁三包|品牌|齐鲁|整机一年|配件、人工|整机|1年||安装||",
            "齐鲁三包|品牌|齐鲁|主件三年|part|主要部件|36|月|交货|0.8|供应商",
            "通用政策||||全部||12|||50%|厂家",
        )
        # Excel holds a share as a number where it shows percents.
        cells = [[0.8 if c == "0.8" else c for c in row.split("|")] for row in rows]
        record = self.make(*cells)
        record.action_import()
        self.assertEqual((record.created_count, record.error_count), (3, 0))
        policy = self.env["aftersales.warranty.policy"].search(
            [("brand_id", "=", brand.id)]
        )
        version = policy.version_ids
        self.assertRecordValues(version, [{"state": "draft"}])
        self.assertRecordValues(
            version.term_ids,
            [
                {
                    "name": "整机一年",
                    "scope": "machine",
                    "amount": 1,
                    "unit": "year",
                    "start_event": "installation_date",
                    "percent": 100,
                    "payer": "company",
                },
                {
                    "name": "主件三年",
                    "scope": "main",
                    "amount": 36,
                    "unit": "month",
                    "start_event": "delivery_date",
                    "percent": 80,
                    "payer": "supplier",
                },
            ],
        )
        kinds = version.term_ids[0].cost_kind_ids
        self.assertEqual(set(kinds.mapped("code")), {"part", "labour"})
        general = self.env["aftersales.warranty.policy"].search(
            [("name", "=", "通用政策")]
        )
        self.assertEqual(general.level, len(LEVELS))
        self.assertFalse(general.version_ids.term_ids.cost_kind_ids)

    def test_importing_twice_adds_nothing_and_a_new_term_makes_a_draft(self):
        row = ["通用政策", "", "", "整机", "", "", 12, "", "", "", ""]
        self.make(row).action_import()
        again = self.make(row)
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 1))
        policy = self.env["aftersales.warranty.policy"].search(
            [("name", "=", "通用政策")]
        )
        policy.version_ids.with_user(self.director).action_approve()
        self.make([*row[:3], "主件", *row[4:]]).action_import()
        draft = policy.version_ids.filtered(lambda v: v.state == "draft")
        self.assertEqual(draft.term_ids.mapped("name"), ["整机", "主件"])
        self.assertEqual(len(policy.version_ids), 2)

    def test_every_fault_is_told(self):
        record = self.make(
            ["", "星座", "", "", "午餐", "一半", "一年", "", "生日", 0, "邻居"],
            ["甲", "品牌", "没有", "", "", "", 12, "周", "", 101, ""],
            ["乙", "产品", "YJ-90L-T", "", "", "", 12, "", "", "", ""],
            ["乙", "", "", "", "", "", 12, "", "", "", ""],
        )
        record.action_check()
        self.assertEqual(
            self.get_faults(record),
            [
                [
                    "policy_missing",
                    "level_unknown",
                    "cost_unknown",
                    "scope_unknown",
                    "event_unknown",
                    "payer_unknown",
                    "period_wrong",
                    "percent_wrong",
                ],
                ["target_unknown", "period_wrong", "percent_wrong"],
                [],
                ["target_differs"],
            ],
        )

    def test_examples_in_the_words(self):
        self.assertFalse(doctest.testmod(policy_words).failed)
