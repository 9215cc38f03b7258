import base64
import io

import xlsxwriter

from odoo import fields, models

from ...kernel.dates import ImpossibleDate, UnlikelyDate, read_date
from ...kernel.register import Fault
from .import_line import plain


class ImportRegister(models.Model):
    """What is wrong with rows: told with row, column and sentence, and handed back in a
    workbook that can be corrected."""

    _inherit = "aftersales.import"

    def _get_fault_texts(self):
        """{fault code: sentence}; rooms add theirs."""
        return {
            "cell_error": self.env._(
                "The cell shows an error of the workbook (such as #N/A)."
            ),
            "cell_formula": self.env._(
                "The cell is a formula whose result the file does not hold. Open the file in Excel or WPS, save it, and choose it again."
            ),
            "number_scientific": self.env._(
                "The number is shortened (such as 1.38E+10) and its digits are lost. Format the column as text in the old file and type it again."
            ),
            "number_rounded": self.env._(
                "A number of 16 or more digits lost its last ones in the workbook. Format the column as text and type it again."
            ),
            "text_too_long": self.env._("The text is too long."),
            "date_impossible": self.env._("A date is not a day of the calendar."),
            "date_unlikely": self.env._(
                "The year is not between 1990 and %s.", self._get_latest_year()
            ),
        }

    def _get_fault_fields(self):
        """{fault code: field at which it lies}; rooms add theirs."""
        return {}

    def _get_readings(self):
        """{field: reading} of this kind, see `kernel.register.check_cells`; rooms add theirs."""
        return {}

    def _get_latest_year(self):
        """Nothing that happened lies further in the future: a plan, or a slip of the pen."""
        return fields.Date.today().year + 2

    def _read_days(self, values, names):
        """({name: day or None}, [faults]) of cells that say when something happened."""
        days, faults, latest = {}, [], self._get_latest_year()
        for name in names:
            try:
                days[name] = read_date(values.get(name), latest)
            except UnlikelyDate:
                faults.append(Fault("date_unlikely", name))
            except ImpossibleDate:
                faults.append(Fault("date_impossible", name))
        return days, faults

    def _prepare_line(self, row, faults, texts, fields_of):
        told = [(f, _locate(row.table, f, fields_of) + texts[f]) for f in faults]
        wrong = [fault for fault in faults if not is_notice(fault)]
        return {
            "import_id": self.id,
            "position": row.position,
            "sheet": row.table.name,
            "row_number": row.number,
            "summary": " · ".join(plain(v) for v in row.values.values() if plain(v)),
            "raw": {field: plain(value) for field, value in row.values.items()},
            "fault_codes": " ".join(dict.fromkeys(wrong)),
            "fault": "; ".join(text for f, text in told if not is_notice(f)),
            "notice": "; ".join(text for f, text in told if is_notice(f)),
            "outcome": "error" if wrong else "good",
        }

    def _make_error_workbook(self, tables):
        """Rows with faults below the headings of the original file, base64, or False."""
        wrong = self.line_ids.filtered(lambda line: line.outcome == "error")
        if not wrong:
            return False
        columns = {}
        for table in tables:
            for field, column in table.fields.items():
                columns.setdefault(field, column.text)
        extra = [self.env._("Row in the old file"), self.env._("Row Error")]
        if len(tables) > 1:
            extra.append(self.env._("Sheet in the old file"))
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
            red = book.add_format({"font_color": "#b00020"})
            sheet.write_row(0, 0, [*columns.values(), *extra], bold)
            for index, line in enumerate(wrong.sorted("position"), start=1):
                for place, field in enumerate(columns):
                    sheet.write_string(index, place, line.raw.get(field, ""))
                sheet.write_number(index, len(columns), line.row_number)
                sheet.write_string(index, len(columns) + 1, line.fault, red)
                if len(tables) > 1:
                    sheet.write_string(index, len(columns) + 2, line.sheet or "")
            sheet.set_column(0, len(columns) + 2, 18)
        return base64.b64encode(stream.getvalue())


def is_notice(fault):
    """Whether the row is good all the same."""
    return getattr(fault, "notice", False)


def _locate(table, fault, fields_of):
    """Where in its row a fault lies: letter and heading of the column."""
    place = table.get_place(getattr(fault, "field", None) or fields_of.get(str(fault)))
    return f"{place[0]} “{place[1]}”: " if place else ""
