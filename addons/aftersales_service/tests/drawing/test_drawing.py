import base64
import random

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ...kernel.fit import is_within, serial_order
from .drawing_case import DrawingCommon, make_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class TestDrawing(DrawingCommon):
    """Of which machines a drawing is, what may be its picture, and who draws on it."""

    def find(self, *asked):
        shown = self.env["aftersales.drawing"]._find_shown(asked, self.company)
        return [shown[one] for one in asked]

    def test_the_drawing_of_a_device_is_found(self):
        other = self.make_device("P-1", product_id=self.part.id)
        self.assertEqual(
            self.find(self.device, other), [self.drawing, self.drawing[:0]]
        )

    def test_a_range_of_serial_numbers(self):
        self.drawing.write({"serial_from": "YJ2105-1", "serial_to": "YJ2105-98"})
        self.assertFalse(self.find(self.device)[0])
        self.drawing.serial_to = "YJ2105-100"
        self.assertTrue(self.find(self.device)[0])
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self.drawing.serial_from = "YJ2105-101"

    def test_a_number_that_nobody_read_hides_nothing(self):
        self.drawing.serial_to = "YJ2105-98"
        self.assertTrue(self.find(self.machine)[0])

    def test_ranges_agree_with_the_order_of_serials(self):
        """Whatever the range and the number: shown exactly where it lies between them."""
        dice = random.Random(19)
        numbers = [f"YJ{dice.randint(1, 40):0{dice.randint(1, 4)}}" for _n in range(60)]
        device = self.make_device("YJ0")
        for _n in range(120):
            first, last, serial = (dice.choice(numbers) for _m in range(3))
            first, last = sorted((first, last), key=serial_order)
            first = dice.choice((first, False))
            last = dice.choice((last, False))
            self.drawing.write({"serial_from": first, "serial_to": last})
            device._in_flow().serial = serial
            between = (not first or serial_order(first) <= serial_order(serial)) and (
                not last or serial_order(serial) <= serial_order(last)
            )
            self.assertEqual(bool(is_within(serial, first, last)), between)
            self.assertEqual(bool(self.find(device)[0]), between, (first, serial, last))

    def test_only_some_variants(self):
        other = self.env["product.product"].create(
            {"product_tmpl_id": self.machine.product_tmpl_id.id, "default_code": "V2"}
        )
        self.drawing.variant_ids = other
        self.assertFalse(self.find(self.device)[0])
        self.drawing.variant_ids |= self.machine
        self.assertTrue(self.find(self.device)[0])
        with self.assertRaisesRegex(ValidationError, "no variant"):
            self.drawing.variant_ids = self.part
        with self.assertRaisesRegex(ValidationError, "choose the machines"):
            self.drawing.machine_tmpl_ids = False

    def test_drawings_of_what_is_inside(self):
        motor = self.make_device(
            "M-1",
            product_id=self.env["product.product"]
            .create({"name": "电机", "tracking": "serial"})
            .id,
        )
        inner = self.make_drawing(
            "电机", machine_tmpl_ids=[(6, 0, motor.product_id.product_tmpl_id.ids)]
        )
        self.assertNotIn(inner, self.find(self.device)[0])
        motor.action_put_into(self.device, "装配")
        self.assertIn(inner, self.find(self.device)[0])

    def test_more_devices_and_drawings_cost_no_query_more(self):
        def count(devices):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.find(*devices)
            return self.cr.sql_log_count - before

        self.find(self.device)
        few = count([self.device])
        for n in range(8):
            self.make_drawing(f"图{n}")
        devices = [self.make_device(f"YJ2105-{n}") for n in range(1, 9)]
        count(devices)
        self.assertEqual(count(devices), few)

    # --- the picture

    def test_a_picture_is_one_of_pixels(self):
        for bad in (SVG, b"MZ\x90", b"%PDF-1.4", b""):
            with self.assertRaisesRegex(ValidationError, "PNG or JPEG"):
                self.drawing.picture = base64.b64encode(bad)
            with self.assertRaisesRegex(ValidationError, "PNG or JPEG"):
                self.make_drawing("坏", picture=base64.b64encode(bad).decode())
        self.drawing.picture = make_picture(kind="JPEG")

    def test_a_picture_is_not_too_large(self):
        raw = base64.b64decode(make_picture()) + b"\0" * (10 << 20)
        with self.assertRaisesRegex(ValidationError, "10 MB"):
            self.drawing.picture = base64.b64encode(raw)

    def test_a_picture_is_made_smaller(self):
        self.drawing.picture = make_picture(5000, 100)
        drawing = self.drawing.with_context(bin_size=False)
        self.assertLess(len(base64.b64decode(drawing.picture)), 200_000)

    # --- areas

    @mute_logger("odoo.sql_db")
    def test_an_area_lies_inside_the_picture(self):
        for wrong in (
            {"x": -0.01},
            {"y": -1},
            {"w": -0.1},
            {"x": 0.9, "w": 0.2},
            {"y": 0.5, "h": 0.6},
            {"w": float("nan")},
            {"x": float("inf")},
        ):
            with self.assertRaises(CheckViolation, msg=wrong), self.cr.savepoint():
                self.spot_old.write(wrong)
                self.env.flush_all()
            self.env.invalidate_all(flush=False)
        self.spot_old.write({"x": 0.7, "w": 0.3, "y": 0, "h": 1})
        self.env.flush_all()
        self.assertEqual(self.spot_old._pack()["box"], [0.7, 0, 0.3, 1])

    def test_a_row_without_area_is_in_the_list(self):
        spot = self.add_spot("3", self.new)
        self.assertFalse(spot.is_placed)
        self.assertFalse(spot._pack()["box"])

    # --- who

    def test_warehouse_and_director_draw_others_look(self):
        for user in (self.keeper, self.director):
            self.spot_old.with_user(user).write({"x": 0.2})
            self.drawing.with_user(user).name = "转子"
        for user in (self.technician, self.dispatcher, self.accountant, self.inspector):
            self.assertEqual(self.drawing.with_user(user).spot_count, 2)
            with self.assertRaises(AccessError):
                self.spot_old.with_user(user).write({"x": 0.3})
            with self.assertRaises(AccessError):
                self.drawing.with_user(user).unlink()

    def test_files_of_the_picture_are_changed_by_the_form_only(self):
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "aftersales.drawing"),
                    ("res_id", "=", self.drawing.id),
                    ("res_field", "=", "picture"),
                ]
            )
        )
        self.assertTrue(file)
        for user in (self.keeper, self.director, self.technician):
            with self.assertRaises(UserError):
                file.with_user(user).sudo(False).write({"raw": SVG})

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "manager", "drawing_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for record in (self.drawing, self.spot_old):
            mine = record.with_user(stranger)
            self.assertFalse(mine.search([("id", "in", record.ids)]))
            with self.assertRaises(AccessError):
                mine.read(["create_date"])
        shown = self.env["aftersales.drawing"]._find_shown([self.machine], other)
        self.assertFalse(shown[self.machine])

    def test_what_companies_share_is_changed_by_who_works_in_all(self):
        self.env["res.company"].create({"name": "乙公司"})
        self.drawing.company_id = False
        with self.assertRaises(UserError):
            self.spot_old.with_user(self.director).x = 0.3
