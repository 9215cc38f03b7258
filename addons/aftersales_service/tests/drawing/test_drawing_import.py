import base64
import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError

from ...exceptions import UnreadableRegister
from .drawing_case import DrawingCommon, make_picture
from .test_drawing import SVG

HEAD = ("图名", "图号", "序号", "零件编号", "零件名称", "数量", "适用机型")
MACHINE = "YJ-90L-T"


def pack(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("_", "."), raw)
    return stream.getvalue()


class TestDrawingImport(DrawingCommon):
    """Pictures and a list as a maker sends them; a second time nothing."""

    def load(self, *rows, head=HEAD, files=(), user=None, check=False, **vals):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        env = self.env(user=user or self.director)
        attachments = env["ir.attachment"].create(
            [{"name": name, "raw": raw} for name, raw in files]
        )
        record = env["aftersales.import"].create(
            {
                "kind": "drawing",
                "filename": "图册.xlsx",
                "data": base64.b64encode(stream.getvalue()),
                "drawing_file_ids": [(6, 0, attachments.ids)],
            }
            | vals
        )
        record.action_check() if check else record.action_import()
        return record

    def get_faults(self, record):
        return [line.fault_codes or "" for line in record.line_ids]

    def find(self, name):
        return self.env["aftersales.drawing"].search([("name", "=", name)])

    @property
    def picture(self):
        return base64.b64decode(make_picture())

    def test_a_parts_book_with_two_sheets(self):
        rows = [
            ("端盖", "2-1", 1, "FIT-A", "轴承A", 2, MACHINE),
            ("端盖", "2-1", "2A", "FIT-B", "轴承B", "", MACHINE),
            ("风扇", "2-2", "１", "FIT-C", "轴承C", 1, MACHINE),
        ]
        files = [
            ("图.zip", pack(**{"2-1_png": self.picture, "a/风扇_PNG": self.picture}))
        ]
        record = self.load(*rows, files=files)
        self.assertEqual((record.created_count, record.error_count), (3, 0))
        drawing = self.find("端盖")
        self.assertEqual((drawing.sheet, drawing.company_id), ("2-1", self.company))
        self.assertEqual(drawing.machine_tmpl_ids, self.machine.product_tmpl_id)
        self.assertEqual(
            [(s.position, s.product_id, s.quantity) for s in drawing.spot_ids],
            [("1", self.old, 2), ("2A", self.mid, 1)],
        )
        self.assertEqual(self.find("风扇").spot_ids.position, "1")
        again = self.load(*rows, files=files)
        self.assertEqual((again.created_count, again.present_count), (0, 3))
        self.assertEqual(len(self.find("端盖")), 1)

    def test_what_the_keeper_drew_stands(self):
        row = ("转子总成", "1-2", "1", "FIT-A", "", 1, MACHINE)
        record = self.load(row)
        self.assertEqual((record.created_count, record.present_count), (0, 1))
        self.assertEqual(self.spot_old._pack()["box"], [0.1, 0.2, 0.2, 0.4])

    def test_one_drawing_with_its_only_picture(self):
        record = self.load(
            ("5", "FIT-A"),
            head=("序号", "零件编号"),
            files=[("DSC0815.jpg", base64.b64decode(make_picture(kind="JPEG")))],
            drawing_machine_id=self.machine.product_tmpl_id.id,
        )
        self.assertEqual(self.get_faults(record), [""])
        self.assertEqual(self.find("图册").spot_ids.position, "5")

    def test_every_fault_of_a_row_is_told(self):
        record = self.load(
            ("端盖", "", "", "", "", "两个", "没有"),
            ("端盖", "", "1", "FIT-X", "新件", 1, ""),
            ("无图", "", "1", "FIT-A", "", 1, MACHINE),
            ("坏图", "", "1", "FIT-A", "", 1, MACHINE),
            ("端盖", "", "1", "FIT-A", "", 1, MACHINE),
            ("端盖", "", "1", "FIT-A", "", 1, MACHINE),
            files=[("端盖.png", self.picture), ("坏图.svg", SVG)],
        )
        faults = [set(codes.split()) for codes in self.get_faults(record)]
        self.assertEqual(
            faults,
            [
                {
                    "drawing_position_missing",
                    "drawing_part_missing",
                    "drawing_machine_unknown",
                    "drawing_quantity_wrong",
                },
                {"drawing_part_unknown", "drawing_machine_missing"},
                {"drawing_picture_missing"},
                {"drawing_picture_wrong"},
                set(),
                {"drawing_row_twice"},
            ],
        )
        self.assertEqual(record.unknown_ids.code, "FIT-X")
        self.assertEqual(record.created_count, 1)
        self.assertFalse(self.find("坏图") | self.find("无图"))

    def test_a_check_creates_nothing(self):
        files = [("端盖.png", self.picture)]
        record = self.load(
            ("端盖", "", "1", "FIT-A", "", 1, MACHINE), files=files, check=True
        )
        self.assertEqual((record.state, record.good_count), ("checked", 1))
        self.assertFalse(self.find("端盖"))

    def test_archives_that_are_too_much(self):
        row = ("端盖", "", "1", "FIT-A", "", 1, MACHINE)
        many = pack(**{f"{n}_png": b"x" for n in range(501)})
        with self.assertRaisesRegex(UnreadableRegister, "500 pictures"):
            self.load(row, files=[("图.zip", many)])
        huge = io.BytesIO()
        with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("端盖.png", self.picture + b"\0" * (11 << 20))
        record = self.load(row, files=[("图.zip", huge.getvalue())])
        self.assertEqual(self.get_faults(record), ["drawing_picture_wrong"])

    def test_names_as_windows_packs_them(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("XXXX.png", self.picture)
        raw = stream.getvalue().replace(b"XXXX.png", "端盖.png".encode("gb18030"))
        row = ("端盖", "", "1", "FIT-A", "", 1, MACHINE)
        record = self.load(row, files=[("图.zip", raw)])
        self.assertEqual((record.created_count, record.error_count), (1, 0))

    def test_nobody_reads_a_file_that_is_not_his(self):
        """The number of a foreign file in the form opens it for nobody."""
        secret = self.env["ir.attachment"].create(
            {
                "name": "端盖.png",
                "raw": self.picture,
                "res_model": "res.company",
                "res_id": 0,
            }
        )
        other = self.make_user("manager", "drawing_other")
        row = ("端盖", "", "1", "FIT-A", "", 1, MACHINE)
        book = openpyxl.Workbook()
        book.active.append(HEAD)
        book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        record = (
            self.env["aftersales.import"]
            .with_user(other)
            .create(
                {
                    "kind": "drawing",
                    "filename": "图册.xlsx",
                    "data": base64.b64encode(stream.getvalue()),
                }
            )
        )
        try:
            with self.cr.savepoint():
                record.drawing_file_ids = secret
                self.env.flush_all()
                self.env.invalidate_all()
                record.action_import()
        except AccessError:
            self.env.invalidate_all(flush=False)
        self.assertFalse(self.find("端盖"))
