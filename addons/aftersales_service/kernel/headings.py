"""Which column of a register holds what, told from its heading."""

import re
from collections import namedtuple
from difflib import SequenceMatcher
from functools import lru_cache

from .dates import ImpossibleDate, read_date
from .persons import is_firm, is_person
from .text import clean, read_phones

# A column: where, its heading, the heading's key, the field and why (`KNOWN`, `CHOSEN`,
# nothing), and what it may be otherwise. ``unit`` is what bare numbers of it count.
Column = namedtuple("Column", "index text key field source proposal unit")
KNOWN, CHOSEN = "known", "chosen"

# The innermost: looking on behind a second opening one would cost the square of the text.
_BRACKETS = re.compile(r"[(\[【〔{]([^(\[【〔{)\]】〕}]*)[)\]】〕}]")
_BETWEEN = re.compile(r"[/\\|、,;&+\n]|及|与|和|或")
_EDGE = " *:.#'\"★●※"
_COUNTED = re.compile(r"^\d{1,2}[.、](?=\D)")
# Units and hints that change nothing of what the cells mean.
_NEUTRAL = {
    "月", "个月", "元", "人民币", "rmb", "¥", "台", "只", "个", "件", "套", "months", "yuan",
    "必填", "选填", "可空", "如有", "required", "optional",
    "年月日", "年-月-日", "yyyy-mm-dd", "yyyymmdd", "yyyy/mm/dd",
}  # fmt: skip
_YEARS = re.compile(r"\(年\)|/年|年限|年数|\(years?\)")
# One cell may hold a person and his telephone; the telephone is taken out of it.
_TOGETHER = {frozenset(("contact", "phone")): "phone"}
_ALIKE = 0.6


def heading_key(value):
    """What two spellings of one heading have in common.

    >>> heading_key("客 户\\n名称：") == heading_key("*客户名称") == heading_key("1、客户名称")
    True
    """
    return _to_key(clean(value))


# Of every row of data the first cell is compared with the heading.
@lru_cache(maxsize=1 << 14)
def _to_key(text):
    text = _BRACKETS.sub(lambda found: f"({found[1]})", text)
    text = _COUNTED.sub("", text.strip(_EDGE))
    return text.replace(" ", "").strip(_EDGE).lower()


class Headings:
    """The vocabulary of one kind of register.

    :param synonyms: {field: [headings]}
    :param chosen: {key: field or None} that a person assigned; it counts before the rest
    """

    def __init__(self, synonyms, chosen=None):
        self.lookup = {}
        for field, words in synonyms.items():
            for word in words:
                self.lookup.setdefault(heading_key(word), field)
        self.chosen = chosen or {}

    def read_row(self, row):
        """The columns of a row that may be the headings.

        >>> words = Headings({"serial": ["机号", "序列号"], "partner": ["客户名称", "单位"]})
        >>> [c.field for c in words.read_row(["客户名称(单位)", "机 号/SN", "日期", None])]
        ['partner', 'serial', None]
        """
        columns, seen = [], {}
        for index, value in enumerate(row):
            key = heading_key(value)
            if not key:
                continue
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                key = f"{key}#{seen[key]}"
            unit = "年" if _YEARS.search(key) else ""
            columns.append(Column(index, clean(value), key, None, None, None, unit))
        return self._assign(columns)

    def _assign(self, columns):
        """Each field goes to one column: to the one a person chose, else to the first."""
        taken = {self.chosen.get(c.key) for c in columns} - {None}
        used, assigned = set(), []
        for column in columns:
            if column.key in self.chosen:
                field, source = self.chosen[column.key], CHOSEN
            else:
                field, source = self.recognise(column.text), KNOWN
                field = None if field in taken else field
            if field in used:
                field = None
            used.add(field)
            source = source if field or source == CHOSEN else None
            assigned.append(column._replace(field=field, source=source))
        return assigned

    def add_proposals(self, columns):
        """``columns`` with what those without a field may be."""
        used = {column.field for column in columns} - {None}
        proposed = []
        for column in columns:
            if not column.source:
                column = column._replace(proposal=self.propose(column.key, used))
            proposed.append(column)
        return proposed

    def recognise(self, text):
        """The field that a heading names with certainty, or None.

        >>> words = Headings({"months": ["保修期"], "phone": ["电话"], "contact": ["联系人"]})
        >>> [words.recognise(t) for t in ("保修期（月）", "联系人及电话", "保修期(分钟)", "手机")]
        ['months', 'phone', None, None]
        """
        key = heading_key(text)
        if key in self.lookup:
            return self.lookup[key]
        bare = _BRACKETS.sub("", key).strip(_EDGE)
        inside = [heading_key(part) for part in _BRACKETS.findall(key)]
        if bare in self.lookup and all(self._is_harmless(p, bare) for p in inside):
            return self.lookup[bare]
        parts = _BETWEEN.split(_BRACKETS.sub(r"/\1", clean(text)))
        parts = [heading_key(part) for part in parts]
        fields = {self.lookup.get(part) for part in parts} - {None}
        if len(fields) == 1 and len([p for p in parts if p]) > 1 and not inside:
            return fields.pop()
        return _TOGETHER.get(frozenset(fields))

    def _is_harmless(self, part, bare):
        """Whether brackets behind a known heading leave it what it is."""
        words = [p for p in _BETWEEN.split(part) if p]
        mine = self.lookup[bare]
        return all(
            word in _NEUTRAL or word == "年" or self.lookup.get(word) == mine
            for word in words
        )

    def guess(self, samples, used):
        """The field that values look like: a proposal where the heading gives none.

        >>> words = Headings({"partner": ["客户"], "phone": ["电话"]})
        >>> words.guess(["示例泵业有限公司", "王建国"], set()), words.guess(["1"], set())
        ('partner', None)
        """
        free = set(self.lookup.values()) - set(used)
        for fits, fields in _LOOKS:
            field = next((name for name in fields if name in free), None)
            if field and samples and all(map(fits, samples)):
                return field
        return None

    def propose(self, key, used=()):
        """The field that a heading may mean: one for a person to confirm, or None.

        >>> Headings({"serial": ["出厂编号"], "phone": ["电话"]}).propose("产品出厂编号")
        'serial'
        """
        key = _BRACKETS.sub("", key.split("#")[0])
        rated = [
            (_likeness(key, word), word, field)
            for word, field in self.lookup.items()
            if field not in used and key
        ]
        likeness, _word, field = max(rated, default=(0, "", None))
        return field if likeness >= _ALIKE else None


def _is_day(text):
    try:
        return bool(read_date(text))
    except ImpossibleDate:
        return False


def _is_phone(text):
    return bool(read_phones(text)[0]) and re.fullmatch(r"[\d +()/-]{7,}", text)


# What values look like when the heading says nothing; the first that fits all is proposed.
_LOOKS = (
    (_is_day, ("ship_date", "date", "start_date", "valid_from")),
    (_is_phone, ("phone",)),
    (lambda text: is_firm(text) or is_person(text), ("partner",)),
    (re.compile(r".{2,}([路街镇村县区]|\d号).*").fullmatch, ("address",)),
)


def _likeness(key, word):
    """From 0 to 1; a heading that holds a known one whole is like it."""
    inside = word in key or key in word
    share = min(len(word), len(key)) / max(len(word), len(key))
    likeness = 0.6 + 0.4 * share if inside and len(word) > 1 < len(key) else 0
    if 2 * share / (1 + share) < _ALIKE:  # no ratio of theirs is higher
        return likeness
    return max(likeness, SequenceMatcher(None, key, word).ratio())
