"""Workbooks of the .xlsx family, also “Strict Open XML”, one row after the other.

Element names are compared without their namespace, because Strict, transitional and
prefixed files differ in nothing else that a register needs.
"""

import datetime
import io
import posixpath
import re
import zipfile
from functools import cache, cached_property
from itertools import chain

from lxml import etree

from .number_format import is_date, shown, to_moment
from .sheets import MOST_BYTES, MOST_ROWS, Formula, Sheet, TooLarge, filled, told

_PIECE = 1 << 20
_LAST_ROW = 1 << 20
# Shared texts are the one part that is held as a whole.
_MOST_TEXTS = 64 << 20
# No register packs better than this; a file that does was made to burst.
_MOST_PACKED = 100
_TITLES = 1000  # rows above and below the table do not count against it
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROWS_END = re.compile(rb"</(?:\w+:)?sheetData>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
# A filled cell to the right of column GR, the 200th.
_FAR = re.compile(
    rb'<(?:\w+:)?c r="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+"[^/>]*>\s*<(?:\w+:)?(?:v|is|f)\b'
)
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def read_xlsx(data):
    """The visible sheets of the workbook ``data``."""
    book = _Book(data)
    return [book.open(name, path) for name, path in book.visible]


class _Book:
    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = {name.lower(): name for name in self.zip.namelist()}
        self.path = self._find_workbook()
        targets = self._relations(self.path)
        root = self._parse(self.path)
        self.visible, self.from_1904 = [], False
        for node in root.iter("{*}sheet", "{*}workbookPr"):
            if _name(node) == "workbookPr":
                self.from_1904 = node.get("date1904") in ("1", "true")
            elif node.get("state", "visible") == "visible":
                self.visible.append((node.get("name"), targets[_relation(node)]))
        # Charts are sheets too.
        self.visible = [
            (n, p) for n, p in self.visible if p and "worksheet" in p.lower()
        ]
        self._check_sizes()

    def _find_workbook(self):
        for path, kind in self._typed_relations(""):
            if kind.endswith("/officeDocument"):
                return path
        return "xl/workbook.xml"

    def _relations(self, path):
        folder, name = posixpath.split(path)
        return {key: target for key, target, _k in self._links(folder, name)}

    def _typed_relations(self, path):
        return [(target, kind) for _k, target, kind in self._links("", path)]

    def _links(self, folder, name):
        """[(id, path in the file, type)] of a part."""
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.lower() not in self.names:
            return []
        return [
            (
                node.get("Id"),
                posixpath.normpath(posixpath.join("/", folder, node.get("Target")))[1:],
                node.get("Type", ""),
            )
            for node in self._parse(path).iter("{*}Relationship")
        ]

    def _info(self, path):
        return self.zip.getinfo(self.names[path.lower()])

    def _parse(self, path):
        if self._info(path).file_size > _MOST_TEXTS:
            raise TooLarge(path)
        with self.zip.open(self._info(path)) as stream:
            return etree.parse(stream, etree.XMLParser(**_SAFE)).getroot()

    def _check_sizes(self):
        """Refuse by what the directory says; a part never unpacks to more than that."""
        wanted = [path for _name, path in self.visible]
        wanted += [p for p in (self._part("sharedStrings"), self._part("styles")) if p]
        infos = [self._info(path) for path in wanted]
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise TooLarge("unpacked size")
        for info in infos:
            packed = info.file_size > _MOST_PACKED * info.compress_size
            if packed and info.file_size > 10 * _PIECE:
                raise TooLarge(f"{info.filename} was made to burst")

    def _part(self, name):
        folder, book = posixpath.split(self.path)
        for _key, target, kind in self._links(folder, book):
            if kind.endswith(f"/{name}") and target.lower() in self.names:
                return target
        return None

    @cached_property
    def texts(self):
        """Shared texts; what is read aloud beside signs (phonetic runs) is no part."""
        path, texts = self._part("sharedStrings"), []
        if not path:
            return texts
        if self._info(path).file_size > _MOST_TEXTS:
            raise TooLarge(path)
        with self.zip.open(self._info(path)) as stream:
            for _event, node in etree.iterparse(stream, tag="{*}si", **_SAFE):
                texts.append(_text(node))
                _forget(node)
        return texts

    @cached_property
    def styles(self):
        """For each style of a cell: (shows a date, format code)."""
        path = self._part("styles")
        if not path:
            return []
        codes, styles = {}, []
        for node in self._parse(path).iter("{*}numFmt", "{*}cellXfs"):
            if _name(node) == "numFmt":
                codes[int(node.get("numFmtId"))] = node.get("formatCode")
                continue
            for style in node:
                number = int(style.get("numFmtId") or 0)
                styles.append((is_date(number, codes.get(number)), codes.get(number)))
        return styles

    def open(self, name, path):
        @cache
        def scan():
            with self.zip.open(self._info(path)) as stream:
                return _scan(stream)

        def read():
            return filled(self._iter_rows(path), scan()[0])

        return Sheet(name, read, lambda: scan()[1])

    def _iter_rows(self, path):
        upcoming = 1
        with self.zip.open(self._info(path)) as stream:
            for _event, row in etree.iterparse(stream, tag="{*}row", **_SAFE):
                number = int(row.get("r") or upcoming)
                if not upcoming <= number <= _LAST_ROW:
                    raise TooLarge(f"row {number}")
                # Rows that nobody wrote are not in the file.
                while upcoming < number:
                    yield []
                    upcoming += 1
                yield self._read_row(row)
                upcoming += 1
                _forget(row)

    def _read_row(self, row):
        values = []
        for cell in row:
            value = self._read_cell(cell)
            place = cell.get("r")
            index = _column(place) if place else len(values)
            if value is None and place:
                continue
            if index > len(values):
                values += [None] * (min(index, 1 << 14) - len(values))
            values[index:] = [value]
        return values

    def _read_cell(self, cell):
        value = formula = None
        for child in cell:
            name = _name(child)
            if name == "v":
                value = child.text
            elif name == "is":
                return _text(child)
            elif name == "f":
                formula = child.text or ""
        if not value:
            return None if formula is None else Formula(formula)
        return self._to_value(cell, value)

    def _to_value(self, cell, value):
        kind = cell.get("t")
        if kind == "s":
            return self.texts[int(value)]
        if kind == "b":
            return "TRUE" if value in ("1", "true") else "FALSE"
        if kind in ("str", "e"):
            return told(value)
        if kind == "d":
            moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
            moment = moment.replace(tzinfo=None)
            return moment if moment.time() != datetime.time() else moment.date()
        number = float(value)
        if number.is_integer() and "." not in value and "E" not in value.upper():
            number = int(value)
        style = cell.get("s")
        is_day, code = self.styles[int(style)] if style else (False, None)
        return to_moment(number, self.from_1904) if is_day else shown(number, code)


def _scan(stream):
    """(merged ranges of a sheet, sorted by top; rows); refuses what is no register.

    Ranges stand behind all rows, so the rows are passed over as bytes, which is cheap
    enough to count them before the first is read.
    """
    merged, rows, rest, in_rows = [], 0, b"", True
    while part := stream.read(_PIECE):
        text = rest + part
        cut = text.rfind(b"<") if len(text) > 1 else 0
        text, rest = text[:cut], text[cut:]
        ends = len(_ROW_END.findall(text)) if in_rows else 0
        rows += ends
        if len(rest) > _PIECE or rows > MOST_ROWS + _TITLES or _FAR.search(text):
            raise TooLarge("rows or columns")
        if in_rows and not ends and len(part) == _PIECE and b"row" not in text:
            raise TooLarge("one endless row")
        in_rows = in_rows and not _ROWS_END.search(text)
        for left, top, right, bottom in _MERGED.findall(text):
            left, right = _column(left.decode()), _column(right.decode())
            merged.append((int(top) - 1, int(bottom), left, right + 1))
            if len(merged) > MOST_ROWS:
                raise TooLarge("merged ranges")
    return sorted(merged), rows


def _column(place):
    """Column from 0 of a place such as ``C7``.

    >>> _column("A1"), _column("GR20"), _column("AB")
    (0, 199, 27)
    """
    number = 0
    for sign in place:
        if sign.isdigit():
            break
        number = number * 26 + ord(sign) - 64
    return number - 1


def _name(node):
    """Without its namespace; comments have none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _relation(node):
    return next((v for k, v in node.items() if k.endswith("}id")), None)


def _text(node):
    runs = node.iterchildren("{*}t", "{*}r")
    parts = chain.from_iterable(
        [run] if _name(run) == "t" else run.iterchildren("{*}t") for run in runs
    )
    return told("".join(part.text or "" for part in parts))


def _forget(node):
    """Free what was read: the tree must not grow with the file."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]
