"""Numbers of 发票 (Chinese tax invoices), of both generations.

Sources: 国家税务总局公告 2024 年第 11 号 (数电发票: 20 digits, of which the first two are the
year), 发票管理办法实施细则 (tax control machines: a code of 10 or 12 digits and a number of 8).
"""

from stdnum.cn import uscc

DIGITAL = ("digital_general", "digital_special")
_LENGTH = {True: 20, False: 8}


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


def _is_digits(text, *lengths):
    return len(text or "") in lengths and text.isdigit() and text.isascii()
