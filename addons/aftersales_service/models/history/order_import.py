import hashlib
from collections import defaultdict, namedtuple
from datetime import UTC, datetime, time

from odoo import fields, models

from ...kernel.dates import split_moment
from ...kernel.text import clean, name_key, serial_key
from ...kernel.times import ImpossibleTime, read_time

Known = namedtuple("Known", "devices products seen")

# What registers write for the service type (S-30).
SERVICE_TYPES = {
    word: code
    for code, words in {
        "a": "a 有费 有费服务 收费 有偿 paid",
        "b": "b 合同 合同服务 contract",
        "c": "c 免费 免费服务 保修 保内 三包 free",
        "d": "d 一般行政工作 行政 general",
        "other": "其他 其他服务 other",
    }.items()
    for word in words.split()
}
_FREE = ("免", "免费", "无", "free")


class ImportCalls(models.Model):
    """Old call-repair registers (叫修登记簿): one row is one job that is over.

    A row is known again by what identifies it, so a second import creates nothing.
    """

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("call", "Call-Repair Register")], ondelete={"call": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "call_date_missing": self.env._("The date of the call is missing."),
            "time_impossible": self.env._("The time of the call cannot be read."),
            "symptom_missing": self.env._("The fault is missing."),
            "service_type_unknown": self.env._(
                "The service type is none of: A paid, B contract, C free, D general administration, other."
            ),
            "end_missing": self.env._(
                "The date of completion is missing. Only jobs that are over are imported; take an open one down as a service order."
            ),
            "end_before_call": self.env._("The job ended before the call."),
            "fee_wrong": self.env._("The fee must be an amount of money."),
            "call_twice": self.env._(
                "This call appears twice in the register; the first row counts."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "call_date_missing": "date",
            "time_impossible": "time",
            "symptom_missing": "fault",
            "service_type_unknown": "service_type",
            "end_missing": "end",
            "end_before_call": "end",
            "fee_wrong": "fee",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "number": "code",
            "technician": "name",
            "fault": "note",
        }

    def _prepare_call(self, rows, earlier=None):
        """Devices by serial and products by code that the rows name, each in one search."""
        keys = {serial_key(row.get("serial")) for row in rows} - {""}
        found = (
            self.env["aftersales.device"]
            .with_context(active_test=False)
            .search(
                [
                    ("serial_key", "in", list(keys)),
                    ("company_id", "=", self.company_id.id),
                ]
            )
        )
        codes = {clean(row.get("product")) for row in rows} - {""}
        products = self.env["product.product"].search_fetch(
            [
                ("default_code", "in", list(codes)),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["default_code"],
        )
        return Known(
            dict(found.grouped("serial_key")),
            {product.default_code: product for product in products},
            earlier.seen if earlier else set(),
        )

    def _parse_call(self, values, known):
        """(values of one closed job, [fault codes])."""
        device, faults = self._find_called_device(values, known)
        customer = self._read_customer(values)
        if not customer["partner"] and not device:
            faults.append("customer_missing")
        symptom = clean(values.get("fault"))
        if not symptom:
            faults.append("symptom_missing")
        called, closed, more = self._parse_call_times(values)
        service_type = SERVICE_TYPES.get(clean(values.get("service_type")).lower())
        if clean(values.get("service_type")) and not service_type:
            more.append("service_type_unknown")
        fee = read_fee(values.get("fee"))
        if fee is None:
            more.append("fee_wrong")
        product = known.products.get(clean(values.get("product")))
        vals = customer | {
            "device": device,
            "product": product,
            "called_at": called,
            "closed_at": closed,
            "fault": symptom,
            # Whoever charged for it did it against payment.
            "service_type": service_type or ("a" if fee else "c"),
            "number": clean(values.get("number")),
            "technician": clean(values.get("technician")),
            "fee": fee,
            "note": clean(values.get("note")),
        }
        vals["key"] = _make_key(vals, values)
        faults += more
        if not faults and vals["key"] in known.seen:
            faults.append("call_twice")
        known.seen.add(vals["key"])
        return vals, faults

    def _find_called_device(self, values, known):
        """(device or None, [fault codes]); a call without a serial number is a call too."""
        key = serial_key(values.get("serial"))
        if not key:
            return None, []
        devices = known.devices.get(key, self.env["aftersales.device"])
        code = clean(values.get("product"))
        if code and len(devices) > 1:
            devices = devices.filtered(lambda d: d.product_id.default_code == code)
        if len(devices) != 1:
            return None, ["device_several" if devices else "device_unknown"]
        return devices, []

    def _parse_call_times(self, values):
        """(time of the call, time of the end, both UTC, [fault codes])."""
        days, faults = self._read_days(values, ("date", "end"))
        for name, missing in (("date", "call_date_missing"), ("end", "end_missing")):
            if name in days and not days[name]:
                faults.append(missing)
        moment = None
        try:
            moment = read_time(values.get("time") or _time_of(values.get("date")))
        except ImpossibleTime:
            faults.append("time_impossible")
        if faults:
            return None, None, faults
        if days["end"] < days["date"]:
            return None, None, ["end_before_call"]
        called = self._to_utc(days["date"], moment or time())
        # The register has no time of the end: noon, and never before the call.
        return called, max(called, self._to_utc(days["end"], time(12))), []

    def _to_utc(self, day, moment):
        zone = self.company_id._aftersales_zone()
        local = datetime.combine(day, moment, tzinfo=zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def _create_call(self, rows):
        """[True where a job was created, False where it was there already]."""
        orders = self.env["aftersales.order"].with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        )
        there = orders.search_fetch(
            [
                ("register_key", "in", [row["key"] for row in rows]),
                ("company_id", "=", self.company_id.id),
            ],
            ["register_key"],
        )
        known = set(there.mapped("register_key"))
        fresh = [row for row in rows if row["key"] not in known]
        strange = [row for row in fresh if not _is_owner(row)]
        partners = self._find_customers(strange)
        sites = self._find_sites(strange, partners)
        for row, *place in zip(strange, partners, sites, strict=True):
            row["place"] = place
        names = self._number_calls(fresh)
        orders._in_flow().create(
            [
                self._prepare_call_vals(row, name)
                for row, name in zip(fresh, names, strict=True)
            ]
        )
        return [row["key"] not in known for row in rows]

    def _number_calls(self, rows):
        """LS and the day of the call, counted up within it: no sequence of today's jobs
        is used up, and the number tells that the job is history."""
        if not rows:
            return []
        days = [self.company_id._aftersales_day(row["called_at"]) for row in rows]
        taken = self.env["aftersales.order"].search_fetch(
            [
                ("is_history", "=", True),
                ("company_id", "=", self.company_id.id),
                ("called_at", ">=", self._to_utc(min(days), time())),
                ("called_at", "<=", self._to_utc(max(days), time.max)),
            ],
            ["name"],
        )
        last = defaultdict(int)
        for name in taken.mapped("name"):
            stem, _dash, count = name.rpartition("-")
            last[stem] = max(last[stem], int(count))
        names = []
        for day in days:
            stem = f"LS{day:%Y%m%d}"
            last[stem] += 1
            names.append(f"{stem}-{last[stem]:02}")
        return names

    def _prepare_call_vals(self, row, name):
        device = row["device"] or self.env["aftersales.device"]
        owner = device.user_partner_id or device.partner_id
        partner, site = row.get("place") or (owner, None)
        return {
            "name": name,
            "company_id": self.company_id.id,
            "is_history": True,
            "register_key": row["key"],
            "register_number": row["number"],
            "register_technician": row["technician"],
            "register_fee": row["fee"],
            "register_note": _get_note(row, device),
            "state": "closed",
            "device_id": device.id,
            "product_id": device.product_id.id
            or (row["product"] and row["product"].id),
            "partner_id": partner.id,
            "called_at": row["called_at"],
            "closed_at": row["closed_at"],
            "fault": row["fault"],
            "service_type": row["service_type"],
            "unit_id": False,
        } | {
            field: value
            for field, value in (
                ("site_id", site and site.id),
                ("contact_name", row["contact"]),
                ("contact_phone", row["phone"]),
            )
            if value
        }


def _is_owner(row):
    """Whether the register means the owner or user of the device."""
    device = row["device"]
    if not device:
        return False
    names = (device.user_partner_id | device.partner_id).mapped("name")
    return not row["partner"] or name_key(row["partner"]) in map(name_key, names)


def _make_key(vals, values):
    """What tells this call from every other, in 32 characters."""
    texts = (
        str(vals["called_at"]),
        vals["number"],
        vals["partner"],
        serial_key(values.get("serial")),
        vals["fault"],
    )
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]


def _get_note(row, device):
    """The remark, and the address where the device is not known to stand."""
    known = (device.site_id or device.partner_id).contact_address_inline or ""
    address = row["address"] if _is_owner(row) else ""
    texts = [row["note"], address not in known and address, row["other_phone"]]
    return "\n".join(filter(None, texts))


def _time_of(value):
    """The time in a cell that holds day and time, or nothing."""
    if isinstance(value, datetime):
        return value
    return split_moment(value)[1]


def read_fee(value):
    """An amount ≥ 0; 0 for an empty cell or 免, None when it is no amount."""
    text = clean(value).lower().replace(",", "").strip("¥￥元 ")
    if not text or text in _FREE:
        return 0.0
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if 0 <= amount < 1e9 else None
