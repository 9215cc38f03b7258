"""What an incoming mail says of itself: automatic, forged, quoted, too large.

Headers are given as a mapping of lower-case names to lists of values.
"""

import re
from itertools import zip_longest

from .text import clean, serial_key

MEGABYTE = 1024 * 1024
_MOST_NUMBERS = 200
_LISTS = ("list-id", "list-unsubscribe", "list-post")
_AUTO = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
_AUTO_SUBJECT = re.compile(
    r"^\s*(\[?自动(回复|答复|应答)|auto(matic)?[ -]?(reply|response)\b|out of (the )?office\b)",
    re.I,
)
_PREFIX = re.compile(
    r"^\s*((re|fw|fwd|aw|wg|回复|答复|回覆|转发|轉寄)\s*(\[\d+\])?\s*[:：]\s*)+", re.I
)
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.I)
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z./_\-]{2,63}")
# The line above a quoted mail, as the mail programs in use write it.
_RULE = re.compile(
    r"^[\s>]*[-_=]{2,}\s*(原始邮件|原邮件|原始信件|转发邮件信息|original message|forwarded message)\s*[-_=]*\s*$",
    re.I,
)
_WROTE = re.compile(
    r"^[\s>]*(on\s.{6,160}\swrote\s*[:：]|(在|于)?.{6,160}写道\s*[:：])\s*$", re.I
)
_FROM = re.compile(r"^[\s>]*\**(发件人|寄件者|from)\**\s*[:：]", re.I)
_SENT = re.compile(
    r"^[\s>]*\**(发送时间|发送日期|日期|时间|收件人|sent|date|to)\**\s*[:：]", re.I
)
_PROGRAMS = (b"MZ", b"\x7fELF")


def automatic(headers, subject=""):
    """Why nobody wrote this mail by hand: ``bounce``, ``auto``, ``bulk`` or None.

    >>> automatic({"auto-submitted": ["auto-replied"]})
    'auto'
    >>> automatic({"auto-submitted": ["no"]}, "电机异响")
    >>> automatic({"precedence": ["Bulk"]}), automatic({"list-id": ["<news.example>"]})
    ('bulk', 'bulk')
    >>> automatic({"return-path": ["<>"]})
    'bounce'
    >>> automatic({}, "自动回复:报修"), automatic({}, "Automatic reply: FW2026-00001")
    ('auto', 'auto')
    >>> automatic({}, "自动门报修")
    """

    def first(name):
        return (headers.get(name) or [""])[0].strip().lower()

    if first("return-path") == "<>":
        return "bounce"
    submitted = first("auto-submitted")
    precedence = first("precedence")
    if submitted and not submitted.startswith("no"):
        return "auto"
    if precedence == "auto_reply" or any(headers.get(name) for name in _AUTO):
        return "auto"
    if precedence in ("bulk", "list", "junk"):
        return "bulk"
    if any(headers.get(name) for name in _LISTS):
        return "bulk"
    return "auto" if _AUTO_SUBJECT.match(clean(subject)) else None


def forged(headers):
    """Whether a mail server on the way found that the sender is not who he says.

    Each header counts for itself: whoever writes a second one into his mail can only
    harm himself. A passed DMARC outweighs a failed SPF, as it does for forwarded mail.

    >>> forged({"authentication-results": ["mx.example.com; spf=fail; dkim=none"]})
    True
    >>> forged({"authentication-results": ["mx; spf=fail; dkim=pass; dmarc=pass"]})
    False
    >>> forged({"authentication-results": ["mx; dmarc=fail", "evil; dmarc=pass"]})
    True
    >>> forged({"received-spf": ["Fail (domain does not designate 1.2.3.4)"]})
    True
    >>> forged({"received-spf": ["SoftFail (transition)"]}), forged({})
    (False, False)
    """
    for value in headers.get("authentication-results") or ():
        found = [
            (kind.lower(), result.lower()) for kind, result in _RESULT.findall(value)
        ]
        failed = any(result in ("fail", "hardfail") for _kind, result in found)
        if failed and ("dmarc", "pass") not in found:
            return True
    first = (headers.get("authentication-results") or [""])[0].lower()
    passed = ("dmarc", "pass") in _RESULT.findall(first)
    spf = (headers.get("received-spf") or [""])[0].strip().lower()
    return spf.startswith("fail") and not passed


def plain_subject(subject):
    """The subject without what answering and forwarding put before it.

    >>> plain_subject("回复: Re:Fw: 电机异响"), plain_subject("Reparatur")
    ('电机异响', 'Reparatur')
    """
    return _PREFIX.sub("", clean(subject))


def own_words(text):
    """What the sender wrote, without the mail he answers; all of it when nothing is left.

    >>> own_words("电机异响\\n\\n------------------ 原始邮件 ------------------\\n发件人: x")
    '电机异响'
    >>> own_words("noise\\n\\nOn Mon, 2 Mar 2026 Desk wrote:\\n> how are you")
    'noise'
    >>> own_words("坏了\\n\\n发件人: a@b.c\\n发送时间: 2026年3月2日\\n正文")
    '坏了'
    >>> own_words("发件人: 张三\\n电机异响")
    '发件人: 张三\\n电机异响'
    >>> own_words("> 转来的原文")
    '> 转来的原文'
    """
    lines = (text or "").replace("\r", "").split("\n")
    kept = []
    for index, line in enumerate(lines):
        following = lines[index + 1 : index + 5]
        header = _FROM.match(line) and any(map(_SENT.match, following))
        if _RULE.match(line) or _WROTE.match(line) or header:
            break
        if not line.lstrip().startswith((">", "＞")):
            kept.append(line.rstrip())
    words = _squeeze("\n".join(kept))
    return words or _squeeze("\n".join(lines))


def _squeeze(text):
    return re.sub(r"\n{3,}", "\n\n", text.replace("\xa0", " ")).strip()


def numbers(text):
    """What in ``text`` may be a serial or document number, as keys, in its order.

    >>> numbers("编号YJ260900001的电机,见 ab-1/ab-2。")
    ['YJ260900001', 'AB-1/AB-2', 'AB-1', 'AB-2']
    >>> numbers("机号:YJ26 0900001")
    ['YJ26', 'YJ260900001', '0900001']
    """
    text = clean(text).upper()
    found, matches = [], list(_NUMBER.finditer(text))
    for match, after in zip_longest(matches, matches[1:]):
        word = match.group().strip("./_-")
        found.append(word)
        if "/" in word:
            found += word.split("/")
        if after and text[match.end() : after.start()] == " ":
            found.append(word + after.group().strip("./_-"))
        if len(found) > _MOST_NUMBERS:
            break
    keys = dict.fromkeys(serial_key(word) for word in found)
    return [key for key in keys if len(key) > 2]


def choose_files(files, most, largest, largest_sum, forbidden=()):
    """Which files are taken over, and why the others are not.

    :param files: list of (name, bytes)
    :param most: number of files; ``largest``, ``largest_sum``: megabytes
    :param forbidden: endings without dot, lower case
    :return: (indexes that are kept, [(index, reason)]): reason is ``kind``, ``large``,
        ``sum`` or ``many``

    >>> choose_files([("a.jpg", b"x"), ("b.EXE ", b"x"), ("c.jpg", b"MZ")], 9, 1, 1, {"exe"})
    ([0], [(1, 'kind'), (2, 'kind')])
    >>> choose_files([("a", b"x")] * 3, 2, 1, 1)
    ([0, 1], [(2, 'many')])
    """
    kept, left, total = [], [], 0
    for index, (name, content) in enumerate(files):
        ending = clean(name).rstrip(". ").rpartition(".")[2].lower()
        if ending in forbidden or content.startswith(_PROGRAMS):
            left.append((index, "kind"))
        elif len(content) > largest * MEGABYTE:
            left.append((index, "large"))
        elif len(kept) >= most:
            left.append((index, "many"))
        elif total + len(content) > largest_sum * MEGABYTE:
            left.append((index, "sum"))
        else:
            kept.append(index)
            total += len(content)
    return kept, left


def readable(text):
    """Text that a database takes: no NUL, no halves of a character.

    >>> readable("a\\x00b\\udcc4c")
    'ab\ufffdc'
    """
    text = (text or "").replace("\x00", "")
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def charset_of(name, content):
    """The character set that really reads ``content``, or None when ``name`` does.

    Chinese mail programs say GB2312 and mean GB18030; some say nothing at all.

    >>> charset_of("gb2312", b""), charset_of("utf-8", b""), charset_of("x-none", b"abc")
    ('gb18030', None, 'utf-8')
    >>> charset_of(None, "电机".encode("gbk")), charset_of(None, "电机".encode())
    ('gb18030', 'utf-8')
    """
    if (name or "").lower().replace("_", "-") in ("gb2312", "gbk", "gb-2312", "cp936"):
        return "gb18030"
    if name and _is_known(name):
        return None
    for charset in ("utf-8", "gb18030"):
        try:
            content.decode(charset)
        except UnicodeDecodeError:
            continue
        return charset
    return "utf-8"


def _is_known(charset):
    try:
        b" ".decode(charset)
    except (LookupError, ValueError):
        return False
    return True
