"""Rules on persons of a filing: what is masked, which two persons clash.

>>> mask("110101199003071234")
'110***********1234'
>>> mask("AB12")
'****'
"""


def mask(text):
    """The first three and last four characters; short texts vanish whole."""
    text = text or ""
    if len(text) <= 7:
        return "*" * len(text)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def clashes(first, second):
    """Codes of contact data that two different persons share but may not.

    >>> clashes({"mobile": "1", "email": "a"}, {"mobile": "1", "email": "b"})
    ['mobile']
    """
    return [
        key
        for key in ("mobile", "email", "emergency_phone")
        if first.get(key) and first.get(key) == second.get(key)
    ]


def citizen_id_is_valid(text):
    """The check digit of an 18-digit identity number (GB 11643).

    >>> citizen_id_is_valid("11010119900307123X"), citizen_id_is_valid("1101")
    (False, False)
    """
    if len(text) != 18 or not text[:17].isascii() or not text[:17].isdigit():
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(w * int(d) for w, d in zip(weights, text, strict=False))
    return "10X98765432"[total % 11] == text[17].upper()
