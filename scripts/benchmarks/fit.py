"""Do 1,000 parts fit one serial, among 20,000 supersessions, against 1,000 of them?

Two databases with chains of ten parts made by `create`, and a serial range for every
second part; each with its own Odoo process. An answer is read with an empty cache, for
1,000 parts and, to show that their number plays no part, for ten. The processes alternate.
Prints the times, their ratio and the queries of one answer.
"""

import json
from contextlib import ExitStack

from workshop import database
from workshop.worker import Worker

from . import show_pairs

SIZES = (20_000, 1_000)
RUNS, PARTS, FEW, CHAIN = 9, 1_000, 10, 10

PROGRAM = """
import json, sys, time
device = env["aftersales.device"].search([("serial", "=", "YJ2105-99")])
every = env["product.product"].search([("default_code", "=like", "BF-%")], order="id")
step = max(len(every) // 1000, 1)
for text in sys.stdin:
    parts = every[::step][:json.loads(text)]
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    fits = parts._aftersales_fits(device)
    spent, queries = time.perf_counter() - start, env.cr.sql_log_count - queries
    states = [fit.state for fit in fits.values()]
    told = {state: states.count(state) for state in sorted(set(states))}
    print("RESULT " + json.dumps([spent, queries, told]), flush=True)
    env.cr.rollback()
"""

FILL = """
machine = env["product.product"].create({
    "name": "bench", "default_code": "BENCH", "is_storable": True, "tracking": "serial",
    "aftersales_is_device": True,
})
env["aftersales.device"]._register_batch(
    [{"serial": "YJ2105-99", "product_id": machine.id, "coverage": {}}]
)
chains = %(size)d // %(steps)d
for begun in range(0, chains, 200):
    numbers = range(begun, min(begun + 200, chains))
    parts = env["product.product"].create([
        {"name": f"part {number}-{step}", "default_code": f"BF-{number:05}-{step}",
         "is_storable": True, "aftersales_is_part": True}
        for number in numbers for step in range(%(chain)d)
    ])
    pairs = [
        (parts[index], parts[index + 1])
        for index in range(len(parts) - 1) if (index + 1) %% %(chain)d
    ]
    env["aftersales.part.supersession"].create([
        {"product_id": old.id, "successor_id": new.id, "both_ways": index %% 2 == 0}
        for index, (old, new) in enumerate(pairs)
    ])
    env["aftersales.part.fit"].create([
        {"product_id": part.id, "machine_tmpl_id": machine.product_tmpl_id.id,
         "serial_from": ("YJ2105-1", "YJ2105-500")[index %% 4 == 0]}
        for index, part in enumerate(parts[::2])
    ])
    env.cr.commit()
    env.invalidate_all()
"""


class Books(Worker):
    """An Odoo process on a database with ``size`` supersessions."""

    def __init__(self, odoo, size):
        self.size = size
        template = database.ours_template(odoo)
        super().__init__(odoo, f"aftersales_bench_fit_{size}", template, PROGRAM)

    def prepare(self):
        values = {"size": self.size, "steps": CHAIN - 1, "chain": CHAIN}
        database.run_program(self.odoo, self.name, FILL % values)

    def answer(self, parts=PARTS):
        return self.ask(json.dumps(parts))


def run(odoo):
    with ExitStack() as stack:
        many, few = (stack.enter_context(Books(odoo, size)) for size in SIZES)
        many.answer(), few.answer()  # warm caches, not counted
        pairs = [_alternate(number, many, few) for number in range(RUNS)]
        spent = [(ours[0] * 1000, plain[0] * 1000) for ours, plain in pairs]
        title = f"{PARTS} parts among {SIZES[0]} (ours) and {SIZES[1]} (plain) supersessions"
        show_pairs(title, spent, "ms")
        _spent, queries, told = pairs[-1][0]
        print(f"queries of one answer for {PARTS} parts: {queries}; {told}")
        print(f"queries of one answer for {FEW} parts: {many.answer(FEW)[1]}")


def _alternate(number, many, few):
    if number % 2:
        plain = few.answer()
        return many.answer(), plain
    return many.answer(), few.answer()
