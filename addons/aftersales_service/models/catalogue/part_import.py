from collections import namedtuple

from odoo import fields, models

from ...kernel.sheets import Formula
from ...kernel.text import clean

Known = namedtuple("Known", "seen")
# Words of lists that say yes or no.
YES = {"是", "yes", "y", "1", "√", "true"}
NO = {"否", "no", "n", "0", "×", "false"}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_fits = fields.Char(
        "Fits Models", help="Machines that this spare part belongs to, as in the list."
    )
    aftersales_specification = fields.Char("Specification")


class ImportParts(models.Model):
    """Lists of spare parts (零配件清单): code, name, specification, unit, cost, safety
    stock, machine, whether the old part comes back."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("part", "Spare Parts")], ondelete={"part": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "part_code_missing": self.env._("The part number is missing."),
            "part_code_twice": self.env._(
                "This part number appears twice in the list; the first row counts."
            ),
            "part_name_missing": self.env._("The part has no name."),
            "cost_formula": self.env._(
                "The cost is a formula whose result the file does not hold. Open it in Excel or WPS, save it, or type the number."
            ),
            "cost_wrong": self.env._("The cost must be a number, 0 or more."),
            "safety_wrong": self.env._("The safety stock must be a number, 0 or more."),
            "take_back_wrong": self.env._(
                "Whether the old part comes back must be 是, 否 or empty."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "part_code_missing": "code",
            "part_code_twice": "code",
            "part_name_missing": "name",
            "cost_formula": "cost",
            "cost_wrong": "cost",
            "safety_wrong": "safety",
            "take_back_wrong": "take_back",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "code": "code",
            "name": "name",
            "cost": "amount",
            "unit": "code",
        }

    def _prepare_part(self, _rows, earlier=None):
        return earlier or Known(set())

    def _parse_part(self, values, known):
        """(values of one part, [fault codes])."""
        faults = []
        code = clean(values.get("code"))
        if not code:
            faults.append("part_code_missing")
        elif code in known.seen:
            faults.append("part_code_twice")
        known.seen.add(code)
        if not clean(values.get("name")):
            faults.append("part_name_missing")
        cost = read_amount(values.get("cost"))
        if isinstance(values.get("cost"), Formula):
            faults.append("cost_formula")
        elif cost is None:
            faults.append("cost_wrong")
        safety = read_amount(values.get("safety"))
        if safety is None:
            faults.append("safety_wrong")
        wish = read_wish(values.get("take_back"))
        if not wish:
            faults.append("take_back_wrong")
        vals = {
            "default_code": code,
            "name": clean(values.get("name")),
            "aftersales_specification": clean(values.get("specification")),
            "aftersales_fits": clean(values.get("machine")),
            "aftersales_take_back": wish,
            "standard_price": cost,
        }
        return vals | {"unit": clean(values.get("unit")), "safety": safety}, faults

    def _create_part(self, rows):
        """[True where a part was created, False where its number was there already]."""
        # sudo: whoever may import registers may import parts; he reads products anyway
        products = self.env["product.product"].sudo().with_company(self.company_id)
        codes = [row["default_code"] for row in rows]
        there = set(
            products.search([("default_code", "in", codes)]).mapped("default_code")
        )
        fresh = [row for row in rows if row["default_code"] not in there]
        units = self._find_or_create_units({row["unit"] for row in fresh} - {""})
        created = products.create(
            [self._prepare_part_vals(row, units) for row in fresh]
        )
        self._plan_safety(zip(created, fresh, strict=True))
        return [row["default_code"] not in there for row in rows]

    def _prepare_part_vals(self, row, units):
        vals = {k: v for k, v in row.items() if k not in ("unit", "safety")}
        unit = {"uom_id": units[row["unit"]].id} if row["unit"] else {}
        return (
            vals
            | unit
            | {
                "is_storable": True,
                "aftersales_is_part": True,
                "invoice_policy": "delivery",
            }
        )

    def _find_or_create_units(self, names):
        """{name: unit}; 个 is core's own unit, others are made when they are missing."""
        units = self.env["uom.uom"].sudo()  # sudo: see `_create_part`
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            local = units.with_context(lang=code)
            found |= {u.name: u for u in local.search([("name", "in", list(names))])}
        if "个" in names:
            found["个"] = self.env.ref("uom.product_uom_unit").sudo()
        missing = sorted(names - set(found))
        made = units.create([{"name": name} for name in missing])
        return found | dict(zip(missing, made, strict=True))

    def _plan_safety(self, pairs):
        """Safety stock becomes a reordering rule of the company's first warehouse."""
        # sudo: see `_create_part`
        warehouse = (
            self.env["stock.warehouse"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)], limit=1)
        )
        self.env["stock.warehouse.orderpoint"].sudo().create(
            [
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "warehouse_id": warehouse.id,
                    "company_id": self.company_id.id,
                    "product_min_qty": row["safety"],
                    "product_max_qty": row["safety"],
                    "trigger": "manual",
                }
                for product, row in pairs
                if row["safety"]
            ]
        )


def read_amount(value):
    """A number from 0; 0.0 for an empty cell, None when it is no such number."""
    text = clean(value).replace(",", "").strip("¥￥元 ")
    try:
        number = float(text or 0)
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None


def read_wish(value):
    """Whether the old part comes back: always, never, policy; None when unreadable.

    >>> read_wish("是"), read_wish("否"), read_wish(None), read_wish("?")
    ('always', 'never', 'policy', None)
    """
    text = clean(value).lower()
    if not text:
        return "policy"
    return "always" if text in YES else "never" if text in NO else None
