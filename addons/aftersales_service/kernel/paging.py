"""Cutting a table into sheets before it is printed.

Many builds of wkhtmltopdf neither repeat the headings of a table on the next page nor keep
a row in one piece, so both is done here, with heights estimated from the texts.
"""

import math
import unicodedata


def lines_of(text, width, size=12):
    """Lines that ``text`` takes in a column of ``width`` pixels, set in ``size`` pixels.

    >>> lines_of("电机异响", 60), lines_of("电机异响", 36), lines_of("", 36)
    (1, 2, 1)
    """
    wide = {"W", "F"}
    total = 0
    for part in str(text).split("\n"):
        room = sum(
            size if unicodedata.east_asian_width(c) in wide else size * 0.62
            for c in part
        )
        total += max(1, math.ceil(room / max(width, size)))
    return total


def cut(heights, first, later):
    """[(begin, end)] of the rows of each sheet; ``first`` and ``later`` are the heights
    that the first sheet and the others have for rows. A row that is higher than a sheet
    gets one of its own.

    >>> cut([10, 10, 10], 20, 30), cut([10, 50, 10], 20, 30), cut([], 20, 30)
    ([(0, 2), (2, 3)], [(0, 1), (1, 2), (2, 3)], [(0, 0)])
    """
    sheets, begin, used = [], 0, 0
    for index, height in enumerate(heights):
        if index > begin and used + height > (later if sheets else first):
            sheets.append((begin, index))
            begin, used = index, 0
        used += height
    return [*sheets, (begin, len(heights))]
