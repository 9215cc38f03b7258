"""Who pays, for one serial among 1,000,000 devices against one among 10,000.

Two databases with devices, warranties, ledgers and messages made by SQL (`volume`), each
with its own Odoo process. A decision is: find the serial as scanned, gather the facts,
decide, store, seal; with an empty cache, rolled back afterwards. The processes alternate
in blocks. Prints medians, the 95th percentile and the queries of one decision.
"""

import json
import random
import statistics
import subprocess

from workshop import database

from . import show, volume

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


class Worker:
    """An Odoo process on a database with ``size`` devices."""

    def __init__(self, odoo, template, size):
        self.odoo, self.size = odoo, size
        self.name = f"aftersales_bench_decision_{size}"
        odoo.copy(template, self.name)
        volume.fill(odoo, self.name, size)
        guarded = f"exec(compile({PROGRAM!r}, 'bench', 'exec'), dict(globals()))\n"
        launcher = (
            "from odoo.tools import config\n"
            f"config.parse_config(['-c', {str(odoo.conf)!r}, '-d', {self.name!r}, '--no-http', '--log-level=error'])\n"
            "from odoo.modules.registry import Registry\nimport odoo.api\n"
            f"with Registry({self.name!r}).cursor() as cr:\n"
            "    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})\n"
            f"    {guarded}"
        )
        self.process = subprocess.Popen(
            [odoo.python, "-c", launcher],
            env=odoo.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.random = random.Random(size)

    def decide(self):
        serials = [
            f"V{self.random.randint(1, self.size):08}" for _number in range(BLOCK)
        ]
        self.process.stdin.write(json.dumps(serials) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT "):
                return json.loads(line.removeprefix("RESULT "))
        raise RuntimeError("the worker ended")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.odoo.drop(self.name)


def run(odoo):
    template = database.ours_template(odoo)
    workers = []
    try:
        for size in SIZES:
            workers.append(Worker(odoo, template, size))
        _compare(workers)
    finally:
        for worker in workers:
            worker.close()


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
