"""Rows of an old register: headings in any of their spellings, values made plain.

>>> columns = headings(["序号", "主办单位", "备案号", "域名", "审核日期"])
>>> columns
{'organiser': 1, 'number': 2, 'domain': 3, 'filed_on': 4}
>>> row(columns, [1, " 甲公司 ", "京ICP备12345678号-1", "a.cn", "2021/3/18"])["filed_on"]
datetime.date(2021, 3, 18)
"""

import re
from datetime import date, datetime

from .icp_number import InvalidNumber, parse

HEADINGS = {
    "organiser": ("主办单位", "主办单位名称", "单位名称", "主体名称", "organiser"),
    "number": ("备案号", "备案许可证号", "网站备案号", "服务备案号", "number"),
    "name": ("网站名称", "服务名称", "名称", "name"),
    "domain": ("域名", "网站域名", "服务域名", "domain"),
    "filed_on": ("审核日期", "审核通过日期", "备案日期", "通过时间", "filedon"),
    "psb": ("公安备案号", "联网备案号", "psb"),
    "provider": ("接入商", "接入服务商", "provider"),
}
REQUIRED = ("organiser", "number")
KINDS = {"": "website", "A": "app", "X": "miniprogram", "K": "quickapp"}


def headings(cells):
    """Which column holds what; unknown headings are left out."""
    known = {
        spelling: name
        for name, words in HEADINGS.items()
        for spelling in map(_key, words)
    }
    found = {}
    for index, cell in enumerate(cells):
        name = known.get(_key(cell))
        if name:
            found.setdefault(name, index)
    return found


def _key(text):
    return re.sub(r"[\s/、（）()：:*]", "", str(text or "")).lower()


def row(columns, cells):
    """The values of one row by name."""
    values = {
        name: cells[index] if index < len(cells) else None
        for name, index in columns.items()
    }
    values = {
        name: _text(value) for name, value in values.items() if name != "filed_on"
    }
    values["filed_on"] = (
        day(cells[columns["filed_on"]]) if "filed_on" in columns else None
    )
    return values


def _text(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def day(value):
    """A date from a cell: real dates, and the spellings that people type.

    >>> day("2021年3月18日"), day("soon"), day(datetime(2021, 3, 18, 8))
    (datetime.date(2021, 3, 18), None, datetime.date(2021, 3, 18))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})\D?", _text(value)[:12])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def check(values, bounds=None):
    """The parsed number of a row and the codes of what is wrong with it."""
    problems = [f"no_{name}" for name in REQUIRED if not values.get(name)]
    number = None
    if values.get("number"):
        try:
            number = parse(values["number"], bounds=bounds)
        except InvalidNumber as error:
            problems.append(error.reason)
    if number and number.kind == "psb":
        problems.append("kind")
    return number, problems
