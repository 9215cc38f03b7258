from collections import namedtuple
from itertools import islice

from odoo import fields, models

from ...kernel import fee_card
from ...kernel.register import Fault
from ...kernel.text import clean
from ..migrate.import_unknown import note_unknown

Known = namedtuple("Known", "valid_from parts categories prices seen unknown")
# The column of prices and the kind of card that it fills.
_CARDS = (("price", "standard"), ("preferential", "preferential"))


class ImportFeeCard(models.Model):
    """A printed fee card (收费标准卡) as it is: category, item, unit, standard and
    preferential price. It becomes prices in draft that finance completes and the general
    manager approves."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fee_card", "Fee Card")], ondelete={"fee_card": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "fee_sort_unknown": self.env._(
                "The category is none of: call-out, travel, labour, inspection, parts, freight."
            ),
            "fee_item_missing": self.env._("The item has no name."),
            "fee_price_wrong": self.env._(
                "The price is no number from 0, and no word for “by agreement”."
            ),
            "fee_part_unknown": self.env._(
                "The item is neither the code nor the name of a spare part."
            ),
            "fee_twice": self.env._(
                "This item appears twice in the card; the first row counts."
            ),
            "fee_otherwise": self.env._(
                "The prices from this day say otherwise. Change them on the fee card while they are a draft, or write another first day above the headings."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "fee_sort_unknown": "category",
            "fee_item_missing": "item",
            "fee_price_wrong": "price",
            "fee_part_unknown": "item",
            "fee_twice": "item",
            "fee_otherwise": "price",
        }

    def _get_readings(self):
        return super()._get_readings() | {"item": "name"}

    def _prepare_product(self, line):
        """What a fee card names beside services are spare parts."""
        vals = super()._prepare_product(line)
        if self.kind == "fee_card":
            vals |= {"is_storable": True, "aftersales_is_part": True}
        return vals

    def _prepare_fee_card(self, rows, earlier=None):
        items = {clean(row.get("item")) for row in rows} - {""}
        company = ("company_id", "in", [False, self.company_id.id])
        # sudo: finance imports cards, it need not read every product
        parts = self.env["product.product"].sudo().search(
            ["|", ("default_code", "in", list(items)), ("name", "in", list(items)), company]
        )  # fmt: skip
        by_name = {part.name: part.id for part in parts}
        pieces = {piece for item in items for piece in fee_card.get_pieces(item)}
        categories = self.env["product.category"].sudo()
        categories = categories.search([("name", "in", list(pieces))])
        start = earlier.valid_from if earlier else self._read_card_start()
        return Known(
            start,
            by_name | {p.default_code: p.id for p in parts if p.default_code},
            sorted(
                ((c.name, c.id) for c in categories), key=lambda each: -len(each[0])
            ),
            {kind: self._find_prices(kind, start) for _column, kind in _CARDS},
            earlier.seen if earlier else set(),
            earlier.unknown if earlier else {},
        )

    def _read_card_start(self):
        """The day in the title above the headings; today where there is none."""
        for sheet in self._open_sheets():
            cells = [value for row in islice(sheet, 5) for value in row if value]
            day = fee_card.read_start(str(value) for value in cells)
            if day:
                return day
        return self.company_id._aftersales_today()

    def _parse_fee_card(self, values, known):
        """(values of a rate and its prices, [fault codes])."""
        item, faults = clean(values.get("item")), []
        sort = fee_card.read_sort(values.get("category"), values.get("unit"))
        if not sort:
            faults.append("fee_sort_unknown")
        if not item:
            faults.append("fee_item_missing")
        prices = {
            kind: fee_card.read_price(values.get(column)) for column, kind in _CARDS
        }
        faults += _find_wrong_prices(prices)
        key = (sort, item)
        if key in known.seen:
            faults.append("fee_twice")
        known.seen.add(key)
        vals = self._prepare_rate(item, sort or ("other", "item"), values)
        if vals["kind"] == "part" and item:
            vals["product_id"] = known.parts.get(item)
            if not vals["product_id"]:
                faults.append("fee_part_unknown")
                note_unknown(known.unknown, item, item)
        elif vals["kind"] == "labour":
            vals["categ_id"] = next(
                (number for name, number in known.categories if name and name in item), False
            )  # fmt: skip
        for kind, version in known.prices.items():
            if version._says_otherwise(vals, prices[kind]) and not faults:
                faults.append("fee_otherwise")
        return {"vals": vals, "prices": prices, "valid_from": known.valid_from}, faults

    def _prepare_rate(self, item, sort, values):
        kind, basis = sort
        band = fee_card.read_band(item) or (0.0, 0.0)
        area = fee_card.read_area(item) if kind == "travel" else ""
        if kind == "travel" and basis == "km" and not area:
            area = "other"  # the city and its suburbs have a price for the call
        return {
            "name": item,
            "kind": kind,
            "basis": basis,
            "unit_name": clean(values.get("unit")),
            "area": area or False,
            "km_from": band[0],
            "km_to": band[1],
            "note": clean(values.get("note")),
            "service_name": clean(values.get("category")),
            **fee_card.read_note(values.get("note")),
        }

    def _create_fee_card(self, rows):
        """[True where a rate is new]; both cards get a version in draft."""
        if not rows:
            return []
        versions = {
            kind: self._find_or_create_prices(kind, rows[0]["valid_from"])
            for _column, kind in _CARDS
        }
        services = self._find_or_create_services(
            {r["vals"]["service_name"] for r in rows if r["vals"]["kind"] != "part"}
        )
        created, wanted = [], []
        for number, row in enumerate(rows):
            vals = {k: v for k, v in row["vals"].items() if k != "service_name"}
            vals.setdefault("product_id", services.get(row["vals"]["service_name"]))
            fresh = [
                {"version_id": version.id, "price": row["prices"][kind], "sequence": number}
                for kind, version in versions.items()
                if row["prices"][kind] is not None and not version._has_row(vals)
            ]  # fmt: skip
            created.append(bool(fresh))
            wanted += [vals | each for each in fresh]
        # sudo: whoever may import registers brings prices in draft only
        self.env["aftersales.fee.rate"].sudo().create(wanted)
        return created

    def _find_card(self, kind):
        """The card of that kind for everybody."""
        # sudo: see `_create_fee_card`
        cards = self.env["aftersales.fee.card"].sudo()
        domain = [("company_id", "=", self.company_id.id), ("kind", "=", kind)]
        return cards.search([*domain, ("level", "=", len(cards._levels))], limit=1)

    def _find_prices(self, kind, day):
        versions = self._find_card(kind).version_ids
        return versions.filtered(lambda version: version.valid_from == day)[:1]

    def _find_or_create_prices(self, kind, day):
        """The version of that day, in draft or in force; a new one otherwise."""
        card = self._find_card(kind)
        if not card:
            names = {
                "standard": self.env._("Fee Card"),
                "preferential": self.env._("Fee Card, Preferential Prices"),
            }
            card = card.create(
                {"name": names[kind], "kind": kind, "company_id": self.company_id.id}
            )
        version = self._find_prices(kind, day)
        return version or version.create(
            {"policy_id": card.id, "valid_from": day, "citation": self.filename or ""}
        )

    def _find_or_create_services(self, names):
        """{category of the card: service that is invoiced}."""
        # sudo: see `_create_fee_card`
        products = self.env["product.product"].sudo()
        found = products.search(
            [
                ("name", "in", list(names)),
                ("type", "=", "service"),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            order="id desc",
        )
        known = {product.name: product.id for product in found}
        missing = sorted(names - set(known))
        made = products.create(
            [
                {"name": name, "type": "service", "invoice_policy": "delivery"}
                for name in missing
            ]
        )
        return known | dict(zip(missing, made.ids, strict=True))


def _find_wrong_prices(prices):
    """Fault codes: the standard price is needed, the other may be open."""
    faults = ["fee_price_wrong"] if prices["standard"] in (None, False) else []
    if prices["preferential"] is False:
        faults.append(Fault("fee_price_wrong", "preferential"))
    return faults


class FeeCardVersion(models.Model):
    _inherit = "aftersales.fee.card.version"

    def _find_row(self, vals):
        """The rate that this row of a printed card is."""
        names = ("name", "kind", "basis", "km_from", "km_to")
        return self.rate_ids.filtered(
            lambda rate: all(rate[name] == vals[name] for name in names)
        )[:1]

    def _has_row(self, vals):
        """Whether that rate is there; prices in force take no more rows."""
        return self.state != "draft" or bool(self._find_row(vals))

    def _says_otherwise(self, vals, price):
        """Whether these prices are there already with another price for this row, or in
        force without it."""
        if not self or price is None or price is False:
            return False
        row = self._find_row(vals)
        if not row:
            return self.state != "draft"
        return bool(self.currency_id.compare_amounts(row.price, price))
