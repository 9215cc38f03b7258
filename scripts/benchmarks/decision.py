"""Who pays, for one serial among 1,000,000 devices against one among 10,000.

Two databases with customers, devices, warranties and ledgers made by SQL (`fill`), each
with its own Odoo process. A decision is: find the serial as scanned, gather the facts,
decide, store, seal; with an empty cache, rolled back afterwards. The processes alternate
in blocks. Prints medians, the 95th percentile and the queries of one decision.
"""

import json
import random
import statistics
from contextlib import ExitStack

from workshop.worker import Worker

from . import fill, show

SIZES = (1_000_000, 10_000)
BLOCKS, BLOCK = 11, 30

PROGRAM = """
import json, sys, time
from odoo.addons.aftersales_service.kernel.decision import Line
decision = env["aftersales.decision"]
for text in sys.stdin:
    results = []
    for serial in json.loads(text):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        device = env["aftersales.device"]._find_by_scan(serial)
        day = device.company_id._aftersales_today()
        made = decision._decide(device, day, cause="material")
        env.flush_all()
        results.append([time.perf_counter() - start, env.cr.sql_log_count - queries])
        assert len(made.line_ids) == 6
        env.cr.rollback()
    print("RESULT " + json.dumps(results), flush=True)
"""


class Devices(Worker):
    """An Odoo process on a database with ``size`` devices."""

    def __init__(self, odoo, template, size):
        self.size, self.random = size, random.Random(size)
        super().__init__(odoo, f"aftersales_bench_decision_{size}", template, PROGRAM)

    def prepare(self):
        fill.fill(self.odoo, self.name, self.size, "machines")

    def decide(self):
        numbers = [self.random.randrange(self.size) for _ in range(BLOCK)]
        return self.ask(json.dumps([f"V{fill.FIRST + number}" for number in numbers]))


def run(odoo):
    template = fill.template(odoo, "machines")
    with ExitStack() as stack:
        _compare([stack.enter_context(Devices(odoo, template, s)) for s in SIZES])


def _compare(workers):
    for worker in workers:
        worker.decide()  # warm caches, not counted
    found = {worker: [] for worker in workers}
    for block in range(BLOCKS):
        for worker in workers if block % 2 else reversed(workers):
            found[worker] += worker.decide()
    many, few = ([seconds * 1000 for seconds, _q in found[w]] for w in workers)
    title = f"decision among {SIZES[0]} (ours) and {SIZES[1]} (plain) devices, {len(many)} each"
    show(title, many, few, "ms")
    for size, times in zip(SIZES, (many, few), strict=True):
        print(f"p95 among {size}: {statistics.quantiles(times, n=20)[-1]:.2f} ms")
    print(f"queries of one decision: {max(q for w in workers for _s, q in found[w])}")
