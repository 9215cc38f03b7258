"""Tables saved as text (.csv): UTF-8 with or without mark, UTF-16 with mark, GB 18030."""

import codecs
import csv
import io

from .sheets import Sheet, TooLarge, UnreadableFile, told

_MOST_BYTES = 100 << 20
_LOOKED_AT = 1 << 16
_LONGEST = 1 << 20  # characters in one cell
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_csv(data):
    """The one sheet of the table ``data``.

    >>> [list(s) for s in read_csv("机号;客户\\r\\nA1;甲".encode("gb18030"))]
    [[['机号', '客户'], ['A1', '甲']]]
    """
    if len(data) > _MOST_BYTES:
        raise TooLarge("size")
    coding = _find_coding(data)
    begin = _decode(data[:_LOOKED_AT], coding)
    # A web page is no table, whatever its name says.
    if not begin.strip() or begin.lstrip()[:1] in "<{%":
        raise UnreadableFile("no table")
    separator = max(",;\t", key=begin.count)
    return [
        Sheet(
            "", lambda: _iter_rows(data, coding, separator), lambda: data.count(b"\n")
        )
    ]


def _find_coding(data):
    for mark, coding in _MARKS.items():
        if data.startswith(mark):
            return coding
    if b"\0" in data:
        raise UnreadableFile("not text")
    for coding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(coding)()
        try:
            for start in range(0, len(data), _LOOKED_AT):
                decoder.decode(data[start : start + _LOOKED_AT])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return coding
    raise UnreadableFile("not text")


def _decode(data, coding):
    return codecs.getincrementaldecoder(coding)().decode(data)


def _iter_rows(data, coding, separator):
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=coding, newline="")
    # The limit is the module's; only larger cells are refused than before.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    for row in csv.reader(stream, delimiter=separator):
        values = [told(_bare(text)) or None for text in row]
        while values and values[-1] is None:
            values.pop()
        yield values


def _bare(text):
    """Without what keeps Excel from reading a text as a number: ``="00123"``.

    >>> _bare('="00123"'), _bare("\\t00123"), _bare("'00123")
    ('00123', '00123', '00123')
    """
    text = text.strip()
    if text[:2] == '="' and text[-1:] == '"':
        return text[2:-1]
    return text.removeprefix("'")
