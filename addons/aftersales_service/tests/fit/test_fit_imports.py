import base64
import io

import openpyxl

from odoo import Command

from .fit_case import FitCommon

SUPERSESSION = ("旧件号", "新件号", "生效日期", "互换性", "备注")
FIT = ("零件编号", "适用机型", "适用机号", "安装位置", "单台用量")
BUILT = ("整机序列号", "零件编号", "零件序列号", "数量", "装机日期")


class TestFitImports(FitCommon):
    """The three lists as makers and factories send them, a second time nothing."""

    def load(self, kind, head, *rows, user=None):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        record = (
            self.env["aftersales.import"]
            .with_user(user or self.director)
            .create(
                {
                    "kind": kind,
                    "filename": "表.xlsx",
                    "data": base64.b64encode(stream.getvalue()),
                }
            )
        )
        record.action_import()
        return record

    def get_faults(self, record):
        return [line.fault_codes or "" for line in record.line_ids]

    def test_supersession(self):
        rows = [
            ("FIT-A", "ＦＩＴ-B", "2026-03-01", "双向", "更改单 12"),
            ("FIT-B", "FIT-C", "", "", ""),
        ]
        record = self.load("supersession", SUPERSESSION, *rows)
        self.assertEqual((record.created_count, record.error_count), (2, 0))
        change = self.env["aftersales.part.supersession"].search(
            [("product_id", "=", self.old.id)]
        )
        self.assertEqual(
            (change.successor_id, str(change.since), change.both_ways, change.note),
            (self.mid, "2026-03-01", True, "更改单 12"),
        )
        self.assertEqual(change.company_id, self.company)
        again = self.load("supersession", SUPERSESSION, *rows)
        self.assertEqual((again.created_count, again.present_count), (0, 2))

    def test_every_fault_of_a_row_is_told(self):
        record = self.load(
            "supersession",
            SUPERSESSION,
            ("FIT-A", "FIT-B", "", "", ""),
            ("FIT-B", "FIT-C", "", "", ""),
            ("FIT-C", "FIT-A", "", "", ""),
            ("FIT-A", "FIT-A", "", "", ""),
            ("FIT-A", "FIT-X", "2026-13-01", "也许", ""),
            ("", "FIT-B", "", "", ""),
        )
        self.assertEqual(record.created_count, 2)
        faults = self.get_faults(record)
        self.assertEqual(faults[2:4], ["circle", "replaces_itself"])
        self.assertEqual(
            set(faults[4].split()),
            {"new_unknown", "date_impossible", "both_ways_wrong"},
        )
        self.assertEqual(faults[5], "old_missing")
        self.assertEqual(record.unknown_ids.code, "FIT-X")

    def test_the_row_that_closes_a_circle_with_the_house_is_refused(self):
        self.replace(self.old, self.mid)
        self.replace(self.mid, self.new)
        record = self.load("supersession", SUPERSESSION, ("FIT-C", "FIT-A", "", "", ""))
        self.assertEqual(self.get_faults(record), ["circle"])

    def test_a_parts_book(self):
        rows = [
            ("FIT-A", "YJ-90L-T", "YJ2105-1～YJ2105-100", "前轴承", 2),
            ("FIT-B", "YJ-90L-T", "YJ2105-101起", "前轴承", ""),
            ("FIT-C", "YJ-90L-T", "", "", ""),
        ]
        record = self.load("fit", FIT, *rows)
        self.assertEqual((record.created_count, record.error_count), (3, 0))
        found = self.env["aftersales.part.fit"].search(
            [("machine_tmpl_id", "=", self.machine.product_tmpl_id.id)], order="id"
        )
        self.assertEqual(
            [(f.serial_from or "", f.serial_to or "", f.quantity) for f in found],
            [("YJ2105-1", "YJ2105-100", 2), ("YJ2105-101", "", 1), ("", "", 1)],
        )
        fit = self.ask(self.mid)
        self.assertEqual((fit.state, fit.instead), ("wrong", self.old))
        again = self.load("fit", FIT, *rows)
        self.assertEqual((again.created_count, again.present_count), (0, 3))

    def test_faults_of_a_parts_book(self):
        record = self.load(
            "fit",
            FIT,
            ("FIT-A", "没有", "", "", ""),
            ("FIT-A", "YJ-90L-T", "YJ9～YJ1", "", ""),
            ("FIT-Y", "YJ-90L-T", "", "", "两个"),
        )
        self.assertEqual(
            [set(codes.split()) for codes in self.get_faults(record)],
            [
                {"fit_machine_unknown"},
                {"fit_range_reversed"},
                {"fit_part_unknown", "fit_quantity_wrong"},
            ],
        )

    def test_a_range_that_may_mean_two_things_is_asked_about(self):
        record = self.load(
            "fit",
            FIT,
            ("FIT-A", "YJ-90L-T", "YJ1～YJ9、YJ20起", "", ""),
            ("FIT-A", "YJ-90L-T", "1000-2000", "", ""),
            ("FIT-A", "YJ-90L-T", "YJ001-YJ100", "", ""),
        )
        self.assertEqual(
            self.get_faults(record), ["fit_range_unclear", "fit_range_unclear", ""]
        )
        self.assertIn("YJ001 至 YJ100", record.line_ids[0].fault)
        found = self.env["aftersales.part.fit"].search(
            [("product_id", "=", self.old.id)]
        )
        self.assertEqual((found.serial_from, found.serial_to), ("YJ001", "YJ100"))

    def test_a_range_that_nobody_can_read_is_told(self):
        head = ("零件编号", "适用机型", "适用机号", "起始机号", "截止机号")
        record = self.load(
            "fit",
            head,
            ("FIT-A", "YJ-90L-T", "见备注", "", ""),
            ("FIT-A", "YJ-90L-T", "YJ001以上", "", ""),
            ("FIT-A", "YJ-90L-T", "", "YJ001起", "—"),
            ("FIT-A", "YJ-90L-T", "", "YJ001", "YJ100"),
        )
        self.assertEqual(self.get_faults(record), ["fit_range_unclear"] * 3 + [""])
        self.assertIn("起始机号", record.line_ids[2].fault)
        self.assertIn("截止机号", record.line_ids[2].fault)
        self.assertEqual(record.created_count, 1)

    def make_fans(self, **codes):
        """A machine in two sizes, each with a code of its own."""
        size = self.env["product.attribute"].create(
            {"name": "功率", "value_ids": [Command.create({"name": n}) for n in codes]}
        )
        line = {
            "attribute_id": size.id,
            "value_ids": [Command.set(size.value_ids.ids)],
        }
        template = self.env["product.template"].create(
            {"name": "风机", "attribute_line_ids": [Command.create(line)]}
        )
        fans = template.product_variant_ids
        for fan, code in zip(fans, codes.values(), strict=True):
            fan.default_code = code
        return fans

    def test_the_code_of_a_variant_means_that_variant(self):
        large, small = self.make_fans(large="F-L", small="F-S")
        row = ("FIT-A", "F-S", "", "", "")
        record = self.load("fit", FIT, row, ("FIT-B", "YJ-90L-T", "", "", ""))
        self.assertEqual((record.created_count, record.error_count), (2, 0))
        found = self.env["aftersales.part.fit"].search(
            [("product_id", "in", (self.old | self.mid).ids)], order="id"
        )
        self.assertEqual(
            [(f.machine_tmpl_id, f.machine_id) for f in found],
            [
                (small.product_tmpl_id, small),
                (self.machine.product_tmpl_id, small.browse()),
            ],
        )
        device = self.make_device("F-1", product_id=large.id)
        self.assertEqual(self.ask(self.old, device).state, "wrong")
        self.assertEqual(self.load("fit", FIT, row).present_count, 1)

    def test_a_code_of_both_variants_means_the_model(self):
        fans = self.make_fans(large="F", small="F")
        record = self.load("fit", FIT, ("FIT-A", "F", "", "", ""))
        found = self.env["aftersales.part.fit"].search(
            [("product_id", "=", self.old.id)]
        )
        self.assertEqual(record.error_count, 0)
        self.assertEqual(
            (found.machine_tmpl_id, found.machine_id.ids), (fans.product_tmpl_id, [])
        )

    def test_of_two_parts_with_one_number_none_is_guessed(self):
        twin = self.make_part("轴承A2", 1, 1, default_code="FIT-A")
        lists = {
            "supersession": (SUPERSESSION, ("FIT-B", "FIT-A", "", "", "")),
            "fit": (FIT, ("FIT-A", "YJ-90L-T", "", "", "")),
            "built": (BUILT, ("YJ2105-99", "FIT-A", "", 1, "")),
        }
        for kind, (head, row) in lists.items():
            record = self.load(kind, head, row)
            self.assertEqual(self.get_faults(record), ["code_twice"], kind)
            self.assertFalse(record.unknown_ids)
        twin.active = False
        for kind, (head, row) in lists.items():
            self.assertEqual(self.get_faults(self.load(kind, head, row)), [""], kind)
        self.assertEqual(self.device.part_ids.product_id, self.old)

    def test_a_quantity_of_which_nothing_is_left_is_told(self):
        for kind, head, row, fault in (
            ("fit", FIT, ("FIT-A", "YJ-90L-T", "", "", 0.001), "fit_quantity_wrong"),
            (
                "built",
                BUILT,
                ("YJ2105-99", "FIT-A", "", 0.004, ""),
                "built_quantity_wrong",
            ),
            (
                *("supersession", (*SUPERSESSION, "数量比")),
                *(("FIT-A", "FIT-B", "", "", "", "1:0.001"), "exchange_wrong"),
            ),
        ):
            good = (*row[:-2], "", "") if kind != "supersession" else (*row[:-1], "2")
            record = self.load(kind, head, row, good)
            self.assertEqual(self.get_faults(record), [fault, ""], kind)
            self.assertEqual(record.created_count, 1, kind)

    def test_what_a_list_says_anew_is_written(self):
        head = (*SUPERSESSION, "失效日期", "数量比")
        self.load(
            "supersession", head, ("FIT-A", "FIT-B", "2026-03-01", "", "一", "", 2)
        )
        change = self.env["aftersales.part.supersession"].search(
            [("product_id", "=", self.old.id)]
        )
        for until, told in (("2027-06-30", "2027-06-30"), ("", "2027-06-30")):
            record = self.load(
                "supersession",
                head,
                ("FIT-A", "FIT-B", "2026-03-01", "双向", "", until, ""),
                ("FIT-B", "FIT-A", "2027-07-01", "", "", "", ""),
            )
            self.assertEqual(
                (self.get_faults(record), record.error_count), (["", ""], 0)
            )
            self.assertEqual(str(change.until), told)
        self.assertEqual(
            (change.both_ways, change.note, change.new_quantity), (True, "一", 2)
        )

    def test_a_longer_time_that_closes_a_circle_is_told(self):
        head = (*SUPERSESSION, "失效日期")
        rows = [
            ("FIT-A", "FIT-B", "2026-03-01", "", "", "2027-06-30"),
            ("FIT-B", "FIT-A", "2027-07-01", "", "", ""),
        ]
        self.assertEqual(self.load("supersession", head, *rows).created_count, 2)
        longer = (*rows[0][:-1], "2028-01-01")
        record = self.load("supersession", head, longer)
        self.assertEqual(self.get_faults(record), ["circle"])

    def test_what_all_companies_share_is_not_changed_by_a_list(self):
        change = self.replace(self.old, self.mid, since="2026-03-01")
        head = (*SUPERSESSION, "失效日期")
        row = ("FIT-A", "FIT-B", "2026-03-01", "双向", "")
        record = self.load("supersession", head, (*row, "2027-01-01"), (*row, ""))
        self.assertEqual(self.get_faults(record), ["shared_differs", ""])
        self.assertEqual((change.until, change.both_ways), (False, False))

    def test_yes_and_no_are_the_words_of_every_list(self):
        rows = [
            ("FIT-A", "FIT-B", "", "True", ""),
            ("FIT-B", "FIT-C", "", "false", ""),
        ]
        record = self.load("supersession", SUPERSESSION, *rows)
        self.assertEqual(self.get_faults(record), ["", ""])

    def test_archived_parts_and_machines_are_known(self):
        self.old.active = self.machine.active = False
        record = self.load("supersession", SUPERSESSION, ("FIT-A", "FIT-B", "", "", ""))
        self.assertEqual((record.created_count, record.error_count), (1, 0))
        record = self.load("fit", FIT, ("FIT-A", "YJ-90L-T", "", "", ""))
        self.assertEqual((record.created_count, record.error_count), (1, 0))
        record = self.load("built", BUILT, ("YJ2105-99", "FIT-A", "", "", ""))
        self.assertEqual((record.created_count, record.error_count), (1, 0))

    def test_quantities_of_a_supersession(self):
        head = (*SUPERSESSION, "数量比")
        record = self.load(
            "supersession",
            head,
            ("FIT-A", "FIT-B", "", "", "", "1:2"),
            ("FIT-B", "FIT-C", "", "", "", 3),
            ("FIT-A", "FIT-C", "", "", "", "两个"),
        )
        self.assertEqual(self.get_faults(record), ["", "", "exchange_wrong"])
        self.assertEqual(record.created_count, 2)
        fit = self.ask(self.old)
        self.assertEqual((fit.instead, fit.ratio), (self.new, 6))

    def test_devices_that_would_sit_inside_each_other_lose_no_row(self):
        self.machine.aftersales_is_part = True
        inner = self.make_device("YJ2105-50")
        code = self.machine.default_code
        record = self.load(
            "built",
            BUILT,
            ("YJ2105-99", code, "YJ2105-50", "", ""),
            ("YJ2105-50", code, "YJ2105-99", "", ""),
            ("YJ2105-99", "FIT-A", "", 2, ""),
        )
        self.assertEqual((record.created_count, record.error_count), (3, 0))
        self.assertEqual(inner.holder_id, self.device)
        self.assertFalse(self.device.holder_id)
        self.assertFalse(inner.part_ids.inner_device_id)

    def test_what_machines_were_built_of(self):
        rows = [
            ("yj2105-99", "FIT-A", "", 2, "2026-01-05"),
            ("YJ2105-99", "FIT-B", "SN-1", "", ""),
        ]
        record = self.load("built", BUILT, *rows)
        self.assertEqual((record.created_count, record.error_count), (2, 0))
        parts = self.device.part_ids.sorted("id")
        self.assertEqual(parts.mapped("as_built"), [True, True])
        self.assertEqual(
            [(p.serial or "", p.quantity, str(p.installed_on)) for p in parts],
            [("", 2.0, "2026-01-05"), ("SN-1", 1.0, "False")],
        )
        again = self.load("built", BUILT, *rows)
        self.assertEqual((again.created_count, again.present_count), (0, 2))

    def test_of_a_lot_there_may_be_many(self):
        self.old.tracking = "lot"
        record = self.load("built", BUILT, ("YJ2105-99", "FIT-A", "L-1", 4, ""))
        self.assertEqual(self.get_faults(record), [""])
        self.assertEqual(self.device.part_ids.quantity, 4)

    def test_faults_of_what_machines_were_built_of(self):
        pump = self.env["product.product"].create(
            {"name": "泵", "default_code": "PUMP"}
        )
        self.make_device("YJ2105-99", product_id=pump.id)
        record = self.load(
            "built",
            (*BUILT, "产品编码"),
            ("NONE", "FIT-A", "", "", "", ""),
            ("YJ2105-99", "FIT-A", "", "", "", ""),
            ("YJ2105-99", "FIT-A", "S", 2, "", "PUMP"),
            ("YJ2105-99", "FIT-Z", "", 0, "", "PUMP"),
        )
        self.assertEqual(
            [set(codes.split()) for codes in self.get_faults(record)],
            [
                {"built_device_unknown"},
                {"built_device_twice"},
                {"built_serial_of_many"},
                {"built_part_unknown", "built_quantity_wrong"},
            ],
        )
