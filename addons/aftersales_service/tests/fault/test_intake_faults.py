import base64
import doctest
import io

import openpyxl

from odoo.exceptions import ValidationError
from odoo.tests import Form

from ...models.fault import fault_import
from ..common import AfterSalesCommon

HEAD = ("编码", "名称", "类型", "上级编码", "产品类别", "所需配件", "工时", "别名")


class TestFaultTree(AfterSalesCommon):
    """Symptom → cause → remedy with parts and hours (S-05, S-19)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categ = cls.env["product.category"].create({"name": "测试电机"})
        fault = cls.env["aftersales.fault"]
        cls.symptom = fault.create(
            {"code": "TS1", "name": "异响", "search_words": "嗡嗡,yx"}
        )
        cls.cause = fault.create(
            {
                "code": "TS1-1",
                "name": "轴承磨损",
                "kind": "cause",
                "parent_id": cls.symptom.id,
            }
        )
        cls.remedy = fault.create(
            {
                "code": "TS1-1-1",
                "name": "更换轴承",
                "kind": "action",
                "parent_id": cls.cause.id,
                "hours": 2,
                "part_ids": [(0, 0, {"product_id": cls.part.id, "quantity": 2})],
            }
        )

    def test_symptom_proposes_causes_remedies_parts_and_hours(self):
        order = self.make_order(fault_id=self.symptom.id)
        self.assertEqual(
            order.fault_suggestions,
            [
                {
                    "id": self.remedy.id,
                    "cause": "轴承磨损",
                    "remedy": "更换轴承",
                    "hours": 2.0,
                    "parts": [
                        {
                            "product_id": self.part.id,
                            "name": self.part.display_name,
                            "quantity": 2.0,
                        }
                    ],
                }
            ],
        )

    def test_choosing_a_symptom_writes_what_was_reported_unless_it_stands(self):
        form = Form(self.env["aftersales.order"].with_user(self.dispatcher))
        form.fault_id = self.symptom
        self.assertEqual(form.fault, "异响")
        form.fault = "客户说像拖拉机"
        form.fault_id = self.symptom.create({"code": "TS2", "name": "漏油"})
        self.assertEqual(form.fault, "客户说像拖拉机")

    def test_found_by_code_name_and_other_words(self):
        fault = self.env["aftersales.fault"]
        for typed in ("TS1", "异响", "嗡嗡", "yx"):
            found = [row[0] for row in fault.name_search(typed)]
            self.assertIn(self.symptom.id, found, typed)

    def test_wrong_place_in_the_tree_is_refused(self):
        fault = self.env["aftersales.fault"]
        for number, (kind, parent) in enumerate(
            (
                ("cause", False),
                ("action", self.symptom.id),
                ("symptom", self.cause.id),
                ("action", False),
            )
        ):
            with self.assertRaisesRegex(ValidationError, "wrong place"):
                fault.create(
                    {
                        "code": f"X{number}",
                        "name": "错",
                        "kind": kind,
                        "parent_id": parent,
                    }
                )

    def test_faults_of_the_products_category_and_those_for_all(self):
        fault = self.env["aftersales.fault"]
        mine = fault.create({"code": "TS3", "name": "过热", "categ_id": self.categ.id})
        child = self.env["product.category"].create(
            {"name": "大电机", "parent_id": self.categ.id}
        )
        other = fault.create(
            {
                "code": "TS4",
                "name": "打不着火",
                "categ_id": self.env["product.category"].create({"name": "灶"}).id,
            }
        )
        self.machine.categ_id = child
        found = fault.search(fault._get_product_domain(self.machine))
        self.assertIn(mine, found)
        self.assertIn(self.symptom, found)
        self.assertNotIn(other, found)

    def test_every_remedy_of_eighty_jobs_costs_few_queries(self):
        jobs = self.env["aftersales.order"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "fault": "异响",
                    "fault_id": self.symptom.id,
                }
                for _index in range(80)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            remedies = jobs.mapped("suggested_remedy_ids")
        self.assertEqual(remedies, self.remedy)


class TestFaultImport(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categ = cls.env["product.category"].create({"name": "测试电机"})

    def make(self, *rows):
        book = openpyxl.Workbook()
        for row in (HEAD, *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return (
            self.env["aftersales.import"]
            .with_user(self.director)
            .create(
                {
                    "kind": "fault",
                    "filename": "故障树.xlsx",
                    "data": base64.b64encode(stream.getvalue()),
                }
            )
        )

    def test_a_register_becomes_a_tree(self):
        record = self.make(
            ("IT1", "异响", "故障现象", "", "测试电机", "", "", "嗡嗡"),
            ("IT1-1", "轴承磨损", "原因", "IT1", "测试电机", "", "", ""),
            ("IT1-1-1", "更换轴承", "措施", "IT1-1", "测试电机", "轴承6205×2", 1.5, ""),
        )
        record.action_import()
        self.assertEqual((record.created_count, record.error_count), (3, 0))
        remedy = self.env["aftersales.fault"].search([("code", "=", "IT1-1-1")])
        self.assertEqual(remedy.parent_id.parent_id.code, "IT1")
        self.assertEqual((remedy.hours, remedy.part_ids.quantity), (1.5, 2.0))
        self.assertEqual(remedy.part_ids.product_id, self.part)
        self.assertEqual(remedy.categ_id, self.categ)
        record.action_import()
        self.assertEqual((record.created_count, record.present_count), (0, 3))

    def test_kind_follows_from_what_stands_above(self):
        record = self.make(
            ("IT2", "漏油", "", "", "", "", "", ""),
            ("IT2-1", "油封老化", "", "IT2", "", "", "", ""),
            ("IT2-1-1", "更换油封", "", "IT2-1", "", "", "", ""),
        )
        record.action_import()
        faults = self.env["aftersales.fault"].search([("code", "=like", "IT2%")])
        self.assertEqual(faults.mapped("kind"), ["symptom", "cause", "action"])

    def test_every_fault_of_a_row_is_told(self):
        record = self.make(
            ("", "异响", "现象", "", "", "", "", ""),
            ("IT3", "", "现象", "", "", "", "", ""),
            ("IT4", "轴承", "原因", "没有", "", "", "", ""),
            ("IT5", "轴承", "零件", "", "", "", "", ""),
            ("IT6", "轴承", "原因", "", "", "", "", ""),
            ("IT7", "轴承", "现象", "", "火箭", "无此配件×2", "很久", ""),
        )
        record.action_check()
        self.assertEqual(
            [(line.fault_codes or "").split() for line in record.line_ids],
            [
                ["fault_code_missing"],
                ["fault_name_missing"],
                ["fault_parent_unknown"],
                ["fault_kind_unknown"],
                ["fault_parent_wrong"],
                ["fault_category_unknown", "fault_part_unknown", "fault_hours_wrong"],
            ],
        )
        self.assertTrue(all(line.fault for line in record.line_ids))

    def test_a_cell_of_parts_reads_in_every_spelling(self):
        self.assertEqual(doctest.testmod(fault_import).failed, 0)
        self.assertEqual(
            fault_import.read_parts("P1*2, 轴承 6205 x 3；风叶"),
            [("P1", 2.0), ("轴承 6205", 3.0), ("风叶", 1.0)],
        )
