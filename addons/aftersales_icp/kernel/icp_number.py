"""Chinese filing numbers of internet services: one spelling, or the reason why not.

MIIT numbers a subject (主体), its services (website, APP, mini-program, quick app) and
licences (catalogue I-03, I-100); the public security organs number the same sites with
letters of their own (provinces.csv). An alias letter is never corrected silently.

>>> parse("粤Ｂ２－20090059－1626x").canonical
'粤B2-20090059-1626X'
>>> parse("网站备案号：京 icp 备 12345678")
Number(kind='subject', canonical='京ICP备12345678号', main='京ICP备12345678号', \
serial=None, suffix='', province='京', warnings=('mark_added',))
>>> try: parse("川ICP备10200063号-1")
... except InvalidNumber as error: print(error.reason, error.suggestion)
province_alias 蜀ICP备10200063号-1
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

with Path(__file__).with_name("provinces.csv").open(encoding="utf-8") as file:
    PROVINCES = tuple(csv.DictReader(file))
OUTSIDE = frozenset("港澳台")  # Odoo knows them as states; they do not file with MIIT
LIMIT = 500  # no number with its label comes near: hostile input stops here


class InvalidNumber(ValueError):
    """``reason`` is a stable code; ``suggestion`` is a spelling to offer, or None."""

    def __init__(self, reason, suggestion=None):
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


@dataclass(frozen=True)
class Number:
    kind: str  # subject, service, licence, psb
    canonical: str
    main: str  # what a service hangs on: a subject number or a licence number
    serial: int | None = None
    suffix: str = ""  # '' website, A app, X mini-program, K quick app
    province: str = ""  # as written; '' on licences that MIIT itself issued
    warnings: tuple = ()  # stable codes of what was read with good will


@dataclass(frozen=True)
class Bounds:
    """Years that numbers carry: inferred from samples, so the caller may move them."""

    short_first: int = 2005  # written with two digits
    short_last: int = 2023
    long_first: int = 2019  # written with four digits
    last: int | None = None  # the current year unless told


@dataclass(frozen=True)
class Hit:
    """A stretch of a page that looks like a number: ``number`` or ``error`` is set."""

    text: str
    number: Number | None = None
    error: InvalidNumber | None = None


def parse(text, kind=None, *, bounds=None):
    """Read one number; with ``kind`` any other kind is refused.

    >>> parse("京ICP证030173号-1").main, parse("滇公网安备53030202000521").canonical
    ('京ICP证030173号', '滇公网安备53030202000521号')
    """
    plain = _plain(text or "")
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(plain):
            number = build(match, bounds or Bounds())
            break
    else:
        raise InvalidNumber("form")
    if kind in (None, number.kind):
        return number
    main_kind = "subject" if "ICP备" in number.main else "licence"
    fits = number.kind == "service" and kind == main_kind
    raise InvalidNumber("kind", number.main if fits else None)


def scan(text, *, bounds=None):
    """Everything in the text of a page that is meant as a number, right or wrong.

    White space may stand between the parts but never inside the digits: the year of
    a copyright line behind the number is not its serial.

    >>> for hit in scan("© 京ICP备12345678号-1 2026 公司 川ICP备10200063号-1All rights"):
    ...     print(hit.text, hit.number and hit.number.serial, hit.error)
    京ICP备12345678号-1 1 None
    川ICP备10200063号-1 None province_alias
    """
    line = re.sub(" +", " ", fold(text or ""))
    return [hit for _start, _end, hit in find(line, bounds=bounds)]


def find(line, *, bounds=None):
    """Places and hits in a text that is folded already."""
    for match in _SCAN.finditer(line):
        yield match.start(), match.end(), _hit(match[0], bounds)


def _hit(text, bounds):
    try:
        return Hit(text, number=parse(text, bounds=bounds))
    except InvalidNumber as error:
        return Hit(text, error=error)


# === TEXT === #

_LOOKS = str.maketrans(
    "備號證網粵蘇遼贛魯閩滬瓊陝隴貴雲寧晉許編務業營經電聯體應"
    "‐‑‒–—―−➖─﹘ーabcdefghijklmnopqrstuvwxyz",
    "备号证网粤苏辽赣鲁闽沪琼陕陇贵云宁晋许编务业营经电联体应"
    "-----------ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_LABEL = re.compile(
    r"(?:(?:(?:ICP|MIIT|APP|工信部|网站|主体|服务|小程序|快应用|公安|联网|公网安)*备案"
    r"(?:/?许可证)?|(?:ICP|增值电信业务|电信业务)?(?:经营)?许可证)(?:编号|号)?:?|ICP证:)"
)


@lru_cache(maxsize=4096)
def _fold_char(char):
    # One character at a time: NFKC over a whole text is quadratic on hostile input.
    folded = unicodedata.normalize("NFKC", char).translate(_LOOKS)
    return "".join(
        " " if part.isspace() else part
        for part in folded
        if unicodedata.category(part) != "Cf" and not "\ufe00" <= part <= "\ufe0f"
    )


def fold(text):
    """Full-width, traditional, dash, case and zero-width variants made equal.

    >>> fold("粵ｉＣＰ備－➖\u200b")
    '粤ICP备--'
    """
    return "".join(map(_fold_char, text))


def normalise(text):
    """Folded, without white space and without a label in front.

    >>> normalise("增值电信业务经营许可证编号：合字 B2-20190051")
    '合字B2-20190051'
    """
    plain = fold(text).replace(" ", "")
    label = _LABEL.match(plain)
    return plain[label.end() :] if label else plain


def _plain(text):
    if len(text) > LIMIT:
        raise InvalidNumber("too_long")
    plain = normalise(text)
    if not plain:
        raise InvalidNumber("empty")
    if "<" in plain or ">" in plain:
        raise InvalidNumber("markup")
    if re.search(r"[X*×]{3}", plain):
        raise InvalidNumber("placeholder")
    return plain


# === FORMS === #


def _filing(match, bounds):
    province, digits = _letter(match, "icp"), match["digits"]
    _length(digits, (8, 10))
    short, year = len(digits) == 8, int(digits[: len(digits) - 6])
    if short and not bounds.short_first <= 2000 + year <= bounds.short_last:
        raise InvalidNumber("year")
    if not short:
        _year(year, bounds.long_first, bounds)
    return _with_tail(match, "subject", f"{province}ICP备{digits}号", province)


def _old_licence(match, bounds):
    province, digits = _letter(match, "icp"), match["digits"]
    _length(digits, (6,))
    if int(digits[:2]) > 20:  # the old Beijing style ended with the year 20
        raise InvalidNumber("year")
    return _with_tail(match, "licence", f"{province}ICP证{digits}号", province)


def _class_licence(match, bounds):
    head, digits = match["head"], match["digits"]
    province = "" if head in ("", "合字") else _letter(match, "icp")
    if set(match["classes"].split(".")) - {"A1", "A2", "B1", "B2"}:
        raise InvalidNumber("licence_class")
    if not match["dash"]:
        raise InvalidNumber("licence_dash", _repaired(match, "dash", "-"))
    _length(digits, (8,))
    _year(int(digits[:4]), 2000, bounds)
    if match["mark"] and match["tail"]:
        raise InvalidNumber("mark", _repaired(match, "mark", ""))
    main = f"{head}{match['classes']}-{digits}"
    dropped = ("label_dropped",) if match["prefix"] else ()
    return _with_tail(match, "licence", main, province, dropped)


def _legacy_licence(match, bounds):
    text = match.string
    return Number("licence", text, text, None, "", text[0], ("legacy_licence",))


def _police(match, bounds):
    province, digits = _letter(match, "psb"), match["digits"]
    if len(digits) == 13 and digits[6:8] == "02":
        raise InvalidNumber("digit_lost")
    _length(digits, (12, 13, 14))
    if len(digits) == 14 and digits[6:8] != "02":
        raise InvalidNumber("police_code")
    # Two digits only: GB/T 2260 does not hold the codes of police districts (440491).
    if digits[:2] != REGIONS[province]:
        raise InvalidNumber("region")
    if match["tail"]:
        raise InvalidNumber("tail")
    seen = (("legacy_psb", len(digits) < 14), ("psb_spelling", match["typo"]))
    warnings = tuple(code for code, true in seen if true) + _mark(match)
    text = f"{province}公网安备{digits}号"
    return Number("psb", text, text, None, "", province, warnings)


def _with_tail(match, kind, main, province, warnings=()):
    warnings += _mark(match) if main.endswith("号") else ()
    tail = match["tail"]
    if not tail:
        return Number(kind, main, main, None, "", province, warnings)
    found = re.fullmatch(r"-([0-9]+)([A-Z]?)", tail)
    if not found:
        raise InvalidNumber("tail")
    serial, suffix = found.groups()
    if serial.startswith("0"):
        shorter = f"-{serial.lstrip('0')}{suffix}"
        raise InvalidNumber("serial", _repaired(match, "tail", shorter))
    if len(serial) > 5:
        raise InvalidNumber("serial")
    if suffix not in ("", "A", "X", "K"):
        raise InvalidNumber("suffix")
    return Number("service", main + tail, main, int(serial), suffix, province, warnings)


# === PARTS === #


def _letter(match, authority):
    """The province letter, or why the words before the number are none."""
    head = match["head"]
    if not head:
        raise InvalidNumber("province_missing")
    if head in OUTSIDE:
        raise InvalidNumber("province_outside")
    for row in PROVINCES:
        letter = row[authority]
        if head == letter:
            return letter
        if head == row[f"{authority}_alias"]:
            raise InvalidNumber("province_alias", _repaired(match, "head", letter))
        if head.startswith(row["name"]):
            raise InvalidNumber("province_name", _repaired(match, "head", letter))
    raise InvalidNumber("province_unknown")


def _repaired(match, group, value):
    text = match.string[: match.start(group)] + value + match.string[match.end(group) :]
    try:
        return parse(text).canonical
    except InvalidNumber:
        # With the right letter it is wrong in a second place: still worth showing.
        return text if group == "head" else None


def _length(digits, lengths):
    if not digits:
        raise InvalidNumber("digits_missing")
    if len(digits) not in lengths:
        raise InvalidNumber("digits")


def _year(year, first, bounds):
    if not first <= year <= (bounds.last or date.today().year):
        raise InvalidNumber("year")


def _mark(match):
    return () if match["mark"] else ("mark_added",)


_P = "".join(row["icp"] for row in PROVINCES)
REGIONS = {row["psb"]: row["code"] for row in PROVINCES}
_CLASSES = r"(?P<classes>[A-Z][0-9](?:\.[A-Z][0-9])*)"
_END = r"(?P<digits>[0-9]*)(?P<mark>号?)(?P<tail>.*)"
# Looser than the rules: each part is then judged by itself, so that the error says which.
_FORMS = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"[{_P}]B-2-[0-9]-[0-9]{{8}}", _legacy_licence),
        (
            rf"(?P<prefix>(?:[{_P}]?ICP证:?)?)(?P<head>[^-0-9A-Z:]*){_CLASSES}"
            rf"(?P<dash>-?){_END}",
            _class_licence,
        ),
        (rf"(?P<head>[^-0-9A-Z]*)ICP备{_END}", _filing),
        (rf"(?P<head>[^-0-9A-Z]*)ICP证{_END}", _old_licence),
        (rf"(?P<head>[^-0-9A-Z]*)公(?:网安|(?P<typo>安网))备{_END}", _police),
    )
)
_ANY = _P + "川贵甘云秦港澳台"  # what people put in the place of the letter
_SERIAL = r"(?: ?-[0-9]{1,6}(?:[AXK](?![A-Z0-9]))?)?"
_SCAN = re.compile(
    rf"[{_ANY}] ?ICP ?[备证] ?(?:[0-9]{{5,20}}|[X*×]{{4,20}})(?: ?号)?{_SERIAL}"
    rf"|[{_P}]B-2-[0-9]-[0-9]{{8}}"
    rf"|(?:(?:[{_ANY}]|合字) ?|(?<![A-Z0-9.-]))[AB][12](?:\.[AB][12])*"
    rf"-20[0-9]{{6}}(?![0-9]){_SERIAL}"
    rf"|[{_ANY}] ?公(?:网安|安网)备 ?(?:[0-9]{{11,20}}|[X*×]{{4,20}})(?: ?号)?"
)
