from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ...kernel.codes import read_code
from ...kernel.text import clean, phone_key, serial_key
from .desk import MOST

_SHORTEST = 2
# What the desk shows by itself, or what nobody calls about.
_NO_PAPERS = {"device", "order", "serial", "part", "technician"}
# A name alone tells nobody apart.
_WHO = ["complete_name", "phone", "city", "street"]
_SHORTEST_NUMBER = 4  # fewer digits are in every telephone number


class ServiceDesk(models.AbstractModel):
    """What the one field of the desk finds, and the fields beside it."""

    _inherit = "aftersales.service.desk"

    @api.model
    def look_up(self, text):
        """Hits for a serial, telephone, order number, customer's name, or what was scanned.

        :return: at most eight {kind: ``device``/``order``/``partner``, or ``document`` with
            its ``model``, id, title, sub, open: number of open jobs, exact: the whole
            serial or number was typed}, serial numbers first
        """
        self._require_desk()
        read = read_code(text)
        text = clean(text)
        if len(text) < _SHORTEST:
            return []
        scanned = self.env["aftersales.scan"]._find(read)
        orders = self._find_orders(text).union(*scanned.get("order", ()))
        partners = self._find_partners(text)
        called = self._get_number(text)
        if called:
            # Who called from that number before is known, whatever his file says.
            partners |= orders.partner_id
        devices = self._find_devices(text, partners, scanned.get("device", ()))
        hits = [
            *self._prepare_device_hits(devices, text),
            *self._prepare_order_hits(orders, text),
            *self._prepare_partner_hits(partners),
            *self._prepare_document_hits(scanned, read),
        ]
        for hit in hits:
            if hit["id"] in getattr(scanned.get(hit["kind"]), "ids", ()):
                hit |= {"exact": True, "rank": hit["kind"]}
        kinds = (
            ("partner", "owned", "order") if called else ("order", "partner", "owned")
        )
        kinds += ("document",)
        ranks = {kind: rank for rank, kind in enumerate(("device", *kinds))}
        hits.sort(key=lambda hit: (not hit["exact"], ranks[hit["rank"]]))
        return self._cut_hits(hits)

    @api.model
    def _cut_hits(self, hits):
        """As many as are read while somebody talks, and of each kind at least the best:
        twenty jobs of one number do not hide whose number it is."""
        best = {}
        for place, hit in enumerate(hits):
            best.setdefault(hit["kind"], place)
        others = [place for place in range(len(hits)) if place not in best.values()]
        kept = sorted([*best.values(), *others][:MOST])
        return [hits[place] for place in kept]

    # --- finding

    @api.model
    def _find_devices(self, text, partners, scanned):
        """What was scanned; of that serial, of one that contains it, of those customers; in this order."""
        key = serial_key(text)
        device = self.env["aftersales.device"]
        found = device.union(*scanned)
        if len(key) > _SHORTEST:
            domain = Domain("serial_key", "like", escape_psql(key))
            found |= device.search(domain, order="serial_key, id", limit=MOST)
        if partners:
            firms = partners.commercial_partner_id
            theirs = Domain.OR(
                Domain(f"{name}.commercial_partner_id", "in", firms.ids)
                for name in ("partner_id", "user_partner_id", "site_id")
            )
            found |= device.search(theirs, limit=MOST)
        return found

    @api.model
    def _find_orders(self, text):
        domain = Domain("name", "ilike", escape_psql(text)) | Domain(
            "register_number", "=", text
        )
        key = self._get_number(text)
        if key:
            domain |= Domain("phone_key", "=", key)
        orders = self.env["aftersales.order"]
        return orders.search(domain, order="called_at desc, id desc", limit=MOST)

    @api.model
    def _find_partners(self, text):
        """By name, or by the digits of the telephone however it is written."""
        partner = self.env["res.partner"]
        domain = Domain("complete_name", "ilike", escape_psql(text))
        key = self._get_number(text)
        if key:
            partner.flush_model(["phone", "aftersales_other_phone"])
            digits = SQL(
                "(SELECT id FROM res_partner WHERE"
                " regexp_replace(phone, '[^0-9]', '', 'g') LIKE %(number)s OR"
                " regexp_replace(aftersales_other_phone, '[^0-9]', '', 'g') LIKE %(number)s)",
                number=f"%{key}%",
            )
            domain = Domain("id", "in", digits)
        return partner.search(domain, order="complete_name, id", limit=MOST)

    @api.model
    def _get_number(self, text):
        """The digits of a telephone number; '' when it is none."""
        key = phone_key(text)
        long = len(key) >= _SHORTEST_NUMBER
        return key if long and not any(map(str.isalpha, text)) else ""

    # --- showing

    @api.model
    def _prepare_device_hits(self, devices, text):
        devices.fetch(["serial", "serial_key", "product_id", "partner_id"])
        (devices.partner_id | devices.user_partner_id).fetch(_WHO)
        counts = self._count_open("device_id", devices)
        key = serial_key(text)
        return [
            {
                "kind": "device",
                "rank": "device" if key in (device.serial_key or "") else "owned",
                "id": device.id,
                "title": device.serial or device.product_id.display_name,
                "sub": " · ".join(
                    filter(
                        None,
                        (
                            device.product_id.display_name,
                            self._name_partner(
                                device.user_partner_id or device.partner_id
                            ),
                        ),
                    )
                ),
                "open": counts.get(device.id, 0),
                "exact": device.serial_key == key,
            }
            for device in devices
        ]

    @api.model
    def _prepare_order_hits(self, orders, text):
        orders.partner_id.fetch(_WHO)
        return [
            {
                "kind": "order",
                "rank": "order",
                "id": order.id,
                "title": order.name,
                "sub": " · ".join(
                    (
                        self._name_partner(order.partner_id),
                        order._state_label(order.state),
                    )
                ),
                "open": 0,
                "exact": text.upper() in (order.name, order.register_number),
            }
            for order in orders
        ]

    @api.model
    def _prepare_partner_hits(self, partners):
        partners.fetch(_WHO)
        counts = self._count_open("partner_id", partners)
        return [
            {
                "kind": "partner",
                "rank": "partner",
                "id": partner.id,
                "title": partner.display_name,
                "sub": " · ".join(self._tell_apart(partner)),
                "open": counts.get(partner.id, 0),
                "exact": False,
            }
            for partner in partners
        ]

    @api.model
    def _prepare_document_hits(self, scanned, read):
        """Papers that somebody holds into the scanner: they are opened."""
        scans = self.env["aftersales.scan"]
        papers = {name: scanned[name] for name in scanned if name not in _NO_PAPERS}
        return [
            {
                "kind": "document",
                "rank": "document",
                "model": hit["model"],
                "id": hit["id"],
                "title": hit["words"],
                "sub": " · ".join(filter(None, (hit["label"], hit["detail"]))),
                "open": 0,
                "exact": True,
            }
            for hit in scans._prepare_hits(papers, read)
        ]

    @api.model
    def _tell_apart(self, partner):
        """What two customers of one name do not share."""
        place = partner.city or partner.street
        return [text for text in (partner.phone, place) if text]

    @api.model
    def _name_partner(self, partner):
        words = " ".join(self._tell_apart(partner))
        name = partner.display_name
        return f"{name} ({words})" if words and name else name or ""

    @api.model
    def _count_open(self, name, records):
        groups = self.env["aftersales.order"]._read_group(
            Domain(name, "in", records.ids) & self._get_open_domain(),
            [name],
            ["__count"],
        )
        return {record.id: count for record, count in groups}

    # --- what else is typed with one field

    @api.model
    def find(self, what, text, origin=None):
        """Type-ahead of the other fields.

        :param what: ``partner``, ``agent`` or ``product``
        :param origin: of the products: ``own`` or ``foreign``
        :return: at most eight {id, title, sub}
        """
        self._require_desk()
        text = clean(text)
        if what in ("partner", "agent"):
            partners = self._find_partners(text) if text else []
            return [
                {name: hit[name] for name in ("id", "title", "sub")}
                for hit in (self._prepare_partner_hits(partners) if partners else [])
            ]
        domain = Domain("aftersales_is_part", "=", False)
        if text:
            domain &= Domain("display_name", "ilike", escape_psql(text))
        if origin == "foreign":
            domain &= Domain("aftersales_origin", "=", "foreign")
        else:
            domain &= Domain("aftersales_origin", "!=", "foreign")
            domain &= Domain("aftersales_is_device", "=", True)
        products = self.env["product.product"].search(domain, limit=MOST)
        return [
            {"id": product.id, "title": product.display_name, "sub": ""}
            for product in products
        ]
