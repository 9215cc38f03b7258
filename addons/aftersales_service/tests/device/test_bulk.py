from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ...models.device.bulk import Batch
from ..common import AfterSalesCommon

TABLES = (
    "aftersales_device",
    "aftersales_coverage",
    "aftersales_coverage_event",
)
# Numbers that every insert draws anew, and what points to them; and who flushed a
# computed field, which in a test is not the user.
OWN = ("id", "device_id", "coverage_id", "serial", "serial_key", "lot_id", "write_uid")


class TestBulk(AfterSalesCommon):
    """Rows that were inserted by SQL are those that ``create`` would have written."""

    def setUp(self):
        super().setUp()
        self.site = self.env["res.partner"].create(
            {"name": "一号泵房", "parent_id": self.customer.id, "type": "other"}
        )

    def register(self, prefix):
        """Three devices that differ in what they have; the rows of all tables."""
        last = {table: self.last_id(table) for table in TABLES}
        vals = {"product_id": self.machine.id, "partner_id": self.site.id}
        device = self.env["aftersales.device"].with_user(self.dispatcher)
        devices = device._register_batch(
            [
                vals | {"serial": f"{prefix}１", "ship_date": "2026-02-28"},
                vals
                | {
                    "serial": f"{prefix}-2",
                    "coverage": {"months": 6, "start_date": "2026-01-05"},
                },
                vals
                | {"serial": False, "note": "无铭牌\n\\t\t", "delivery_date": False},
            ]
        )
        self.env.flush_all()
        return devices, [row for t in TABLES for row in self.rows(t, last[t])]

    def last_id(self, table):
        self.env.cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        return self.env.cr.fetchone()[0]

    def rows(self, table, last):
        self.env.cr.execute(f"SELECT * FROM {table} WHERE id > %s ORDER BY id", [last])
        return [
            {name: value for name, value in row.items() if name not in OWN}
            for row in self.env.cr.dictfetchall()
        ]

    def test_rows_equal_those_of_create(self):
        bulk, inserted = self.register("B")
        with patch.object(Batch, "fits", lambda *args: False):
            plain, created = self.register("C")
        self.assertEqual(inserted, created)
        self.assertEqual(len(inserted), 3 + 2 * 2)
        self.assertEqual(
            [(key or "")[1:] for key in bulk.mapped("serial_key")],
            [(key or "")[1:] for key in plain.mapped("serial_key")],
        )

    def test_delivered_rows_equal_those_of_create(self):
        results = []
        for prefix, fits in (("D", Batch.fits), ("E", lambda *args: False)):
            last = {table: self.last_id(table) for table in TABLES}
            with patch.object(Batch, "fits", fits):
                self.deliver(self.machine, f"{prefix}-1", f"{prefix}-2")
            self.env.flush_all()
            results.append([row for t in TABLES for row in self.rows(t, last[t])])
        for row in results[0] + results[1]:
            for name in ("sale_line_id", "sale_order_id", "picking_id", "origin"):
                row[name] = bool(row.get(name))
        self.assertEqual(*results)

    def test_cache_equals_what_was_written(self):
        devices, _rows = self.register("B")
        devices = devices.sudo()  # also the fields that nobody else reads
        names = [
            name
            for name, field in devices._fields.items()
            if field.store and field.column_type
        ]
        cached = devices.read(names)
        self.env.invalidate_all()
        self.assertEqual(cached, devices.read(names))
        self.assertFalse(devices.coverage_ids._verify())

    def test_it_is_used(self):
        """Another default or computed field must come with its value, or all get slow."""
        used = []
        with patch.object(Batch, "insert", _noting(used)):
            self.register("B")
        self.assertEqual(
            used,
            ["aftersales.device", "aftersales.coverage", "aftersales.coverage.event"],
        )

    def test_what_is_not_known_is_left_to_create(self):
        device = self.env["aftersales.device"]
        (complete,) = device._prepare_births_vals([{"product_id": self.machine.id}])
        later = {"coverage_end_date"}
        self.assertTrue(Batch(device, [complete]).fits(later))
        self.assertFalse(Batch(device, [complete]).fits())
        for name in ("serial_key", "commercial_partner_id", "company_id"):
            less = {key: value for key, value in complete.items() if key != name}
            self.assertFalse(Batch(device, [less]).fits(later), name)
        field = device._fields["note"]
        with patch.object(field, "default", lambda model: "x", create=True):
            self.assertFalse(Batch(device, [complete]).fits(later))

    def test_serial_that_another_device_just_gave_up_is_free(self):
        self.make_device("G-1").serial = "G-2"
        self.assertEqual(self.make_device("G-1").serial_key, "G-1")

    def test_defaults_of_the_user_count(self):
        self.env["ir.default"].set("aftersales.device", "note", "旧档案")
        device = self.make_device("X-1")
        self.env.invalidate_all()
        self.assertEqual(device.note, "旧档案")

    def test_rights_rules_and_companies_are_checked(self):
        vals = {"serial": "R-1", "product_id": self.machine.id}
        device = self.env["aftersales.device"]
        with self.assertRaises(AccessError):
            device.with_user(self.technician)._register_batch([dict(vals)])
        other = self.env["res.company"].create({"name": "别家公司"})
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            device.with_user(self.dispatcher)._register_batch(
                [vals | {"company_id": other.id}]
            )
        stranger = self.env["res.partner"].create(
            {"name": "别家客户", "company_id": other.id}
        )
        with self.assertRaisesRegex(UserError, "belongs to company"):
            device._register_batch([vals | {"partner_id": stranger.id}])


def _noting(used):
    original = Batch.insert

    def insert(batch):
        used.append(batch.model._name)
        return original(batch)

    return insert
