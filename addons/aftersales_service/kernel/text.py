"""Reading what people and old systems typed: serials, telephone numbers, names."""

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"\s+")
_BRACKETS = str.maketrans("【〔[{】〕]}", "(((())))")
_SHORTEST_PHONE = 5
# A mobile, or digits with an area code, hyphens, brackets and an extension between them.
_PHONE = re.compile(
    r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?:[+(]?\d[\d() -]*\d)(?: ?(?:转|ext\.?|x|#) ?\d{1,6})?",
    re.IGNORECASE,
)
# Signs that nobody sees; control characters are not even text for a database.
_UNSEEN = dict.fromkeys(
    [*range(9), *range(14, 28), 127, *map(ord, "\u200b\u200c\u200d\u2060\ufeff")]
)
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\u2796]")


def clean(value):
    """Text as printed: half-width, single blanks, none at the ends; floats without ``.0``.

    >>> clean("  ＹＪ２１　０５ ")
    'YJ21 05'
    >>> clean(13698935572.0)
    '13698935572'
    >>> clean(None)
    ''
    """
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _clean_text(str(value))


# Every cell of a register is cleaned several times, and most cells stand in many rows.
@lru_cache(maxsize=1 << 14)
def _clean_text(text):
    if text.isascii():
        text = " ".join(text.split())
        return text if text.isprintable() else text.translate(_UNSEEN).strip()
    text = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    return _BLANKS.sub(" ", text).strip()


def clean_once(text):
    """`clean` of a text that hardly comes twice: what is remembered is left to the others.

    >>> clean_once(" ＩＮＶ/1 ")
    'INV/1'
    """
    return _clean_text.__wrapped__(text)


def serial_key(value):
    """What two spellings of one serial have in common; '' when nothing is left.

    >>> serial_key("ＹＪ２１０５０００００") == serial_key(" yj2105 00000") == "YJ210500000"
    True
    >>> serial_key("A—1")
    'A-1'
    """
    return _serial_key(clean(value))


@lru_cache(maxsize=1 << 14)
def _serial_key(text):
    key = _DASHES.sub("-", text).replace(" ", "").upper()
    # Without its blanks an accent may join the letter before it; normalised again, the
    # key of a key is the key.
    return unicodedata.normalize("NFKC", key)


def phone_key(value):
    """Digits of a telephone number, the Chinese country code dropped.

    >>> phone_key("+86 136-9893 5572") == phone_key(13698935572.0) == "13698935572"
    True
    >>> phone_key("0531-8866 1234 转 8")
    '053188661234'
    """
    digits = re.sub(r"[^\d+]", "", re.split("转|ext", clean(value))[0])
    digits = re.sub(r"^(\+86|0086)", "", digits)
    return digits.replace("+", "")


def read_phones(value):
    """([telephones as written], what else the cell says).

    >>> read_phones("0531-88881234/13812345678")
    (['0531-88881234', '13812345678'], '')
    >>> read_phones("张三 138 1234 5678、李四(0531)88881234转8")
    (['138 1234 5678', '(0531)88881234转8'], '张三 李四')
    >>> read_phones("1381234567813987654321"), read_phones(13698935572.0), read_phones("无")
    ((['13812345678', '13987654321'], ''), (['13698935572'], ''), ([], '无'))
    """
    text, found = clean(value), []
    if not text:
        return found, text

    def take(match):
        phone = match[0].strip()
        if len(phone_key(phone)) < _SHORTEST_PHONE:
            return match[0]
        for part in _split_phone(phone):
            if phone_key(part) not in map(phone_key, found):
                found.append(part)
        return " "

    rest = _PHONE.sub(take, _DASHES.sub("-", text))
    return found, " ".join(re.sub(r"[、,;/|:()]+", " ", rest).split())


def _split_phone(text):
    """Numbers with nothing but a blank or nothing between them."""
    if re.fullmatch(r"(1[3-9]\d{9}){2,}", text):
        return re.findall(r"\d{11}", text)
    parts = text.split()
    apart = len(parts) > 1 and all(len(phone_key(part)) >= 7 for part in parts)
    return parts if apart else [text]


def name_key(value):
    """What two spellings of one firm's name have in common.

    >>> name_key("示例（济南）泵业 ＡＢＣ有限公司") == name_key("示例(济南)泵业abc有限公司")
    True
    """
    return _fold_name(clean(value))


@lru_cache(maxsize=1 << 14)
def _fold_name(text):
    key = text.translate(_BRACKETS).replace(" ", "").upper()
    return unicodedata.normalize("NFKC", key)


def address_key(*parts):
    """What two spellings of one address have in common; '' when it says too little.

    Blanks, punctuation, width and case do not count. Fewer than six characters are a
    town at most, and would make neighbours of everybody in it.

    >>> address_key("济南市 高新区", "示例路８８号（东门）")
    '济南市高新区示例路88号东门'
    >>> address_key("济南市"), address_key(None, False)
    ('', '')
    """
    key = _fold("".join(clean(part) for part in parts))
    return key if len(key) >= 6 else ""


def city_key(city):
    """What two spellings of a city have in common.

    >>> city_key("长沙市") == city_key(" 长沙 ")
    True
    """
    return clean(city).removesuffix("市").casefold()


def split_names(text):
    """Names of a list as people type it.

    >>> split_names("青岛，章丘、 淄博;潍坊")
    ['青岛', '章丘', '淄博', '潍坊']
    """
    return [name for name in re.split(r"[,;、\s]+", clean(text)) if name]


def _fold(text):
    """Letters and digits only, upper case; folding again changes nothing."""
    folded = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).upper())
    return folded if folded == text else _fold(folded)
