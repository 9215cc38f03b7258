"""Numbers of 发票 (Chinese tax invoices), of both generations.

Sources: 国家税务总局公告 2024 年第 11 号 (数电发票: 20 digits, of which the first two are the
year), 发票管理办法实施细则 (tax control machines: a code of 10 or 12 digits and a number of 8).
"""

import datetime
import re

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

DIGITAL = ("digital_general", "digital_special")
_LENGTH = {True: 20, False: 8}
# How remarks of the tax office's site name what a red letter takes back.
_TAKES_BACK = re.compile(r"被红冲蓝字|对应正数|对应蓝字")
_CODE = re.compile(r"代码\D{0,3}(\d{12}|\d{10})(?!\d)")
_NUMBER = re.compile(r"号码?\D{0,3}(\d{20}|\d{8})(?!\d)")
_CONFIRMATION = re.compile(r"(?:确认|信息|通知)单?编?号\D{0,3}(\d{20})(?!\d)")


def find_faults(kind, number, code="", paper_number="", year=None):
    """Codes of what is wrong with the numbers of one 发票; none when it may be right.

    :param code, paper_number: of a paper; a digital one that was printed on paper has both
    :param year: in which it was issued

    >>> find_faults("digital_special", "26372000000012345678", year=2026)
    []
    >>> find_faults("digital_general", "12345678"), find_faults("paper_special", "12345678")
    (['number_digital'], ['code'])
    >>> find_faults("digital_general", "25372000000012345678", year=2026)
    ['year']
    >>> find_faults("paper_general", "12345678", "037002600111")
    []
    """
    digital = kind in DIGITAL
    faults = []
    if not _is_digits(number, _LENGTH[digital]):
        faults.append("number_digital" if digital else "number_paper")
    elif digital and year and int(number[:2]) != year % 100:
        faults.append("year")
    if not digital and not _is_digits(code, 10, 12):
        faults.append("code")
    on_paper = digital and (code or paper_number)
    if on_paper and not (_is_digits(code, 12) and _is_digits(paper_number, 8)):
        faults.append("on_paper")
    return faults


def guess_kind(words, number):
    """The kind that the words of the tax office's list mean, else None.

    >>> guess_kind("数电票（增值税专用发票）", "26372000000012345678")
    'digital_special'
    >>> guess_kind("增值税普通发票", "12345678"), guess_kind("机动车发票", "1")
    ('paper_general', None)
    """
    digital = "数电" in words or "电子发票" in words or len(number) == _LENGTH[True]
    for word, name in (("专用", "special"), ("专票", "special"), ("普", "general")):
        if word in words:
            return f"{'digital' if digital else 'paper'}_{name}"
    return None


def is_tax_number(text):
    """A 统一社会信用代码 of 18 signs with its check sign, or one of the older 15 or 20.

    >>> is_tax_number("91110108551385082Q"), is_tax_number("91110108551385082A")
    (True, False)
    >>> is_tax_number("370102123456789")
    True
    """
    if len(text) == 18:
        return uscc.is_valid(text)
    return len(text) in (15, 20) and text.isalnum() and text.isascii()


def is_person_number(text):
    """The number of an identity card, which stands for a natural person.

    >>> is_person_number("360426199101010071"), is_person_number("91110108551385082Q")
    (True, False)
    >>> is_person_number("360426199101010072"), is_person_number("360426199113010071")
    (False, False)
    """
    if not (_is_digits(text[:17], 17) and len(text) == 18):
        return False
    try:
        datetime.date(*map(int, (text[6:10], text[10:12], text[12:14])))
    except ValueError:
        return False
    return mod_11_2.is_valid(text)


def read_remark(text):
    """(number, code, number of the confirmation) of the 发票 that a red letter takes back.

    >>> read_remark("被红冲蓝字数电票号码：26372000000000000001 红字发票信息确认单编号：37010026100000000001")
    ('26372000000000000001', '', '37010026100000000001')
    >>> read_remark("对应正数发票代码:037002600111号码:00000001")
    ('00000001', '037002600111', '')
    >>> read_remark("维修费 20261012")
    ('', '', '')
    """
    back = _TAKES_BACK.search(text)
    if not back:
        return "", "", ""
    rest, confirmation = text[back.end() :], _CONFIRMATION.search(text)
    if confirmation:
        rest = rest.replace(confirmation[0], "")
    code, number = _CODE.search(rest), _NUMBER.search(rest)
    return (
        number[1] if number else "",
        code[1] if code else "",
        confirmation[1] if confirmation else "",
    )


def _is_digits(text, *lengths):
    return len(text or "") in lengths and text.isdigit() and text.isascii()
