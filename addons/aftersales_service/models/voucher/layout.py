from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sources import FITTING, FORMATS, KINDS, SHEETS, SOURCES


class VoucherLayout(models.Model):
    """The workbook that another program imports: its sheets and columns."""

    _name = "aftersales.voucher.layout"
    _description = "Layout of a File for Another Program"
    _inherit = ["document.shared.mixin"]
    _order = "kind, name, id"

    name = fields.Char("Program", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="entries")
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    file_format = fields.Selection(FORMATS, required=True, default="workbook")
    first_line = fields.Char(
        help="What stands above the lines of a text, instead of headings."
    )
    schema_sheet = fields.Char(
        "Sheet of Fields",
        help="A sheet that names key and type of each column, where their program asks for it.",
    )
    longest_memo = fields.Integer(
        default=255,
        required=True,
        help="In bytes of GBK: a Chinese character is two.",
    )
    first_sheet = fields.Char(required=True, default="Sheet1")
    second_sheet = fields.Char(help="Lines of invoices, where they have a sheet apart.")
    heading_row = fields.Integer("Row of the Headings", default=1, required=True)
    word = fields.Char("Voucher Word", default="记", required=True)
    is_text = fields.Boolean("All Cells Are Text")
    own_codes = fields.Boolean(
        "Our Codes Where None Is Set",
        help="Their chart of accounts has the same codes as ours.",
    )
    column_ids = fields.One2many(
        "aftersales.voucher.column", "layout_id", "Columns", copy=True
    )
    active = fields.Boolean(default=True)

    _memo_positive = models.Constraint(
        "CHECK (longest_memo BETWEEN 20 AND 1000)",
        "A memo is of 20 to 1,000 bytes.",
    )
    _row_positive = models.Constraint(
        "CHECK (heading_row BETWEEN 1 AND 20)",
        "Headings are in one of the rows 1 to 20.",
    )

    def copy_data(self, default=None):
        """A copy is the beginning of a layout of one's own (overrides `copy_data`)."""
        vals_list = super().copy_data(default)
        for layout, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", layout.name)
            vals["company_id"] = self.env.company.id
        return vals_list

    def _get_columns(self, sheet):
        return self.column_ids.filtered(lambda c: c.sheet == sheet).sorted()

    @api.constrains("kind", "column_ids", "second_sheet")
    def _check_columns(self):
        for layout in self:
            layout.column_ids._check_source()
            if layout._get_columns("2") and not layout.second_sheet:
                raise ValidationError(
                    self.env._("%s: please name the second sheet.", layout.name)
                )


class VoucherColumn(models.Model):
    _name = "aftersales.voucher.column"
    _description = "Column of a File for Another Program"
    _inherit = ["document.shared.mixin"]
    _shared_with = "layout_id"
    _order = "layout_id, sheet, sequence, id"
    _rec_name = "heading"

    layout_id = fields.Many2one(
        "aftersales.voucher.layout", required=True, index=True, ondelete="cascade"
    )
    sheet = fields.Selection(SHEETS, required=True, default="1")
    sequence = fields.Integer(default=10)
    heading = fields.Char(required=True)
    source = fields.Selection(SOURCES, "Holds", required=True, default="fixed")
    key = fields.Char("Their Key", help="For the sheet of fields.")
    value_type = fields.Char("Their Type", help="For the sheet of fields.")
    fixed = fields.Char("Text", help="The same in each row; empty: an empty column.")

    @api.constrains("source", "sheet", "layout_id")
    def _check_source(self):
        for column in self:
            fitting = FITTING[column.layout_id.kind, column.sheet]
            if column.source != "fixed" and column.source not in fitting:
                raise ValidationError(
                    self.env._(
                        "Column “%(heading)s”: this kind of file has no “%(what)s” on this sheet.",
                        heading=column.heading,
                        what=dict(
                            self._fields["source"]._description_selection(self.env)
                        )[column.source],
                    )
                )
