from collections import namedtuple

from odoo import fields, models

from ...kernel.dates import ImpossibleDate, UnlikelyDate, read_date
from ...kernel.months import WrongMonths, read_months
from ...kernel.register import Fault
from ...kernel.text import clean, serial_key

Known = namedtuple("Known", "devices seen")


class ImportExtended(models.Model):
    """Registers of extended warranties (延保登记): serial, months, begin, reference."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("extended", "Extended Warranties")],
        ondelete={"extended": "cascade"},
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "device_unknown": self.env._(
                "No device has this serial number; import or register the device first."
            ),
            "device_several": self.env._(
                "Several products have a device with this serial number; name the product code."
            ),
            "months_missing": self.env._(
                "The months of the extension are missing or no whole number from 1 to 600."
            ),
            "start_missing": self.env._(
                "The begin is missing, and the device has no warranty that it could follow."
            ),
            "extension_twice": self.env._(
                "This extension appears twice in the register; the first row counts."
            ),
            "extension_unlikely": self.env._("The year is not between 1990 and 2099."),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "device_unknown": "serial",
            "device_several": "serial",
            "months_missing": "months",
            "start_missing": "start_date",
        }

    def _get_readings(self):
        return super()._get_readings() | {"reference": "code"}

    def _get_maker(self, product):
        """Products of two brands are of two makers (extends the device register's hook)."""
        brand = product.aftersales_brand_id.name if product else ""
        return super()._get_maker(product) or brand or ""

    def _prepare_extended(self, rows, earlier=None):
        """{serial key: devices} that the rows name, in one search."""
        keys = {serial_key(row.get("serial")) for row in rows} - {""}
        found = self.env["aftersales.device"].search(
            [("serial_key", "in", list(keys)), ("company_id", "=", self.company_id.id)]
        )
        devices = dict(found.grouped("serial_key"))
        return Known(devices, earlier.seen if earlier else set())

    def _parse_extended(self, values, known):
        """(values of one extension, [fault codes])."""
        device, faults = self._find_extended_device(values, known)
        months = start = None
        try:
            months = read_months(values.get("months"))
        except WrongMonths:
            months = 0
        if not months:
            faults.append("months_missing")
        try:
            # It may be agreed years before it begins.
            start = read_date(values.get("start_date"))
        except UnlikelyDate:
            faults.append(Fault("extension_unlikely", "start_date"))
        except ImpossibleDate:
            faults.append(Fault("date_impossible", "start_date"))
        else:
            if device and not start and not device.coverage_end_date:
                faults.append("start_missing")
        reference = clean(values.get("reference"))
        vals = {"device": device, "months": months, "start": start}
        key = (device.id if device else None, months, start, reference)
        if not faults and key in known.seen:
            faults.append("extension_twice")
        known.seen.add(key)
        return vals | {"reference": reference}, faults

    def _find_extended_device(self, values, known):
        """(device or None, [fault codes])."""
        key = serial_key(values.get("serial"))
        if not key:
            return None, ["serial_missing"]
        devices = known.devices.get(key, self.env["aftersales.device"])
        code = clean(values.get("product"))
        if code:
            devices = devices.filtered(lambda d: d.product_id.default_code == code)
        if len(devices) != 1:
            return None, ["device_several" if devices else "device_unknown"]
        return devices, []

    def _create_extended(self, rows):
        """[True where a coverage was granted, False where the device had it already]."""
        devices = self.env["aftersales.device"].union(*(row["device"] for row in rows))
        there = {
            (c.device_id.id, c.amount, c.origin or ""): c.start_date
            for c in devices.coverage_ids
            if c.kind == "extended" and c.unit == "month"
        }
        new = [_is_new(row, there) for row in rows]
        self.env["aftersales.coverage"]._grant(
            [
                self._prepare_extended_vals(row)
                for row, is_new in zip(rows, new, strict=True)
                if is_new
            ]
        )
        return new

    def _prepare_extended_vals(self, row):
        """Without a begin it follows the warranty that ends last."""
        device = row["device"]
        start = row["start"] or fields.Date.add(device.coverage_end_date, days=1)
        plain = device._prepare_plain_coverage(row["months"], start)
        return plain | {
            "kind": "extended",
            "origin": row["reference"] or plain["origin"],
        }


def _is_new(row, there):
    """Whether the device lacks this extension; one without a begin is known by the rest."""
    reference = row["reference"] or row["device"].sale_line_id.order_id.name or ""
    key = (row["device"].id, row["months"], reference)
    return key not in there or bool(row["start"] and row["start"] != there[key])
