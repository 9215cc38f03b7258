import base64
import datetime
import io
import json
import pathlib
from contextlib import suppress
from unittest.mock import patch

import openpyxl

from odoo.tools import file_path

from ...models.history import order_import
from ...models.migrate import import_run
from ..common import AfterSalesCommon

PRODUCTS = ("YJ-90L", "YJ-132", "FC-800", "ZJ-2000", "JK-16")
HEADINGS = [
    "日期",
    "时间",
    "客户",
    "机号",
    "故障现象",
    "服务类别",
    "派工",
    "完成日期",
    "收费",
    "编号",
    "地址",
]
ROW = [
    "2025.3.1",
    "9:00",
    "齐鲁泵业有限公司",
    "YJ260900001",
    "异响",
    "C",
    "王师傅",
    "2025.3.2",
    "免",
    "0031",
    "",
]


class Killed(Exception):
    """The process ended here."""


class CallsCommon(AfterSalesCommon):
    def make_import(self, data, filename="叫修登记簿.xls", user=None):
        return (
            self.env["aftersales.import"]
            .with_user(user or self.dispatcher)
            .create({"kind": "call", "filename": filename, "data": data})
        )

    def make_workbook(self, *rows):
        """Each row is {heading: value} beyond a good one."""
        book = openpyxl.Workbook()
        book.active.append(["叫修登记簿"])
        book.active.append(HEADINGS)
        for row in rows:
            book.active.append(
                [
                    row.get(heading, value)
                    for heading, value in zip(HEADINGS, ROW, strict=True)
                ]
            )
        stream = io.BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue())

    def read(self, *rows):
        record = self.make_import(self.make_workbook(*rows), "旧.xlsx")
        record.action_import()
        return record

    def history(self):
        return self.env["aftersales.order"].search([("is_history", "=", True)])


class TestOldRegister(CallsCommon):
    """叫修登记簿.xls as an old desktop system wrote it: 120 calls of 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = pathlib.Path(file_path("aftersales_service/demo/register"))
        cls.data = base64.b64encode((folder / "叫修登记簿.xls").read_bytes())
        cls.expected = json.loads(
            pathlib.Path(
                file_path("aftersales_service/tests/data/expected_calls.json")
            ).read_text()
        )
        cls.env["product.product"].create(
            [
                {
                    "name": code,
                    "default_code": code,
                    "tracking": "serial",
                    "is_storable": True,
                }
                for code in PRODUCTS
            ]
        )
        devices = cls.env["aftersales.import"].create(
            {
                "kind": "device",
                "filename": "客户产品档案.xls",
                "data": base64.b64encode((folder / "客户产品档案.xls").read_bytes()),
            }
        )
        devices.action_import()
        cls.before = cls.env["res.partner"].search_count([])
        cls.record = (
            cls.env["aftersales.import"]
            .with_user(cls.dispatcher)
            .create({"kind": "call", "filename": "叫修登记簿.xls", "data": cls.data})
        )
        cls.record.action_import()

    def test_every_row_becomes_a_closed_job(self):
        rows = self.expected["rows"]
        self.assertRecordValues(
            self.record,
            [{"good_count": rows, "error_count": 0, "created_count": rows}],
        )
        orders = self.history()
        self.assertEqual(len(orders), rows)
        self.assertEqual(set(orders.mapped("state")), {"closed"})
        self.assertEqual(len(set(orders.mapped("name"))), rows)
        self.assertFalse(self.record.error_data)

    def test_days_times_devices_and_fees_are_those_of_the_file(self):
        orders = self.history()
        for expected in self.expected["samples"]:
            order = orders.filtered(
                lambda o, e=expected: (
                    o.device_id.serial == e["serial"]
                    and str(o.company_id._aftersales_day(o.called_at)) == e["day"]
                )
            )
            self.assertRecordValues(
                order,
                [
                    {
                        "called_at": datetime.datetime.fromisoformat(expected["utc"]),
                        "fault": expected["fault"],
                        "service_type": expected["service_type"],
                        "register_technician": expected["technician"],
                        "register_fee": expected["fee"],
                    }
                ],
            )
            day = order.company_id._aftersales_day(order.closed_at)
            self.assertEqual(str(day), expected["closed"])
            self.assertEqual(order.partner_id.name, expected["customer"])
        self.assertAlmostEqual(
            sum(orders.mapped("register_fee")), self.expected["fees"]
        )

    def test_owners_of_the_devices_are_no_new_customers(self):
        self.assertEqual(self.env["res.partner"].search_count([]), self.before)
        self.assertTrue(all(order.device_id for order in self.history()))

    def test_history_starts_nothing(self):
        orders = self.history()
        self.assertFalse(orders.decision_ids)
        self.assertFalse(orders.first_contact_user_id)
        self.assertFalse(orders.device_id.coverage_ids.filtered("suspended_on"))
        self.assertFalse(orders.visit_ids)

    def test_second_import_creates_nothing(self):
        again = self.make_import(self.data)
        again.action_import()
        self.assertEqual(
            (again.created_count, again.present_count), (0, self.expected["rows"])
        )
        self.assertEqual(len(self.history()), self.expected["rows"])

    def test_known_calls_cost_a_fixed_number_of_queries(self):
        again = self.make_import(self.data)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(52):
            again.action_import()
            self.env.flush_all()

    def test_devices_have_their_history(self):
        device = self.env["aftersales.device"]._find_by_scan("YJ220800209")
        self.assertEqual(device.order_count, 3)

    def test_second_company_sees_none_of_it(self):
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "manager", login="as_stranger", company_id=other.id, company_ids=other.ids
        )
        orders = self.env["aftersales.order"].with_user(stranger)
        self.assertFalse(orders.search([("is_history", "=", True)]))


class TestCallRows(CallsCommon):
    """What single rows may look like."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device()

    def test_number_of_the_register_is_kept(self):
        self.read({})
        order = self.history()
        self.assertEqual((order.name, order.register_number), ("LS20250301-01", "0031"))

    def test_every_fault_is_told_and_can_be_corrected(self):
        record = self.read(
            {
                "日期": "2025-02-30",
                "时间": "25:00",
                "机号": "NO-1",
                "故障现象": "",
                "服务类别": "X",
                "收费": "许多",
            },
            {"完成日期": ""},
            {"完成日期": "2025-02-01"},
            {"日期": ""},
        )
        self.assertEqual((record.good_count, record.error_count), (0, 4))
        self.assertEqual(
            [line.fault_codes.split() for line in record.line_ids],
            [
                [
                    "device_unknown",
                    "symptom_missing",
                    "date_impossible",
                    "time_impossible",
                    "service_type_unknown",
                    "fee_wrong",
                ],
                ["end_missing"],
                ["end_before_call"],
                ["call_date_missing"],
            ],
        )
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_data)))
        rows = list(book.active.values)
        self.assertEqual(rows[0][: len(HEADINGS)], tuple(HEADINGS))
        self.assertEqual([row[len(HEADINGS)] for row in rows[1:]], [3, 4, 5, 6])
        self.assertFalse(self.history())

    def test_the_same_call_twice_is_named(self):
        record = self.read({}, {"收费": 20})
        self.assertEqual(record.line_ids[1].fault_codes, "call_twice")

    def test_call_without_serial_makes_customer_and_site(self):
        self.read({"机号": "", "客户": "新客户厂", "地址": "泰安路1号"})
        order = self.history()
        self.assertEqual(order.partner_id.name, "新客户厂")
        self.assertEqual(order.site_id.street, "泰安路1号")
        self.assertFalse(order.device_id)

    def test_other_address_of_an_owner_is_not_lost(self):
        self.read({"地址": "老厂区3号"})
        self.assertIn("老厂区3号", self.history().register_note)

    def test_fee_makes_a_job_without_type_a_paid_one(self):
        self.read({"服务类别": "", "收费": "¥1,280.50元"}, {"服务类别": "", "机号": ""})
        paid, free = self.history().sorted("register_fee", reverse=True)
        self.assertEqual((paid.service_type, paid.register_fee), ("a", 1280.5))
        self.assertEqual(free.service_type, "c")

    def test_cells_of_date_and_time_are_read(self):
        self.read(
            {"日期": datetime.datetime(2025, 3, 1, 16, 30), "时间": None},
            {"日期": datetime.date(2025, 3, 2), "时间": datetime.time(8, 5)},
        )
        moments = sorted(map(str, self.history().mapped("called_at")))
        self.assertEqual(moments, ["2025-03-01 08:30:00", "2025-03-02 00:05:00"])

    def test_warranty_at_the_call_counts_for_statutory_rights(self):
        device = self.make_device(
            "YJ1", coverage={"months": 12, "start_date": "2025-01-01"}
        )
        self.read({"机号": "YJ1"}, {"机号": "YJ1", "日期": "2024.12.1"})
        states = device.order_ids.sorted("called_at").mapped("warranty_state")
        self.assertEqual(states, ["out", "in"])

    def test_guarded_fields_cannot_be_typed_in(self):
        with self.assertRaises(Exception) as caught:
            self.make_order(is_history=True)
        self.assertEqual(type(caught.exception).__name__, "ProtectedRefused")

    def test_technician_may_not_import(self):
        with self.assertRaises(Exception) as caught:
            self.make_import(self.make_workbook({}), user=self.technician)
        self.assertEqual(type(caught.exception).__name__, "AccessError")

    def test_interrupted_import_goes_on(self):
        rows = [{"故障现象": f"异响{i}"} for i in range(35)]
        record = self.make_import(self.make_workbook(*rows), "旧.xlsx")
        self.startPatcher(patch.object(import_run, "CHUNK", 10))
        self.startPatcher(
            patch.object(
                import_run.ImportRegister,
                "_commit_chunk",
                lambda *_args: self.env.flush_all(),
            )
        )
        with (
            suppress(Killed),
            patch.object(order_import.ImportCalls, "_create_call", _killed_after(2)),
        ):
            record.action_import()
        self.assertEqual((record.state, record.created_count), ("running", 20))
        record.action_import()
        self.assertEqual((record.state, record.created_count), ("done", 35))
        self.assertEqual(len(self.history()), 35)


def _killed_after(chunks):
    original, done = order_import.ImportCalls._create_call, []

    def create(self, rows):
        if len(done) == chunks:
            raise Killed
        done.append(len(rows))
        return original(self, rows)

    return create
