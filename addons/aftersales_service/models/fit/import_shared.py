from odoo import models
from odoo.tools import float_round

from ...kernel.register import Fault
from ...kernel.text import clean
from ..catalogue.part_import import read_amount
from ..migrate.import_unknown import note_unknown


class ImportShared(models.Model):
    """What the three lists of this room have in common: products by their codes, quantities,
    and what may be wrong with a row."""

    _inherit = "aftersales.import"

    def _find_by_code(self, codes, domain=()):
        """{code: products of this company}; only where all are archived those."""
        products = self.env["product.product"].with_context(active_test=False)
        found = products.search_fetch(
            [
                ("default_code", "in", list(codes)),
                ("company_id", "in", [False, self.company_id.id]),
                *domain,
            ],
            ["default_code", "active", "product_tmpl_id", "tracking"],
            order="id",
        )
        return {
            code: (those.filtered("active") or those).with_prefetch(found._ids)
            for code, those in found.grouped("default_code").items()
        }

    def _read_code(self, values, name, table, prefix):
        """(the only product of the code in the cell ``name`` or nothing, [faults])."""
        code = clean(values.get(name))
        products = table.get(code)
        if not products:
            return None, [f"{prefix}_unknown" if code else f"{prefix}_missing"]
        if len(products) > 1:
            return None, [Fault("code_twice", name)]
        return products, []

    def _read_part(self, values, name, known, prefix, title):
        """The same of a part; who entered none may do so from the list of unknown ones."""
        part, faults = self._read_code(values, name, known.parts, prefix)
        if f"{prefix}_unknown" in faults:
            note_unknown(known.unknown, clean(values.get(name)), values.get(title))
        return part, faults

    def _read_quantity(self, values):
        """How many; 1 for an empty cell, None for what is no number or would be stored as
        nothing."""
        text = clean(values.get("quantity"))
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        number = read_amount(text or 1)
        return float_round(number or 0.0, precision_digits=digits) or None

    def _prepare_product(self, line):
        """What such a list names are spare parts."""
        vals = super()._prepare_product(line)
        if self.kind in ("supersession", "fit", "built"):
            vals |= {"is_storable": True, "aftersales_is_part": True}
        return vals

    def _get_list_texts(self):
        """What a row says against itself, or against what is entered already."""
        return {
            "code_twice": self.env._(
                "Several products have this code. Give each its own, or archive what is used no more."
            ),
            "shared_differs": self.env._(
                "This supersession is entered for all companies with another last day. Change it there."
            ),
            "replaces_itself": self.env._("A part cannot replace itself."),
            "days_reversed": self.env._("The last day lies before the first."),
            "circle": self.env._(
                "With this row, parts would replace each other in a circle."
            ),
        }

    def _get_fault_texts(self):
        texts = super()._get_fault_texts() | self._get_list_texts()
        return texts | {
            "old_missing": self.env._("The number of the old part is missing."),
            "new_missing": self.env._("The number of the new part is missing."),
            "old_unknown": self.env._(
                "No spare part has the number of the old one. Import the list of parts first, or create it below among the unknown products."
            ),
            "new_unknown": self.env._(
                "No spare part has the number of the new one. Import the list of parts first, or create it below among the unknown products."
            ),
            "both_ways_wrong": self.env._(
                "The direction must be 双向 (interchangeable), 单向 (new for old only) or empty."
            ),
            "exchange_wrong": self.env._(
                "The quantities must be numbers above 0: how many new ones for one old one, or old and new such as 1:2."
            ),
            "fit_part_missing": self.env._("The part number is missing."),
            "fit_part_unknown": self.env._(
                "No spare part has this number. Import the list of parts first, or create it below among the unknown products."
            ),
            "fit_machine_missing": self.env._("The code of the machine is missing."),
            "fit_machine_unknown": self.env._(
                "No product has the code of the machine."
            ),
            "fit_range_reversed": self.env._(
                "The last serial number lies before the first."
            ),
            "fit_range_unclear": self.env._(
                "One range in a row, such as YJ001 至 YJ100, or the first and the last serial number in two columns."
            ),
            "fit_quantity_wrong": self.env._(
                "The quantity per machine must be a number above 0."
            ),
            "built_serial_missing": self.env._(
                "The serial number of the machine is missing."
            ),
            "built_device_unknown": self.env._(
                "No device has this serial number. Import the register of devices first."
            ),
            "built_device_twice": self.env._(
                "Several devices have this serial number: the code of the product must say which one."
            ),
            "built_part_missing": self.env._("The part number is missing."),
            "built_part_unknown": self.env._(
                "No product has this part number. Import the list of parts first, or create it below among the unknown products."
            ),
            "built_quantity_wrong": self.env._(
                "The quantity must be a number above 0."
            ),
            "built_serial_of_many": self.env._(
                "A part with a serial number is one piece; give each piece its row."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "old_missing": "old",
            "new_missing": "new",
            "old_unknown": "old",
            "new_unknown": "new",
            "replaces_itself": "new",
            "days_reversed": "until",
            "both_ways_wrong": "both_ways",
            "exchange_wrong": "exchange",
            "circle": "new",
            "shared_differs": "until",
            "fit_part_missing": "part",
            "fit_part_unknown": "part",
            "fit_machine_missing": "machine",
            "fit_machine_unknown": "machine",
            "fit_range_reversed": "serial_to",
            "fit_range_unclear": "serial_range",
            "fit_quantity_wrong": "quantity",
            "built_serial_missing": "serial",
            "built_device_unknown": "serial",
            "built_device_twice": "product",
            "built_part_missing": "part",
            "built_part_unknown": "part",
            "built_quantity_wrong": "quantity",
            "built_serial_of_many": "part_serial",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "old": "code",
            "new": "code",
            "part": "code",
            "machine": "code",
            "serial_from": "code",
            "serial_to": "code",
            "serial": "code",
            "product": "code",
            "part_serial": "code",
        }
