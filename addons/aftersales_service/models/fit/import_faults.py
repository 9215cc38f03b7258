from odoo import models


class ImportFaults(models.Model):
    """What may be wrong with rows of the three lists of this room, and where it lies."""

    _inherit = "aftersales.import"

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "old_missing": self.env._("The number of the old part is missing."),
            "new_missing": self.env._("The number of the new part is missing."),
            "old_unknown": self.env._(
                "No spare part has the number of the old one. Import the list of parts first, or create it below among the unknown products."
            ),
            "new_unknown": self.env._(
                "No spare part has the number of the new one. Import the list of parts first, or create it below among the unknown products."
            ),
            "replaces_itself": self.env._("A part cannot replace itself."),
            "days_reversed": self.env._("The last day lies before the first."),
            "both_ways_wrong": self.env._(
                "The direction must be 双向 (interchangeable), 单向 (new for old only) or empty."
            ),
            "exchange_wrong": self.env._(
                "The quantities must be numbers above 0: how many new ones for one old one, or old and new such as 1:2."
            ),
            "circle": self.env._(
                "With this row, parts would replace each other in a circle."
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
