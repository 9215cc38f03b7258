"""Fees of finished visits, derived in a database with 100,000 jobs against one with 10,000.

Two databases filled by SQL (`fill`), each with its own Odoo process and a fee card with
nights, holidays, kilometres and calls. A round derives the fees of 1,000 finished visits
that have none yet, with an empty cache, rolled back afterwards; the processes alternate.
Prints seconds for each thousand, their ratio and the queries of a thousand.
"""

import random
from contextlib import ExitStack

from workshop.worker import Worker

from . import fill, show_pairs

ROUNDS, BATCH = 7, 1000

PROGRAM = """
import json, sys, time
from odoo import Command
company = env["aftersales.order"].search([], limit=1).company_id
env = env(context=dict(env.context, allowed_company_ids=company.ids))
labour = company.aftersales_labour_product_id
dearer = {"night": 50, "weekend": 100, "holiday": 200}
card = env["aftersales.fee.card"].create({"name": "Bench", "company_id": company.id})
version = env["aftersales.fee.card.version"].create({
    "policy_id": card.id, "valid_from": "2000-01-01", "night_from": 18.5, "night_to": 8,
    "rate_ids": [Command.create({"name": name, "kind": kind, "basis": basis, "price": price,
        "product_id": labour.id, "step_minutes": 30} | dearer) for name, kind, basis, price in (
        ("Labour", "labour", "hour", 80), ("Way", "travel", "km", 1.5), ("Call", "travel", "visit", 50))],
})
version._in_flow().write({"state": "approved"})
env.cr.commit()
visits = env["aftersales.visit"].search([("ended_at", "!=", False)]).ids
for text in sys.stdin:
    chosen = json.loads(text)
    batch = env["aftersales.visit"].browse(visits[i % len(visits)] for i in chosen)
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    batch._derive_batch()
    env.flush_all()
    took, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    made = len(batch.fee_ids.filtered("derivation"))
    env.cr.rollback()
    print("RESULT " + json.dumps([took, asked, made, len(visits)]), flush=True)
"""


class Jobs(Worker):
    """An Odoo process on a database with ``size`` jobs."""

    def __init__(self, odoo, template, size):
        self.size, self.random = size, random.Random(size)
        super().__init__(odoo, f"aftersales_bench_fees_{size}", template, PROGRAM)

    def prepare(self):
        fill.fill(self.odoo, self.name, self.size)

    def derive(self):
        first = self.random.randrange(10**9)
        return self.ask(str(list(range(first, first + BATCH))))


def run(odoo, many="100000", few="10000"):
    template = fill.template(odoo)
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Jobs(odoo, template, int(size))) for size in (many, few)
        ]
        for worker in workers:
            worker.derive()  # warm caches, not counted
        pairs, queries = [], set()
        for number in range(ROUNDS):
            found = {}
            for worker in workers if number % 2 else reversed(workers):
                found[worker] = worker.derive()
            queries |= {found[worker][1] for worker in workers}
            pairs.append(tuple(found[worker][0] for worker in workers))
    title = f"fees of {BATCH} visits among {many} (ours) and {few} (plain)"
    show_pairs(title, pairs)
    print(f"queries of {BATCH} visits: {min(queries)} to {max(queries)}")
    print(f"fees made by {BATCH} visits: {found[workers[0]][2]}")
