"""How good the proposals for lines of statements are, and how long they take.

Months with a known truth are made by the program that belongs to the tests
(`tests/kernel/month.py`), written as files of banks and channels, read and matched. Prints
how many lines were right, how many of them sure and how many sure ones wrong; then the
time per line for 1,000 lines and for 10,000 against twice as many open items, and that of
3 and of 30 such months from the bytes of their files to the proposals.
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
    _compare("lines", {size: _measure(size) for size in (1_000, 10_000)})
    _compare(
        "months from their files", {size: _measure_files(size) for size in (3, 30)}
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"At most {memory} MiB")


def _compare(what, per_line):
    middles = []
    for size, times in per_line.items():
        low, middle, high = min(times), statistics.median(times), max(times)
        print(f"{size} {what}: {middle:.0f} µs per line ({low:.0f} to {high:.0f})")
        middles.append(middle)
    print(f"Growth per line {middles[1] / middles[0]:.2f}")


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


def _measure_files(months):
    """Microseconds per line of each run, from the bytes of the files to the proposals."""
    from kernel.matching import propose
    from kernel.statement import read
    from score import make_files

    made = [make_files(seed) for seed in range(months)]
    items = [item for month, _files in made for item in month.items]
    files = [file for _month, found in made for file in found]
    times = []
    for _run in range(RUNS):
        begun = time.process_time()
        lines = [line for name, data, _moves in files for line in read(data, name)]
        propose(lines, items)
        times.append((time.process_time() - begun) / len(lines) * 1e6)
    return times
