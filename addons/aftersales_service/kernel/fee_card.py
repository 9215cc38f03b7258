"""What a printed fee card (收费标准卡) says in words, as conditions of rates.

Knows nothing of Odoo.
"""

import datetime
import re

from .text import clean

# Word of the first column: kind of cost and how it is charged; the unit goes before.
_CATEGORIES = {
    "上门": ("travel", "visit"),
    "差旅": ("travel", "km"),
    "交通": ("travel", "km"),
    "里程": ("travel", "km"),
    "工时": ("labour", "hour"),
    "维修费": ("labour", "visit"),
    "安装": ("labour", "visit"),
    "人工": ("labour", "hour"),
    "检测": ("inspection", "item"),
    "检查": ("inspection", "item"),
    "鉴定": ("inspection", "item"),
    "配件": ("part", "item"),
    "备件": ("part", "item"),
    "零件": ("part", "item"),
    "材料": ("part", "item"),
    "运费": ("freight", "item"),
}
_UNITS = {"小时": "hour", "时": "hour", "工时": "hour", "公里": "km", "千米": "km", "km": "km", "次": "visit"}  # fmt: skip
_AREAS = (("市区", "city"), ("城区", "city"), ("郊", "suburb"), ("外地", "other"), ("市外", "other"))  # fmt: skip
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-–—~～至到]\s*(\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)")


def read_sort(category, unit):
    """(kind, basis), None where the category says nothing.

    >>> read_sort("上门费", "次"), read_sort("差旅费", "公里"), read_sort("检测费", "台")
    (('travel', 'visit'), ('travel', 'km'), ('inspection', 'item'))
    >>> read_sort("工时费", "小时"), read_sort("配件", "套"), read_sort("?", "")
    (('labour', 'hour'), ('part', 'item'), None)
    """
    text, unit = clean(category), clean(unit).lower()
    for word, (kind, basis) in _CATEGORIES.items():
        if word in text:
            if kind == "part":
                return kind, basis
            return kind, _UNITS.get(unit, basis)
    return None


def read_area(item):
    """
    >>> read_area("市区"), read_area("郊区"), read_area("电机检修")
    ('city', 'suburb', '')
    """
    return next((area for word, area in _AREAS if word in clean(item)), "")


def read_band(item):
    """(above, up to) in kilometres, 0 for no end; None where there is no band.

    >>> read_band("300公里以内"), read_band("300-1000公里"), read_band("1000公里以上")
    ((0.0, 300.0), (300.0, 1000.0), (1000.0, 0.0))
    >>> read_band("电机检修")
    """
    text = clean(item).lower()
    if not any(word in text for word in ("公里", "千米", "km")):
        return None
    if found := _RANGE.search(text):
        return float(found[1]), float(found[2])
    found = _NUMBER.search(text)
    if not found:
        return None
    if any(word in text for word in ("以上", "超过", "外")):
        return float(found[1]), 0.0
    return 0.0, float(found[1])


def read_note(note):
    """Conditions that the last column states.

    >>> read_note("往返"), read_note("维修后免收"), read_note("")
    ({'round_trip': True}, {'waived': True}, {})
    """
    text, found = clean(note), {}
    if "往返" in text or "来回" in text:
        found["round_trip"] = True
    if "免" in text and any(word in text for word in ("维修", "修理", "修后")):
        found["waived"] = True
    return found


def get_pieces(text):
    """Every piece of two letters and more: one of them may be the name of a category.

    >>> sorted(get_pieces("电机检"))
    ['机检', '电机', '电机检']
    """
    length = min(len(text), 40)
    return {text[i:j] for i in range(length) for j in range(i + 2, length + 1)}


def read_start(texts):
    """The first day on which a card holds, from its title; None where it says none.

    >>> read_start(["售后服务收费标准卡(2026年1月1日起执行)"])
    datetime.date(2026, 1, 1)
    """
    for text in texts:
        found = _DAY.search(clean(text))
        if found:
            try:
                return datetime.date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


def read_price(value):
    """A number from 0, None where it is negotiable (面议) or empty, False for another text.

    >>> read_price("1,130.40元"), read_price("面议"), read_price(""), read_price("abc")
    (1130.4, None, None, False)
    """
    text = clean(value).replace(",", "").strip("¥￥元 ")
    if text in ("", "-", "—", "/", "面议", "另议", "协商", "按实际"):
        return None
    try:
        number = float(text)
    except ValueError:
        return False
    return number if 0 <= number < 1e9 else False
