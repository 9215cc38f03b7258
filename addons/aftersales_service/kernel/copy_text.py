"""Rows as PostgreSQL's COPY reads them (its text format)."""

import re

_MARKS = str.maketrans(
    {
        "\\": "\\\\",
        "\b": "\\b",
        "\t": "\\t",
        "\n": "\\n",
        "\v": "\\v",
        "\f": "\\f",
        "\r": "\\r",
    }
)
_needs_marks = re.compile(r"[\\\x08-\x0d]").search


def copy_line(values):
    r"""One row; None is NULL. Text may hold anything but NUL, which PostgreSQL refuses.

    >>> copy_line([7, None, True, "a\\", 1.5]).split("\t")
    ['7', '\\N', 't', 'a\\\\', '1.5\n']
    """
    return "\t".join(map(_copy_cell, values)) + "\n"


def _copy_cell(value):
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_MARKS) if _needs_marks(value) else value
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)
