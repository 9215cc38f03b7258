import datetime

from odoo import fields, models


class ImportLine(models.Model):
    """One row of a register as it was read, with every fault it has."""

    _name = "aftersales.import.line"
    _description = "Register Row"
    _order = "position, id"
    _rec_name = "row_number"

    import_id = fields.Many2one(
        "aftersales.import", required=True, index=True, ondelete="cascade"
    )
    # The row among those of all sheets.
    position = fields.Integer()
    sheet = fields.Char()
    row_number = fields.Integer("Row")
    summary = fields.Char("What Was Read")
    raw = fields.Json("As in the File")
    # Machine readable: the codes of `_get_fault_texts`, separated by blanks.
    fault_codes = fields.Char("Error Codes")
    fault = fields.Char("Row Error")
    notice = fields.Char(help="The row is good, but something in it should be known.")
    outcome = fields.Selection(
        [
            ("good", "Good"),
            ("error", "Error"),
            ("created", "Created"),
            ("present", "Already There"),
        ],
        required=True,
        default="good",
    )


def plain(value):
    """A cell as text that reads back to the same value."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
