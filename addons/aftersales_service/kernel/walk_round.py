"""Marks on the outline of what a customer brings: scratches, dents, cracks (D-40).

A mark is ``{"x": 0…100, "y": 0…100, "kind": one of KINDS, "note": text}``; x and y are
percent of the width and height of the picture.
"""

from math import hypot

KINDS = ("scratch", "dent", "crack", "broken", "rust", "other")
MOST = 60
LONGEST_NOTE = 120


def clean(marks):
    """Marks as they are stored.

    :raises ValueError: for anything that is no list of marks

    >>> clean([{"x": 10, "y": 20.04, "kind": "dent", "note": " 门 "}])
    [{'x': 10.0, 'y': 20.0, 'kind': 'dent', 'note': '门'}]
    >>> clean(None)
    []
    >>> clean([{"x": 101, "y": 0, "kind": "dent"}])
    Traceback (most recent call last):
    ValueError: mark 1 is not on the picture
    """
    if marks and not isinstance(marks, list):
        raise ValueError("marks are a list")
    if len(marks or []) > MOST:
        raise ValueError(f"more than {MOST} marks")
    return [_clean_one(number, mark) for number, mark in enumerate(marks or [], 1)]


def _clean_one(number, mark):
    try:
        x, y, kind = float(mark["x"]), float(mark["y"]), mark["kind"]
        note = str(mark.get("note") or "").strip()[:LONGEST_NOTE]
    except (TypeError, KeyError, AttributeError, ValueError):
        raise ValueError(f"mark {number} is no mark") from None
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise ValueError(f"mark {number} is not on the picture")
    if kind not in KINDS:
        raise ValueError(f"mark {number} has no known kind")
    return {"x": round(x, 1), "y": round(y, 1), "kind": kind, "note": note}


def fresh(before, after, near=5.0):
    """Marks of ``after`` that were not there ``before``: of another kind, or farther than
    ``near`` percent from each that is not taken yet.

    >>> old = [{"x": 10, "y": 10, "kind": "dent"}]
    >>> fresh(old, [{"x": 12, "y": 11, "kind": "dent"}])
    []
    >>> fresh(old, [{"x": 12, "y": 11, "kind": "scratch"}])
    [{'x': 12, 'y': 11, 'kind': 'scratch'}]
    """
    open_marks, new = list(before or []), []
    for mark in after or []:
        same = [m for m in open_marks if _is_same(m, mark, near)]
        if same:
            open_marks.remove(min(same, key=lambda m: _distance(m, mark)))
        else:
            new.append(mark)
    return new


def _is_same(one, other, near):
    return one["kind"] == other["kind"] and _distance(one, other) <= near


def _distance(one, other):
    return hypot(one["x"] - other["x"], one["y"] - other["y"])
