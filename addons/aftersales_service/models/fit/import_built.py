from collections import namedtuple

from odoo import fields, models

from ...kernel.text import clean, serial_key

# ``devices`` is {serial key: devices}; ``unknown`` as for supersession.
Known = namedtuple("Known", "devices parts unknown")


class ImportBuilt(models.Model):
    """Lists of what each machine was built of (出厂配置清单): a row is a part in a machine."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("built", "Parts Built In")], ondelete={"built": "cascade"}
    )

    def _prepare_built(self, rows, earlier=None):
        """Machines and parts that the rows name, each in one search."""
        known = earlier or Known({}, {}, {})
        keys = {serial_key(row.get("serial")) for row in rows} - set(known.devices)
        known.devices.update(self._find_devices(keys).grouped("serial_key"))
        codes = {clean(row.get("part")) for row in rows} - {""} - set(known.parts)
        known.parts.update(self._find_by_code(codes))
        return known

    def _parse_built(self, values, known):
        """(values of one part built in, [fault codes])."""
        device, faults = self._read_machine(values, known)
        part, more = self._read_part(values, "part", known, "built_part", "part_title")
        faults += more
        quantity = self._read_quantity(values)
        if not quantity:
            faults.append("built_quantity_wrong")
        serial = clean(values.get("part_serial"))
        many = part and part.tracking == "lot"
        if serial and not many and (quantity or 1) != 1:
            faults.append("built_serial_of_many")
        days, more = self._read_days(values, ("built_on",))
        return {
            "device_id": device and device.id,
            "product_id": part and part.id,
            "serial": serial or False,
            "quantity": quantity,
            "installed_on": days.get("built_on")
            or (device and (device.production_date or device.ship_date)),
            "place": clean(values.get("place")) or False,
            "reason": self.env._("As Built"),
            "as_built": True,
        }, faults + more

    def _read_machine(self, values, known):
        key = serial_key(values.get("serial"))
        if not key:
            return None, ["built_serial_missing"]
        devices = known.devices.get(key, ())
        code = clean(values.get("product"))
        if code:
            devices = [d for d in devices if d.product_id.default_code == code]
        if not devices:
            return None, ["built_device_unknown"]
        if len(devices) > 1:
            return None, ["built_device_twice"]
        return devices[0], []

    def _create_built(self, rows):
        """[True where a part was written in, False where it was there already]."""
        # sudo: rows are written by actions only; whoever imports registers may write them
        model = self.env["aftersales.device.part"].sudo()
        device_ids = list({row["device_id"] for row in rows})
        there = model.search([("device_id", "in", device_ids), ("as_built", "=", True)])
        seen = {
            (one.device_id.id, one.product_id.id, serial_key(one.serial), one.place)
            for one in there
        }
        new = []
        for row in rows:
            key = (
                *(row["device_id"], row["product_id"]),
                *(serial_key(row["serial"]), row["place"]),
            )
            new.append(key not in seen)
            seen.add(key)
        model._add_as_built(
            [row for row, is_new in zip(rows, new, strict=True) if is_new]
        )
        return new
