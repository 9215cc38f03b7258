"""Amounts in Chinese capital numerals (大写), as receipts and cheques want them."""

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


def capital(amount):
    """``amount`` (yuan, at most 9999 兆) in capital numerals, rounded to the fen.

    >>> capital(176)
    '壹佰柒拾陆元整'
    >>> capital("10050.08")
    '壹万零伍拾元零捌分'
    >>> capital("0.50")
    '伍角整'
    >>> capital(-3)
    '负叁元整'
    """
    fen = int((Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    sign, fen = ("负", -fen) if fen < 0 else ("", fen)
    yuan, rest = divmod(fen, 100)
    whole = _whole(yuan) + "元" if yuan else ""
    return sign + whole + _cents(*divmod(rest, 10), bool(yuan))


def _cents(jiao, fen, has_yuan):
    """角 and 分; 整 where nothing finer follows."""
    if not (jiao or fen):
        return "整" if has_yuan else "零元整"
    zero = "零" if has_yuan and not jiao else ""
    tens = _DIGITS[jiao] + "角" if jiao else ""
    return tens + (zero + _DIGITS[fen] + "分" if fen else "整")


def _whole(number):
    """A whole number above 0: groups of four digits, one 零 for each gap."""
    words, index, gap = "", 0, False
    while number:
        number, group = divmod(number, 10000)
        if group:
            link = "零" if gap and words else ""
            words = _group(group) + _GROUPS[index] + link + words
            gap = group < 1000
        else:
            gap = bool(words)
        index += 1
    return words


def _group(number):
    """1 … 9999."""
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words
