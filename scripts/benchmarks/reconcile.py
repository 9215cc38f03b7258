"""The first page of the reconciliation board over 500,000 shares against 50,000.

Two databases (`fill`), each with its own Odoo process; the rows of their shares are counted
by the board's own statements, and copied set-wise up to the size that is asked. A round
asks for the first page with an empty cache; the processes alternate. Prints medians, the
95th percentile, the ratio, the queries of a page, and the seconds of the totals apart.
"""

import statistics
from contextlib import ExitStack

from workshop.worker import Worker

from . import fill, show_pairs

ROUNDS, STORY = 41, 10_000

PROGRAM = """
import json, sys, time
from odoo.addons.aftersales_service.models.reconcile.line import COPIED
company = env["aftersales.order"].search([], limit=1).company_id
env = env(context=dict(env.context, allowed_company_ids=company.ids))
lines, marks = env["aftersales.reconcile.line"], env["aftersales.reconcile.mark"]
marks.search([]).unlink()
share = env["aftersales.fee.share"]
start = time.perf_counter()
lines._recount(share.search([]).ids)
print("counted", round(time.perf_counter() - start, 1), file=sys.stderr, flush=True)

def columns(table, own):
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return ", ".join(name for (name,) in env.cr.fetchall() if name not in own)

env.cr.execute("SELECT count(*), max(share_id) FROM aftersales_reconcile_line")
count, last = env.cr.fetchone()
names, kept = columns("aftersales_fee_share", {"id"}), ", ".join(COPIED)
while count < SIZE:
    many = min(count, SIZE - count)
    env.cr.execute(f"INSERT INTO aftersales_fee_share (id, {names}) SELECT nextval('aftersales_fee_share_id_seq') , {names} FROM aftersales_fee_share ORDER BY id LIMIT %s", [many])
    env.cr.execute(f"WITH news AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM aftersales_fee_share WHERE id NOT IN (SELECT share_id FROM aftersales_reconcile_line)), old AS (SELECT *, row_number() OVER (ORDER BY id) AS n FROM aftersales_reconcile_line) INSERT INTO aftersales_reconcile_line (share_id, {kept}) SELECT news.id, {', '.join('old.' + c for c in COPIED)} FROM news JOIN old USING (n)")
    count += many
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("VACUUM ANALYZE aftersales_reconcile_line")
env.cr.execute("VACUUM ANALYZE aftersales_fee_share")
env.cr._cnx.autocommit = False
board = env["aftersales.reconcile.board"]
for text in sys.stdin:
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    page = board.load(json.loads(text))
    took, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    start = time.perf_counter()
    totals = board.get_totals(json.loads(text))
    print("RESULT " + json.dumps([took, asked, time.perf_counter() - start, count, len(page["lines"])]), flush=True)
    env.cr.rollback()
"""


class Board(Worker):
    """An Odoo process on a database with ``size`` rows."""

    def __init__(self, odoo, template, size):
        self.size = size
        program = PROGRAM.replace("SIZE", str(size))
        super().__init__(odoo, f"aftersales_bench_board_{size}", template, program)

    def prepare(self):
        fill.fill(self.odoo, self.name, STORY)


def run(odoo, many="500000", few="50000"):
    template = fill.template(odoo)
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Board(odoo, template, int(size)))
            for size in (many, few)
        ]
        found = {worker: [] for worker in workers}
        for worker in workers:
            worker.ask("{}")  # warm caches, not counted
        for number in range(ROUNDS):
            for worker in workers if number % 2 else reversed(workers):
                found[worker].append(worker.ask('{"keeps_open": true}'))
    pairs = list(zip(*([row[0] for row in found[w]] for w in workers), strict=True))
    show_pairs(f"first page of {many} (ours) and {few} (plain) rows", pairs)
    for worker in workers:
        times = sorted(row[0] for row in found[worker])
        totals = statistics.median(row[2] for row in found[worker])
        print(
            f"{worker.size} rows: 95 % of pages within {times[int(len(times) * 0.95)]:.3f} s,"
            f" {sorted({row[1] for row in found[worker]})} queries;"
            f" totals {totals:.3f} s; {found[worker][-1][4]} rows on the page"
        )
