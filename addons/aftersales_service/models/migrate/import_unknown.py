from odoo import fields, models


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
