import base64
import io

import xlsxwriter

from odoo import api, fields, models

_FIELDS = (
    *("product_id", "categ_id", "second_hand", "sale_month", "units", "claims"),
    *("cost", "rest", "low", "high", "ladder_rest", "ladder_low", "ladder_high"),
    *("expected_before", "paid_since", "run_off"),
)


class ReserveWorkbook(models.TransientModel):
    """A warranty reserve as a workbook: the triangle of all products, and each month of
    sale of each product."""

    _name = "aftersales.reserve.workbook"
    _description = "Workbook of a Warranty Reserve"
    _inherit = "document.window.mixin"

    reserve_id = fields.Many2one(
        "aftersales.reserve", "Warranty Reserve", required=True, ondelete="cascade"
    )
    workbook = fields.Binary(attachment=False, readonly=True)
    filename = fields.Char("File Name", readonly=True)

    @api.depends("reserve_id")
    def _compute_display_name(self):
        for window in self:
            window.display_name = window.reserve_id.display_name

    def _make(self):
        """Fill the file and tell where it is."""
        reserve = self.reserve_id
        reserve.check_access("read")
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        self._fill(book, self.env._("Triangle"), self._get_triangle(reserve))
        self._fill(book, self.env._("Months of Sale"), self._get_lines(reserve))
        book.close()
        self.write(
            {
                "workbook": base64.b64encode(stream.getvalue()),
                "filename": f"warranty-reserve-{reserve.display_name}.xlsx",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=workbook&filename_field=filename&download=true",
            "target": "download",
        }

    def _fill(self, book, title, rows):
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, None if number else bold)
                else:
                    style = money if isinstance(value, float) else None
                    sheet.write_number(number, column, value, style)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 16, 14)
        sheet.freeze_panes(1, 1)

    def _get_triangle(self, reserve):
        panel = reserve._get_panel()
        yield [
            self.env._("Month of Sale"),
            self.env._("Units Sold"),
            self.env._("Warranty Jobs"),
            *(self.env._("Month %s", age) for age in range(panel["ages"])),
            self.env._("Cost so Far"),
            self.env._("Still Expected"),
            self.env._("Low End"),
            self.env._("High End"),
        ]
        for row in panel["rows"]:
            cells = row["cells"]
            blank = [""] * (panel["ages"] - len(cells))
            told = [row["cost"], row["rest"], row["low"], row["high"]]
            yield [row["month"], row["units"], row["claims"], *cells, *blank, *told]

    def _get_lines(self, reserve):
        lines = reserve.line_ids
        yield [lines._fields[n]._description_string(self.env) for n in _FIELDS]
        yes = self.env._("Yes")
        for line in lines.sorted(lambda ln: (ln.product_id.id, ln.categ_id.id, ln.id)):
            yield [
                line.product_id.display_name or "",
                line.categ_id.display_name or "",
                yes if line.second_hand else "",
                f"{line.sale_month:%Y-%m}",
                *(line[name] for name in _FIELDS[4:]),
            ]
