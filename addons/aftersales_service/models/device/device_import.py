from collections import namedtuple

from odoo import fields, models

from ...kernel.dates import ImpossibleDate, read_date
from ...kernel.text import clean, phone_key, serial_key

_DATES = {"production_date": "produced", "ship_date": "shipped"}
Known = namedtuple("Known", "products devices seen")


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
                "This serial number stands twice; the first row counts."
            ),
            "product_unknown": self.env._(
                "No product has this code; create the product first."
            ),
            "date_impossible": self.env._("A date is not a day of the calendar."),
            "months_wrong": self.env._(
                "The warranty period is not a whole number of months."
            ),
            "customer_missing": self.env._("The customer's name is missing."),
        }

    def _prepare_device(self, rows, earlier=None):
        """Products and devices that the rows name, each in one search.

        What earlier chunks found is kept, except their devices: 100,000 fill the memory.
        """
        known = earlier or Known({}, {}, set())
        codes = {clean(row.get("product")) for row in rows} - {""} - set(known.products)
        products = self.env["product.product"].search_fetch(
            [
                ("default_code", "in", list(codes)),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["default_code"],
        )
        known.products.update({product.default_code: product for product in products})
        keys = {serial_key(row.get("serial")) for row in rows} - {""}
        return known._replace(devices=self._find_devices(keys))

    def _find_devices(self, keys):
        """{serial key: device} of this company, also of scrapped ones."""
        devices = self.env["aftersales.device"].with_context(active_test=False)
        found = devices.search_fetch(
            [("serial_key", "in", list(keys)), ("company_id", "=", self.company_id.id)],
            ["serial_key", "product_id"],
        )
        return {device.serial_key: device for device in found}

    def _parse_device(self, values, known):
        """(values of the device and its surroundings, [fault codes])."""
        faults = []
        product = known.products.get(clean(values.get("product")))
        if not product:
            faults.append("product_unknown")
        faults += self._check_serial(serial_key(values.get("serial")), product, known)
        if not clean(values.get("partner")):
            faults.append("customer_missing")
        dates = {}
        for name in _DATES:
            try:
                dates[name] = read_date(values.get(name))
            except ImpossibleDate:
                faults.append("date_impossible")
        months = read_months(values.get("months"))
        if months is None:
            faults.append("months_wrong")
        vals = {
            **dates,
            "serial": clean(values.get("serial")),
            "product_id": product.id if product else False,
            "note": clean(values.get("note")),
            "months": months,
            "partner": clean(values.get("partner")),
            "agent": clean(values.get("agent")),
            "contact": clean(values.get("contact")),
            "phone": phone_key(values.get("phone")),
            "address": clean(values.get("address")),
        }
        return vals, list(dict.fromkeys(faults))

    def _check_serial(self, key, product, known):
        if not key:
            return ["serial_missing"]
        there = known.devices.get(key)
        if key in known.seen or (there and product and there.product_id != product):
            return ["serial_twice"]
        known.seen.add(key)
        return []

    def _create_device(self, rows):
        """[True where a device was created, False where it was there already]."""
        known = self._find_devices({serial_key(row["serial"]) for row in rows})
        fresh = [row for row in rows if serial_key(row["serial"]) not in known]
        partners = self._find_or_create_partners(
            {row["partner"] for row in fresh}
            | {row["agent"] for row in fresh if row["agent"]}
        )
        sites = self._find_or_create_sites(fresh, partners)
        device = self.env["aftersales.device"]
        device._register_batch(
            [self._prepare_device_vals(row, partners, sites) for row in fresh]
        )
        return [serial_key(row["serial"]) not in known for row in rows]

    def _prepare_device_vals(self, row, partners, sites):
        return {
            "serial": row["serial"],
            "product_id": row["product_id"],
            "company_id": self.company_id.id,
            "partner_id": partners[row["partner"]].id,
            "site_id": sites[_site_key(row)].id if row["address"] else False,
            "agent_id": partners[row["agent"]].id if row["agent"] else False,
            "production_date": row["production_date"],
            "ship_date": row["ship_date"],
            "note": row["note"],
            "coverage": {"months": row["months"], "start_date": row["ship_date"]},
        }

    def _find_or_create_partners(self, names):
        """{name: customer or agent}; a register knows companies by their names only."""
        domain = [("name", "in", list(names)), ("parent_id", "=", False)]
        domain += [("company_id", "in", [False, self.company_id.id])]
        wanted = ["name", "commercial_partner_id", "company_id", "lang", "country_id"]
        partners = self.env["res.partner"].search_fetch(domain, wanted, order="id desc")
        found = {partner.name: partner for partner in partners}
        missing = sorted(names - set(found))
        vals = [
            {"name": name, "is_company": True, "lang": self.env.lang}
            for name in missing
        ]
        return found | {p.name: p for p in self.env["res.partner"].create(vals)}

    def _find_or_create_sites(self, rows, partners):
        """{(customer, address): contact at that address, with person and telephone}."""
        wanted = {_site_key(row): row for row in reversed(rows) if row["address"]}
        owners = {partners[row["partner"]].id for row in wanted.values()}
        existing = self.env["res.partner"].search(
            [("parent_id", "in", list(owners)), ("type", "=", "other")]
        )
        sites = {(site.parent_id.name, site.street): site for site in existing}
        missing = [row for key, row in wanted.items() if key not in sites]
        created = self.env["res.partner"].create(
            [_prepare_site_vals(row, partners[row["partner"]]) for row in missing]
        )
        keys = map(_site_key, missing)
        return sites | dict(zip(keys, created, strict=True))


def _site_key(row):
    return row["partner"], row["address"]


def _prepare_site_vals(row, partner):
    return {
        "parent_id": partner.id,
        "type": "other",
        "name": row["contact"] or row["address"],
        "street": row["address"],
        "phone": row["phone"],
        "country_id": partner.country_id.id,
        "lang": partner.lang,
    }


def read_months(value):
    """Whole months ≥ 0; 0 for an empty cell, None when it is no such number."""
    text = clean(value).removesuffix("个月").removesuffix("月").strip()
    if not text:
        return 0
    return int(text) if text.isdecimal() and int(text) <= 600 else None
