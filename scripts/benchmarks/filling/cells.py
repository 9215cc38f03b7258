"""What each cell has of its own beside ids: numbers that are counted, and warranties.

``fill_cell`` holds the numbers as they stand in the cell's texts and how a copy counts on.
"""

import re

from . import moulds

# Whose names are counted by a sequence.
NUMBERED = (
    "aftersales_order",
    "aftersales_visit",
    "aftersales_requisition",
    "aftersales_old_part",
    "sale_order",
    "stock_picking",
)
# Over how many weeks copies of jobs that are still open are spread.
RECENT = 4
NUMBER = re.compile(r"(.*?)(?:(\d{4})-)?(\d+)")


def write(plan):
    """The numbers of each cell; what makes its moulds, {cell: caster}."""
    plan.env.cr.execute(
        "CREATE TABLE fill_cell (cell int, weeks int, old text[], prefix text[],"
        " number bigint[], apart bigint[], width int[], day date[])"
    )
    numbers = _get_numbers(plan)
    casters = {}
    longest = max(map(len, numbers.values()))
    for cell, rows in numbers.items():
        casters[cell] = moulds.Caster([r[0] for r in rows], _get_ends(plan, cell))
        # A cell with fewer numbers replaces nothing at the places it lacks.
        rows += [("", "", 0, 0, 0, None)] * (longest - len(rows))
        weeks = RECENT if cell in plan.open_cells else plan.weeks
        columns = [list(column) for column in zip(*rows, strict=True)]
        plan.env.cr.execute(
            "INSERT INTO fill_cell VALUES (%s, %s, %s, %s, %s, %s, %s, %s::date[])",
            (cell, weeks, *columns),
        )
    return casters


def _get_numbers(plan):
    """{cell: [(text, prefix, number, distance, width, day for the year)]}."""
    found = {
        cell: [(str(plan.first + cell), "", plan.first + cell, plan.size, 8, None)]
        for cell in range(plan.size)
    }
    for table in filter(plan.apart.get, NUMBERED):
        rows = plan.ask(
            f"SELECT {plan.get_cell_of('id', table)}, name, create_date::date"
            f" FROM {table} WHERE id > %s ORDER BY id",
            plan.cuts[table][0],
        )
        parts = [(cell, name, day, NUMBER.fullmatch(name)) for cell, name, day in rows]
        values = [int(match[3]) for *_row, match in parts]
        apart = max(values) - min(values) + 1
        for cell, name, day, match in parts:
            prefix, year, digits = match.groups()
            day = day if year else None
            row = (name, prefix, int(digits), apart, len(digits), day)
            found[cell].append(row)
    return found


def _get_ends(plan, cell):
    """{last day: (first day, months, days added)} of the cell's warranties."""
    rows = plan.ask(
        "SELECT end_date, start_date, amount * (unit = 'year')::int * 11 + amount,"
        f" coalesce(suspended_days, 0) FROM aftersales_coverage t"
        f" WHERE {plan.get_cell_of('id', 'aftersales_coverage')} = %s"
        " AND id > %s AND unit != 'day' AND end_date IS NOT NULL",
        cell,
        plan.cuts["aftersales_coverage"][0],
    )
    return {end: (first, months, plus) for end, first, months, plus in rows}
