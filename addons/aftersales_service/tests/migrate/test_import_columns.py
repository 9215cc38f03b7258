from ...exceptions import UnreadableRegister
from .common import RegisterCase, make_book

ODD = ["购货商（全称）", "料 号", "机身号/SN", "售出日期", "质保期（月）", "联系 方式"]
ROW = ["齐鲁泵业有限公司", "YJ-90L-T", "ODD-1", "2026-01-31", "24", "13800001111"]


class TestImportColumns(RegisterCase):
    def make(self, headings, *rows, **vals):
        return self.make_import(make_book([["登记簿"], headings, *rows]), **vals)

    def get_column(self, record, name):
        return record.column_ids.filtered(lambda c: c.name == name)

    def get_heading(self, field, kind="device"):
        return self.env["aftersales.import.heading"].search(
            [("kind", "=", kind), ("field_name", "=", field)]
        )

    def test_combined_and_decorated_headings_are_recognised(self):
        headings = [
            "客 户\n名称/单位", "*产品编码：", "机号（SN）", "3、发货日期", "保修期(个月)",
            "联系人及电话", "备 注",
        ]  # fmt: skip
        row = [*self.make_row("COMB-1"), "张三 13812345678", "加急"]
        record = self.make(headings, row)
        record.action_check()
        self.assertEqual((record.state, record.good_count), ("checked", 1))
        self.assertFalse(record.column_ids.filtered(lambda c: not c.heading_id))
        row[5] = row[5]
        record.action_import()
        device = self.get_device("COMB-1")
        self.assertEqual(device.note, "加急")
        self.assertEqual(device.coverage_ids.amount, 12)

    def test_years_in_the_heading_are_years(self):
        for heading, months in (
            ("保修期（年）", 24),
            ("质保年限", 24),
            ("保修期/月", 2),
        ):
            headings = ["客户名称", "产品编码", "机号", "发货日期", heading]
            serial = f"YEAR-{heading}"
            self.make(headings, self.make_row(serial, months=2)).action_import()
            self.assertEqual(self.get_device(serial).coverage_ids.amount, months)

    def test_what_is_not_recognised_waits_with_samples_and_proposal(self):
        more = [
            ["甲厂", "YJ-90L-T", f"ODD-{i}", "2026-02-01", 12, ""] for i in (2, 3, 4)
        ]
        record = self.make(ODD, ROW, *more)
        record.action_check()
        self.assertEqual(record.state, "mapping")
        buyer = self.get_column(record, "购货商(全称)")
        self.assertFalse(buyer.heading_id)
        # The heading says nothing, the values look like firms.
        self.assertEqual(buyer.proposal_id, self.get_heading("partner"))
        self.assertEqual(buyer.proposal_id.display_name, "Customer")
        self.assertEqual(buyer.samples, "齐鲁泵业有限公司 | 甲厂")
        serial = self.get_column(record, "机身号/SN")
        self.assertEqual(serial.heading_id, self.get_heading("serial"))
        self.assertEqual(serial.samples, "ODD-1 | ODD-2 | ODD-3")
        with self.assertRaisesRegex(UnreadableRegister, "客户名称"):
            record.action_import()

    def test_what_is_assigned_is_used_and_remembered(self):
        record = self.make(ODD, ROW)
        record.action_check()
        self.get_column(record, "购货商(全称)").heading_id = self.get_heading("partner")
        record.action_check()
        self.assertEqual((record.state, record.good_count), ("checked", 1))
        record.action_import()
        self.assertEqual(self.get_device("ODD-1").partner_id, self.customer)
        again = self.make(ODD, [*ROW[:2], "ODD-9", *ROW[3:]])
        again.action_import()
        self.assertEqual(again.created_count, 1)

    def test_memory_is_of_the_kind_and_the_company(self):
        record = self.make(ODD, ROW)
        record.action_check()
        self.get_column(record, "购货商(全称)").heading_id = self.get_heading("partner")
        alias = self.env["aftersales.import.alias"]
        found = alias._get_chosen("device", self.company)
        self.assertEqual(found, {"购货商(全称)": "partner"})
        self.assertFalse(alias._get_chosen("call", self.company))
        other = self.env["res.company"].create({"name": "二厂"})
        self.assertFalse(alias._get_chosen("device", other))

    def test_column_that_is_emptied_is_never_read(self):
        headings = ["客户名称", "产品编码", "机号", "发货日期", "保修期", "备注"]
        record = self.make(headings, [*self.make_row("NOTE-1"), "内部"])
        record.action_check()
        self.get_column(record, "备注").heading_id = False
        record.action_check()
        self.assertFalse(self.get_column(record, "备注").heading_id)
        record.action_import()
        self.assertFalse(self.get_device("NOTE-1").note)

    def test_proposal_is_used_when_a_person_accepts_it(self):
        headings = ["客户名称", "产品编码", "产品出厂编号码", "发货日期", "保修期"]
        record = self.make(headings, self.make_row("PROP-1"))
        record.action_check()
        column = self.get_column(record, "产品出厂编号码")
        self.assertEqual(record.state, "mapping")
        self.assertEqual(column.proposal_id, self.get_heading("serial"))
        record.action_accept_proposals()
        self.assertEqual((record.state, record.good_count), ("checked", 1))

    def test_another_unit_is_asked_not_guessed(self):
        headings = ["客户名称", "产品编码", "机号", "发货日期", "保修期(天)"]
        record = self.make(headings, self.make_row("DAY-1", months=365))
        record.action_check()
        column = self.get_column(record, "保修期(天)")
        # Days are no months, whatever the number: neutral words only.
        self.assertFalse(column.heading_id)
        self.assertEqual(column.proposal_id, self.get_heading("months"))

    def test_person_says_where_the_headings_are(self):
        headings = ["客户名称", "产品编码", "机号", "发货日期", "保修期"]
        data = make_book(
            [headings, ["A", "B", "C", "D", "E"], headings, self.make_row("R-1")]
        )
        record = self.make_import(data)
        record.heading_row = 3
        record.action_check()
        self.assertEqual((record.good_count, record.line_ids.row_number), (1, 4))

    def test_file_with_another_heading_forgets_the_columns(self):
        record = self.make(ODD, ROW)
        record.action_check()
        self.assertTrue(record.column_ids)
        record.data = self.make(["机号"], ["x"]).data
        self.assertFalse(record.column_ids)

    def test_stranger_cannot_change_what_others_remember(self):
        record = self.make(ODD, ROW)
        record.action_check()
        self.get_column(record, "购货商(全称)").heading_id = self.get_heading("partner")
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "dispatcher",
            login="as_stranger",
            company_id=other.id,
            company_ids=other.ids,
        )
        for model in ("alias", "column"):
            records = self.env[f"aftersales.import.{model}"].with_user(stranger)
            self.assertFalse(records.search([]), model)

    def test_signatures_notes_and_repeated_headings_are_no_faults(self):
        headings = ["客户名称", "产品编码", "机号", "发货日期", "保修期"]
        record = self.make(
            headings,
            self.make_row("FOOT-1"),
            headings,
            ["登记簿"],
            self.make_row("FOOT-2"),
            ["合计：2台"],
            ["注：以实物为准"],
            ["制表人：张三", None, "审核：李四"],
            ["制表人", "张三"],
            ["第1页 共1页"],
        )
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (2, 0))

    def test_other_kinds_recognise_too(self):
        for kind, headings in {
            "part": ["备件编码*", "备件名称", "成本价（元）"],
            "extended": ["机号/SN", "延保月数（月）"],
            "fault": ["故障代码", "故障名称："],
        }.items():
            record = self.make(headings, ["A", "B", "1"][: len(headings)], kind=kind)
            record.action_check()
            lost = record.column_ids.filtered(lambda c: not c.heading_id)
            self.assertFalse(lost.mapped("name"), kind)
