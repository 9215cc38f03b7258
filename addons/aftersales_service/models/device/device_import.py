from collections import namedtuple
from functools import lru_cache

from odoo import fields, models

from ...kernel.months import WrongMonths, read_months
from ...kernel.register import Fault
from ...kernel.text import clean, serial_key
from ..migrate.import_unknown import note_unknown

_DATES = ("production_date", "ship_date")
# ``unknown`` is {code: (name, rows)} of products that nobody entered yet.
# ``seen`` is {serial key: ((code, maker), …)} of the rows before.
Known = namedtuple("Known", "products devices seen unknown")


class ImportDevices(models.Model):
    """Registers of devices (客户产品档案): customers, sites, devices, warranties."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("device", "Device Register")], ondelete={"device": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "serial_missing": self.env._("The serial number is missing."),
            "serial_twice": self.env._(
                "This serial number appears twice; the first row counts. Where two makers gave the same number, enter the brand of both products or a column with the maker."
            ),
            "product_unknown": self.env._(
                "No product has this code. Create it, or choose it below among the unknown products."
            ),
            "sale_date_missing": self.env._(
                "Without a date of sale the device gets no warranty."
            ),
            "months_wrong": self.env._(
                "The warranty period is not a whole number of months."
            ),
            "customer_missing": self.env._("The customer's name is missing."),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "serial_missing": "serial",
            "serial_twice": "serial",
            "product_unknown": "product",
            "months_wrong": "months",
            "customer_missing": "partner",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "serial": "code",
            "product": "code",
            "phone": "phone",
            "partner": "name",
            "agent": "name",
            "contact": "name",
            "note": "note",
        }

    def _prepare_device(self, rows, earlier=None):
        """Products and devices that the rows name, each in one search.

        What earlier chunks found is kept, except their devices: 100,000 fill the memory.
        """
        known = earlier or Known({}, {}, {}, {})
        codes = {clean(row.get("product")) for row in rows} - {""} - set(known.products)
        products = self.env["product.product"].search_fetch(
            [
                ("default_code", "in", list(codes)),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["default_code"],
        )
        known.products.update({product.default_code: product for product in products})
        devices = self._find_devices({serial_key(row.get("serial")) for row in rows})
        return known._replace(devices=dict(devices.grouped("serial_key")))

    def _find_devices(self, keys):
        """Devices of this company with these serial keys, also scrapped ones."""
        devices = self.env["aftersales.device"].with_context(active_test=False)
        return devices.search_fetch(
            [
                ("serial_key", "in", list(keys - {""})),
                ("company_id", "=", self.company_id.id),
            ],
            ["serial_key", "product_id"],
        )

    def _parse_device(self, values, known):
        """(values of the device and its surroundings, [fault codes])."""
        faults = []
        code = clean(values.get("product"))
        product = known.products.get(code)
        if not product:
            faults.append("product_unknown")
            note_unknown(known.unknown, code, values.get("product_name"))
        faults += self._check_serial(values, product, known)
        customer = self._read_customer(values)
        if not customer["partner"]:
            faults.append("customer_missing")
        dates, more = self._read_days(values, _DATES)
        faults += more
        months = None
        try:
            months = read_months(values.get("months"))
        except WrongMonths:
            faults.append("months_wrong")
        if not more and not dates["ship_date"]:
            faults.append(Fault("sale_date_missing", "ship_date", notice=True))
        return customer | dates | {
            "serial": clean(values.get("serial")),
            "product_id": product.id if product else False,
            "note": clean(values.get("note")),
            "months": months,
            "agent": clean(values.get("agent")),
        }, faults

    def _check_serial(self, values, product, known):
        """Two makers may give one serial number; of one maker's the second is a slip."""
        key, code = serial_key(values.get("serial")), clean(values.get("product"))
        if not key:
            return ["serial_missing"]
        before, mine = known.seen.get(key, ()), (code, clean(values.get("maker")))
        others = [d.product_id for d in known.devices.get(key, ())]
        if not product or product in others:
            others = []
        if before or others:
            entered = [
                maker or self._get_maker(known.products.get(known_code))
                for known_code, maker in (mine, *before)
            ]
            makers = entered + [self._get_maker(other) for other in others]
            if code in dict(before) or not all(makers) or makers[0] in makers[1:]:
                return ["serial_twice"]
        known.seen[key] = (*before, mine) if before else _once(mine)
        return []

    def _get_maker(self, product):
        """Hook: the name of the maker of a product (or nothing), '' when nobody knows."""
        return ""

    def _create_device(self, rows):
        """[True where a device was created, False where it was there already]."""
        devices = self._find_devices({serial_key(row["serial"]) for row in rows})
        known = {(device.serial_key, device.product_id.id) for device in devices}
        new = [(serial_key(r["serial"]), r["product_id"]) not in known for r in rows]
        fresh = [row for row, is_new in zip(rows, new, strict=True) if is_new]
        partners = self._find_customers(fresh)
        sites = self._find_sites(fresh, partners)
        agents = self._find_agents(fresh)
        self.env["aftersales.device"]._register_batch(
            [
                self._prepare_device_vals(row, partner, site, agents)
                for row, partner, site in zip(fresh, partners, sites, strict=True)
            ]
        )
        return new

    def _find_agents(self, rows):
        """{name: dealer}"""
        nowhere = {"phone": "", "other_phone": "", "address": "", "contact": ""}
        names = sorted({row["agent"] for row in rows} - {""})
        partners = self._find_customers([nowhere | {"partner": n} for n in names])
        return dict(zip(names, partners, strict=True))

    def _prepare_device_vals(self, row, partner, site, agents):
        """What `_register_batch` takes; its ``coverage`` says how many ``months`` from
        ``start_date`` on."""
        coverage = {"start_date": row["ship_date"]}
        if row["months"] is not None:
            coverage["months"] = row["months"]
        return {
            "serial": row["serial"],
            "product_id": row["product_id"],
            "company_id": self.company_id.id,
            "partner_id": partner.id,
            "site_id": site.id if row["address"] else False,
            "agent_id": agents[row["agent"]].id if row["agent"] else False,
            "production_date": row["production_date"],
            "ship_date": row["ship_date"],
            "note": row["note"],
            "coverage": coverage,
        }

    def _prepare_product(self, line):
        """A machine of a device register is known by its serial number."""
        vals = super()._prepare_product(line)
        if self.kind == "device":
            vals |= {
                "is_storable": True,
                "tracking": "serial",
                "aftersales_is_device": True,
            }
        return vals


@lru_cache(maxsize=1 << 12)
def _once(mine):
    """A tuple that rows of one product share: 100,000 of their own fill the memory."""
    return (mine,)
