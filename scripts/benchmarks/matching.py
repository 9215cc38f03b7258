"""How good the proposals for lines of statements are, and how long they take.

Months with a known truth are made by the program that belongs to the tests
(`tests/kernel/month.py`), written as files of banks and channels, read and matched. Prints
how many lines were right, how many of them sure and how many sure ones wrong; then the
time per line for 1,000 lines and for 10,000 against twice as many open items.
"""

import resource
import statistics
import sys
import time

from workshop.places import ADDONS, ROOT

sys.path[:0] = [str(ROOT / "tests/kernel"), str(ADDONS / "aftersales_service")]
RUNS = 7


def run(_odoo, months="100"):
    from score import Score, make_month, rate

    total = Score()
    for seed in range(int(months)):
        total += rate(*make_month(seed))
    print(f"{months} months: {total}", flush=True)
    per_line = {size: _measure(size) for size in (1_000, 10_000)}
    for size, times in per_line.items():
        low, middle, high = min(times), statistics.median(times), max(times)
        print(f"{size} lines: {middle:.0f} µs per line ({low:.0f} to {high:.0f})")
    growth = statistics.median(per_line[10_000]) / statistics.median(per_line[1_000])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Growth per line {growth:.2f}; at most {memory} MiB")


def _measure(size):
    """Microseconds per line of each run."""
    from crowd import crowd
    from kernel.matching import propose

    lines, items = crowd(size, partners=size)
    times = []
    for _run in range(RUNS):
        begun = time.process_time()
        propose(lines, items)
        times.append((time.process_time() - begun) / size * 1e6)
    return times
