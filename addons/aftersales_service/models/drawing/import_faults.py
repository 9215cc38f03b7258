from odoo import models


class ImportFaults(models.Model):
    """What may be wrong with rows of a list of drawings, and where it lies."""

    _inherit = "aftersales.import"

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "drawing_position_missing": self.env._(
                "The position, the number on the drawing, is missing."
            ),
            "drawing_part_missing": self.env._("The part number is missing."),
            "drawing_part_unknown": self.env._(
                "No spare part has this number. Import the list of parts first, or create it below among the unknown products."
            ),
            "drawing_machine_missing": self.env._(
                "The machine is missing: in a column of its own, or above under “Drawings Of”."
            ),
            "drawing_machine_unknown": self.env._(
                "No product has the code of the machine."
            ),
            "drawing_range_reversed": self.env._(
                "The last serial number lies before the first."
            ),
            "drawing_picture_missing": self.env._(
                "The drawing has no picture: add the file above, named as the drawing or the sheet."
            ),
            "drawing_picture_wrong": self.env._(
                "The picture cannot be shown: save it as PNG or JPEG of at most 10 MB."
            ),
            "drawing_quantity_wrong": self.env._(
                "The quantity must be a number above 0."
            ),
            "drawing_row_twice": self.env._(
                "This part appears twice at this position; the first row counts."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "drawing_position_missing": "position",
            "drawing_part_missing": "part",
            "drawing_part_unknown": "part",
            "drawing_machine_missing": "machine",
            "drawing_machine_unknown": "machine",
            "drawing_range_reversed": "serial_to",
            "drawing_picture_missing": "drawing",
            "drawing_picture_wrong": "picture",
            "drawing_quantity_wrong": "quantity",
            "drawing_row_twice": "position",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "position": "code",
            "sheet": "code",
            "drawing": "name",
        }
