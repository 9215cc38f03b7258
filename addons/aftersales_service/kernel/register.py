"""Finding the table in a sheet that people laid out: titles, merged cells, totals.

A sheet is a list of rows, a row a list of values; `readers` turns workbooks into sheets.
"""

import re
from collections import namedtuple

from .headings import heading_key
from .sheets import Formula
from .text import clean

SEARCHED = 30  # rows in which the headings are looked for
SAMPLES = 3
# A row of data: its place among all rows of the file, its table, its number in the sheet.
Row = namedtuple("Row", "position table number values")

_FOOTER = re.compile(
    r"(合计|总计|小计|共计|累计|本页合计|本页小计|(grand|sub)?total)([:(].*)?"
    r"|(制表|填表|制单|审核|复核|审批|批准|经办|主管|打印|统计)(人|员|者|单位|部门|日期|时间)?(:.*)?"
    r"|(注|附注|备注|说明|注意)(\d|[一二三])?[:.].*|第\d+页.*|以下空白.*|page\d+.*",
    re.IGNORECASE | re.DOTALL,
)
_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!",
    "#CALC!", "#FIELD!", "#BUSY!", "#GETTING_DATA", "#ERROR!",
}  # fmt: skip
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}", re.IGNORECASE)
# A workbook keeps fifteen digits of a number; the rest are zeros that nobody typed.
_EXACT = 10**15
_LONGEST = {
    "code": 64,
    "phone": 200,
    "date": 64,
    "number": 64,
    "name": 200,
    "note": 10000,
}
_LONGEST_TEXT = 1000


class Fault(str):
    """The code of a fault, with the field at which it lies; a notice refuses nothing."""

    def __new__(cls, code, field=None, notice=False):
        fault = super().__new__(cls, code)
        fault.field, fault.notice = field, notice
        return fault


class Table:
    """The table of one sheet: where its headings stand and what its columns hold."""

    def __init__(self, name, index, columns, rows, offset=0):
        self.name, self.index, self.columns = name, index, columns
        self.offset = offset  # rows of the sheets before
        self.row_count = 0  # about as many as there are, where somebody counted
        self.below = rows[index + 1 :]
        self.titles = {t for t in map(_only_text, rows[:index]) if t}
        self.fields = {c.field: c for c in columns if c.field}

    def _with_guesses(self, headings):
        used = set(self.fields)
        used |= {column.proposal for column in self.columns} - {None}
        for index, column in enumerate(self.columns):
            if not (column.source or column.proposal):
                guess = headings.guess(self.get_samples(column), used)
                used.add(guess)
                self.columns[index] = column._replace(proposal=guess)
        return self

    def lacks(self, needed):
        """Needed fields that no column holds."""
        return [field for field in needed if field not in self.fields]

    def get_samples(self, column):
        """The first values of a column that differ."""
        texts = [clean(_cell(row, column.index)) for row in self.below]
        return list(dict.fromkeys(filter(None, texts)))[:SAMPLES]

    def get_place(self, field):
        """Where ``field`` stands, as a workbook names it: letter and heading."""
        column = self.fields.get(field)
        return (letter(column.index), column.text) if column else None

    def iter_rows(self, rows):
        """Yield each `Row` below the headings of ``rows`` (any iterable).

        Empty lines, totals, signatures, notes and repeated headings are passed over.
        """
        for index, row in enumerate(rows):
            if index <= self.index or not row:
                continue
            values = {f: _value(row, column) for f, column in self.fields.items()}
            if not any(clean(value) for value in values.values()):
                continue
            if not (is_footer(row) or self._is_repeated(row)):
                number = index + 1
                yield Row(self.offset + number, self, number, values)

    def _is_repeated(self, row):
        """Whether a row is the headings or the title again, as on each printed page."""
        if self.titles and _only_text(row) in self.titles:
            return True
        same = 0
        for column in self.columns:
            value = _cell(row, column.index)
            if value is None or value == "":
                continue
            # Almost every row ends here, at its first cell.
            if heading_key(value) != column.key.split("#")[0]:
                return False
            same += 1
        return same > 1


def find_table(name, rows, headings, needed, offset=0, row=None):
    """The `Table` whose headings name most fields, or None when there are no columns.

    :param rows: the first rows of a sheet
    :param row: number of the row of headings, where a person said so

    >>> from .headings import Headings
    >>> words = Headings({"serial": ["机号"], "partner": ["客户"]})
    >>> table = find_table("", [["登记簿"], ["机号", "客户"], ["A", "B"]], words, ["serial"])
    >>> table.index, [column.field for column in table.columns]
    (1, ['serial', 'partner'])
    """
    rows_read = [
        (index, headings.read_row(cells))
        for index, cells in enumerate(rows[:SEARCHED])
        if not row or index == row - 1
    ]
    rows_read = [(index, columns) for index, columns in rows_read if columns]
    if not any(set(needed) <= _fields(columns) for _i, columns in rows_read):
        # What may be meant decides only where nothing is certain; it takes its time.
        rows_read = [(i, headings.add_proposals(columns)) for i, columns in rows_read]
    if not rows_read:
        return None

    def rate(pair):
        index, columns = pair
        fields = _fields(columns)
        words = {c.key for c in columns if not _is_value(rows[index][c.index])}
        proposed = sum(bool(column.proposal) for column in columns)
        return set(needed) <= fields, len(fields), proposed, len(words)

    index, columns = max(rows_read, key=rate)
    table = Table(name, index, headings.add_proposals(columns), rows, offset)
    return table._with_guesses(headings)


def _fields(columns):
    return {column.field for column in columns} - {None}


def check_cells(values, readings):
    """(``values`` without cells that cannot be right, [`Fault`]).

    >>> check_cells({"serial": "6.93217E+12", "phone": "#N/A"}, {"serial": "code"})
    ({'serial': None, 'phone': None}, ['number_scientific', 'cell_error'])
    """
    faults = []
    for field, value in values.items():
        if value is None:
            continue
        code = _find_fault(value, readings.get(field))
        if code:
            faults.append(Fault(code, field))
    if faults:
        values = values | {fault.field: None for fault in faults}
    return values, faults


def _find_fault(value, reading):
    is_code = reading in ("code", "phone")
    if isinstance(value, (int, float)):
        return "number_rounded" if is_code and abs(value) >= _EXACT else None
    if isinstance(value, Formula):
        # Whoever reads amounts tells it in words of his own.
        return None if reading == "amount" else "cell_formula"
    if not isinstance(value, str):
        return None
    if value[:1] == "#" and value.strip().upper() in _ERRORS:
        return "cell_error"
    if is_code and "+" in value and _SCIENTIFIC.fullmatch(clean(value)):
        return "number_scientific"
    if len(value) > _LONGEST.get(reading, _LONGEST_TEXT):
        return "text_too_long"
    return None


def is_footer(row):
    """Whether the first filled cell of ``row`` says that it is no data.

    >>> is_footer(["合 计", "", 300]), is_footer(["", "总计量器具厂"])
    (True, False)
    >>> [is_footer([text]) for text in ("制表人：张三", "注：以实物为准", "注塑机厂", "制表人")]
    [True, True, False, True]
    """
    first = next((clean(value) for value in row if clean(value)), "")
    return bool(_FOOTER.fullmatch(first.replace(" ", "")))


def _only_text(row):
    """The text of a row that has one, also in all its cells; else ''."""
    texts = {clean(value) for value in row} - {""}
    return texts.pop() if len(texts) == 1 else ""


def _is_value(value):
    """Whether a cell looks like data rather than like a heading."""
    return not isinstance(value, str) or any(map(str.isdigit, value))


def _cell(row, index):
    return row[index] if index < len(row) else None


def _value(row, column):
    value = _cell(row, column.index)
    if column.unit and clean(value).replace(".", "", 1).isdecimal():
        return f"{clean(value)}{column.unit}"
    return value


def letter(index):
    """The letters of a column from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
