"""Workbooks of the .xlsx family, also “Strict Open XML”, one row after the other.

Element names are compared without their namespace, because Strict, transitional and
prefixed files differ in nothing else that a register needs.
"""

import datetime
import io
import posixpath
import zipfile
from functools import cache, cached_property
from itertools import chain

from lxml import etree

from .number_format import is_date, shown, to_moment
from .sheets import MOST_BYTES, Formula, Sheet, TooLarge, filled, told
from .xlsx_scan import column_of, scan

_LAST_ROW = 1 << 20
# Shared texts are the one part that is held as a whole.
_MOST_TEXTS = 64 << 20
# No register packs better than this; a file that does was made to burst.
_MOST_PACKED = 100
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
        parts = {key: (t, kind) for key, t, kind in self._links(self.path)}
        root = self._parse(self.path)
        self.visible, self.from_1904 = [], False
        for node in root.iter("{*}sheet", "{*}workbookPr"):
            if _name(node) == "workbookPr":
                self.from_1904 = node.get("date1904") in ("1", "true")
            elif node.get("state", "visible") == "visible":
                path, kind = parts[_relation(node)]
                # Charts are sheets too.
                if kind.endswith("/worksheet"):
                    self.visible.append((node.get("name"), path))
        self._check_sizes()

    def _find_workbook(self):
        for _key, path, kind in self._links(""):
            if kind.endswith("/officeDocument"):
                return path
        return "xl/workbook.xml"

    def _links(self, part):
        """[(id, path in the file, type)] of what a part refers to."""
        folder, name = posixpath.split(part)
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
            if packed and info.file_size > 10 << 20:
                raise TooLarge(f"{info.filename} was made to burst")

    def _part(self, name):
        for _key, target, kind in self._links(self.path):
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
        def scanned():
            with self.zip.open(self._info(path)) as stream:
                return scan(stream)

        def read():
            return filled(self._iter_rows(path), scanned()[0])

        return Sheet(name, read, lambda: scanned()[1])

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
            index = column_of(place) if place else len(values)
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
