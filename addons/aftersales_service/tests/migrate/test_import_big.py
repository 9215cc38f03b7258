import base64
import io
from contextlib import suppress
from unittest.mock import patch

import openpyxl

from odoo.exceptions import LockError

from ...exceptions import ImportBusy
from ...models.device import device_import
from ...models.migrate import import_run
from ..common import AfterSalesCommon

HEADINGS = ["客户名称", "产品编码", "机号", "发货日期", "保修期"]


class Killed(Exception):
    """The process ended here."""


class TestImportBig(AfterSalesCommon):
    """A register of several chunks; a commit is noted instead of done."""

    def setUp(self):
        super().setUp()
        self.commits = []
        self.startPatcher(patch.object(import_run, "CHUNK", 10))
        self.startPatcher(
            patch.object(import_run.ImportRegister, "_commit_chunk", self.note_commit)
        )

    def note_commit(self, *_args):
        self.env.flush_all()
        self.commits.append(self.env["aftersales.device"].search_count([]))

    def make_import(self, rows, merged=()):
        book = openpyxl.Workbook()
        book.active.append(["客户产品档案"])
        book.active.append(HEADINGS)
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        stream = io.BytesIO()
        book.save(stream)
        return (
            self.env["aftersales.import"]
            .with_user(self.dispatcher)
            .create(
                {
                    "kind": "device",
                    "filename": "大.xlsx",
                    "data": base64.b64encode(stream.getvalue()),
                }
            )
        )

    def make_rows(self, count):
        return [
            [f"客户{i % 3}", "YJ-90L-T", f"BIG{i:04}", "2026-01-31", 12]
            for i in range(count)
        ]

    def test_chunks_are_committed_one_by_one(self):
        before = self.env["aftersales.device"].search_count([])
        record = self.make_import(self.make_rows(35))
        record.action_import()
        self.assertEqual([n - before for n in self.commits], [10, 20, 30])
        self.assertRecordValues(
            record,
            [{"state": "done", "created_count": 35, "good_count": 35, "done_row": 37}],
        )

    def test_small_register_is_one_transaction(self):
        self.make_import(self.make_rows(10)).action_import()
        self.assertEqual(self.commits, [])

    def test_first_chunk_and_every_fault_are_listed(self):
        rows = self.make_rows(30)
        rows[3][1] = rows[25][1] = "XX"
        record = self.make_import(rows)
        record.action_check()
        self.assertEqual(record.line_ids.mapped("row_number"), [*range(3, 13), 28])
        self.assertEqual((record.good_count, record.error_count), (28, 2))
        record.action_import()
        self.assertEqual(record.line_ids.mapped("row_number"), [*range(3, 13), 28])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_data)))
        self.assertEqual([row[5].value for row in book.active.rows][1:], [6, 28])

    def test_serial_that_stands_twice_is_seen_across_chunks(self):
        rows = self.make_rows(30)
        rows[25][2] = rows[2][2]
        record = self.make_import(rows)
        record.action_import()
        self.assertEqual((record.created_count, record.error_count), (29, 1))

    def test_interrupted_import_goes_on_and_makes_nothing_twice(self):
        rows = self.make_rows(35)
        rows[4][2] = rows[33][2] = rows[1][2]
        record = self.make_import(rows)
        # not assertRaises: that would roll back what the chunks before have done
        with (
            suppress(Killed),
            patch.object(
                device_import.ImportDevices, "_create_device", _killed_after(2)
            ),
        ):
            record.action_import()
        self.assertRecordValues(record, [{"state": "running", "done_row": 22}])
        record.action_check()
        self.assertEqual(record.state, "running")
        record.action_import()
        self.assertRecordValues(
            record,
            [
                {
                    "state": "done",
                    "created_count": 33,
                    "present_count": 0,
                    "good_count": 33,
                    "error_count": 2,
                }
            ],
        )

    def test_another_file_begins_anew(self):
        record = self.make_import(self.make_rows(2))
        record.action_import()
        record.data = self.make_import(self.make_rows(4)).data
        self.assertRecordValues(record, [{"state": "draft", "done_row": 0}])
        record.action_import()
        self.assertEqual((record.created_count, record.present_count), (2, 2))

    def test_merged_customer_over_the_end_of_a_chunk(self):
        rows = self.make_rows(24)
        for row in rows[1:]:
            row[0] = None
        self.make_import(rows, merged=["A3:A26"]).action_import()
        devices = self.env["aftersales.device"].search([("serial", "like", "BIG")])
        self.assertEqual(devices.partner_id.mapped("name"), ["客户0"])
        self.assertEqual(len(devices), 24)

    def test_who_comes_second_is_told(self):
        record = self.make_import(self.make_rows(1))
        self.startPatcher(patch.object(type(record), "lock_for_update", _refuse))
        with self.assertRaisesRegex(ImportBusy, "大.xlsx"):
            record.action_import()


def _killed_after(chunks):
    original, done = device_import.ImportDevices._create_device, []

    def create(self, rows):
        if len(done) == chunks:
            raise Killed
        done.append(len(rows))
        return original(self, rows)

    return create


def _refuse(*_args, **_kwargs):
    raise LockError("busy")
