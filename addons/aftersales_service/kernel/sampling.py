"""Drawing a sample that everybody can check: the same job is drawn on every machine."""

import hashlib

_SCALE = 10_000


def is_drawn(key, percent):
    """Whether ``key`` (a text) belongs to a sample of ``percent`` (0 … 100, two decimals).

    The lot depends on the key alone, so a larger percentage draws all that a smaller one
    draws, and nobody can choose.

    >>> is_drawn("FW2610-0001", 100), is_drawn("FW2610-0001", 0)
    (True, False)
    >>> sum(is_drawn(f"FW{n}", 30) for n in range(1000))
    303
    """
    digest = hashlib.sha256(key.encode()).digest()
    lot = int.from_bytes(digest[:8], "big") % _SCALE
    return lot < round(percent * _SCALE / 100)
