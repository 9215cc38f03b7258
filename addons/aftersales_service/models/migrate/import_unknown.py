from odoo import fields, models

from ...kernel.text import clean


class ImportUnknown(models.Model):
    """A product that a register names and nobody has entered yet."""

    _name = "aftersales.import.unknown"
    _description = "Unknown Product of a Register"
    _order = "import_id, code"
    _rec_name = "code"

    import_id = fields.Many2one(
        "aftersales.import", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char("Code in the File", readonly=True)
    name = fields.Char(
        "Product Name", help="As in the file; it may be corrected before it is created."
    )
    row_count = fields.Integer("Rows", readonly=True)
    is_wanted = fields.Boolean("Create", default=True)


def note_unknown(unknown, code, name):
    """One row more names what nobody entered yet; the first name that is told counts.

    :param unknown: {code: (name, rows)}
    """
    if code:
        before, rows = unknown.get(code, ("", 0))
        unknown[code] = (before or clean(name), rows + 1)
