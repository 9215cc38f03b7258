"""What a scanner, a camera or a finger put into a field: every way to read it as a code."""

import re
from typing import NamedTuple

from .gs1 import Gs1, read_gs1, spell_article
from .text import clean_once, serial_key

LONGEST = 500  # signs; what is longer is no code
# What a Chinese input method makes of a full stop and a slash.
_PUNCTUATION = str.maketrans("。、", "./")
_LINK = re.compile(r"/(aftersales\.[a-z_.]*[a-z])/(\d{1,9})(?!\d)")
_CARD = re.compile(r"/aftersales/d/([\w-]{8,64})", re.ASCII)


class Code(NamedTuple):
    """One code in all its readings; nothing of it was looked up."""

    text: str  # as people read it
    names: tuple  # spellings of a number or a barcode
    key: str  # of a serial number, see `serial_key`
    link: tuple  # (model, id) of a paper's QR code
    token: str  # of a device's card
    gs1: Gs1 | None
    articles: tuple  # spellings of the article number in it
    serials: tuple  # spellings of the serial number or lot in it

    @property
    def quantity(self):
        return self.gs1.quantity if self.gs1 else 1.0

    def get_id(self, model):
        """Of the record of ``model`` that the QR code of a paper names; 0 for another."""
        return self.link[1] if self.link and self.link[0] == model else 0


def read_code(value):
    """Every reading of ``value``, whatever it is; reading never fails.

    >>> read_code(" ｊｊ—００１ ").names
    ('jj—001', 'JJ—001', 'JJ-001', 'jj-001')
    >>> read_code("https://x.cn/odoo/aftersales.requisition/12").get_id("aftersales.requisition")
    12
    >>> read_code("https：、、x。cn、aftersales、d、AbCdEfGh-1").token
    'AbCdEfGh-1'
    >>> read_code("（01）06901234567892（21）B-1").serials
    ('B-1', 'b-1')
    >>> read_code(None).names, read_code("x" * 9999).names
    ((), ())
    """
    raw = value if isinstance(value, str) else str(value or "")
    # Half of a sign, as broken input sends it, is no text for a database.
    raw = raw.encode("utf-8", "ignore").decode().replace("\0", "").strip(" \t\r\n")
    if len(raw) > LONGEST:
        return Code(raw[:60] + "…", (), "", (), "", None, (), ())
    text = clean_once(raw)
    address = text.translate(_PUNCTUATION)
    link, card = _LINK.search(address), _CARD.search(address)
    gs1 = read_gs1(raw)
    sound = gs1 and not gs1.wrong
    return Code(
        text,
        _spell(text),
        serial_key(text),
        (link[1], int(link[2])) if link else (),
        card[1] if card else "",
        gs1,
        tuple(spell_article(gs1.article if sound else text)),
        tuple(form for serial in gs1.serials for form in _spell(serial))
        if sound
        else (),
    )


def _spell(text):
    """As it stands, and as somebody with caps lock or an input method may have sent it."""
    if not text:
        return ()
    forms = {}
    for form in (text, text.translate(_PUNCTUATION)):
        key = serial_key(form)
        every = (form, form.upper(), key, form.lower(), form.swapcase(), key.lower())
        forms |= dict.fromkeys(every)
    return tuple(forms)
