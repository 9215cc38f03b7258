"""Take in 500 serial numbers as a return of ours, and as the bare core receipt, in turn.

Both go to the same place with the same owner, in one database and one process; ours also
finds devices, deliveries and numbers, and opens a custody for each. Then 20 deliveries of
10 moves with 200,000 return lines in the database against the same database without any.
"""

import statistics
from pathlib import Path

from workshop import database

from . import show

RUNS, SIZE, LINES = 7, 500, 200_000
PROGRAM = (Path(__file__).parent / "returns_program.py").read_text()


def run(odoo):
    name = "aftersales_bench_returns"
    odoo.copy(database.ours_template(odoo), name)
    try:
        settings = f"RUNS, SIZE, LINES = {RUNS}, {SIZE}, {LINES}\n"
        done = odoo.shell(
            name, f"exec({settings + PROGRAM!r}, dict(globals()))", capture_output=True
        )
        found = {
            line.split()[1]: list(map(float, line.split()[2:]))
            for line in done.stdout.splitlines()
            if line.startswith("RESULT ")
        }
        show(f"{SIZE} serials taken in", found["ours"], found["core"])
        extra = statistics.median(
            a - b
            for a, b in zip(found["our_queries"], found["core_queries"], strict=True)
        )
        print(f"{extra:.0f} queries beyond the core receipt's own (bound 60)")
        show(f"20 deliveries with {LINES} return lines", found["full"], found["empty"])
    finally:
        odoo.drop(name)
