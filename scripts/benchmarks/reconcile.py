"""The first page of the reconciliation board over 500,000 shares against 50,000.

Two databases (`fill`), each with its own Odoo process; the rows of their shares are counted
by the board's own statements, copied set-wise up to the size that is asked, and spread over
three years, payers, partners, technicians, states, rules and reasons. A round asks for each
choice that people make in the head of the board, with an empty cache; the processes
alternate. Prints for each choice the paired ratio, then for each size the 95th percentile,
the queries of a page, and the seconds of the totals apart.
"""

import json
import statistics
from contextlib import ExitStack
from pathlib import Path

from workshop.worker import Worker

from . import fill, show_pairs

ROUNDS, STORY = 11, 10_000
SPREAD = Path(__file__).resolve().parent / "filling" / "board_spread.sql"
CHOICES = {
    "what keeps months open": {"keeps_open": True},
    "what keeps a month open": {"keeps_open": True, "month": "2026-03"},
    "everything": {},
    "a month": {"month": "2026-03"},
    "green": {"state": "green"},
    "suppliers that keep months open": {"keeps_open": True, "payer": "supplier"},
    "one rule": {"rule_id": "RULE"},
    "one technician": {"technician_id": "TECHNICIAN"},
    "a name": {"text": "NAME"},
}
PROGRAM = """
import json, sys, time
from odoo.addons.aftersales_service.models.reconcile.line import COPIED
company = env["aftersales.order"].search([], limit=1).company_id
env = env(context=dict(env.context, allowed_company_ids=company.ids))
lines, share = env["aftersales.reconcile.line"], env["aftersales.fee.share"]
env["aftersales.reconcile.mark"].search([]).unlink()
start = time.perf_counter()
ids = share.search([]).ids
lines._recount(ids)
took = time.perf_counter() - start
print(f"{len(ids)} rows counted in {took:.1f} s", file=sys.stderr, flush=True)

def columns(table):
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return ", ".join(name for (name,) in env.cr.fetchall() if name not in ("id", "sale_line_id"))

env.cr.execute("SELECT count(*) FROM aftersales_reconcile_line")
(count,) = env.cr.fetchone()
names, kept = columns("aftersales_fee_share"), ", ".join(COPIED)
while count < SIZE:
    many = min(count, SIZE - count)
    env.cr.execute(
        f"WITH old AS (SELECT * FROM aftersales_fee_share ORDER BY id LIMIT {many})"
        f" INSERT INTO aftersales_fee_share ({names}) SELECT {names} FROM old")
    env.cr.execute(
        f"WITH news AS (SELECT s.id, row_number() OVER (ORDER BY s.id) AS n FROM aftersales_fee_share s"
        f" LEFT JOIN aftersales_reconcile_line l ON l.share_id = s.id WHERE l.id IS NULL),"
        f" old AS (SELECT *, row_number() OVER (ORDER BY id) AS n FROM aftersales_reconcile_line)"
        f" INSERT INTO aftersales_reconcile_line (share_id, {kept})"
        f" SELECT news.id, {', '.join('old.' + c for c in COPIED)} FROM news JOIN old USING (n)")
    count += many
env.cr.execute(SPREAD)
env.cr.commit()
env.cr._cnx.autocommit = True
for table in ("aftersales_reconcile_line", "aftersales_fee_share"):
    env.cr.execute(f"VACUUM ANALYZE {table}")
env.cr._cnx.autocommit = False
env.cr.execute("SELECT rule_id, technician_id, p.name FROM aftersales_reconcile_line l JOIN res_partner p ON p.id = partner_id WHERE rule_id IS NOT NULL ORDER BY l.id DESC LIMIT 1")
found = dict(zip(("RULE", "TECHNICIAN", "NAME"), env.cr.fetchone()))
board = env["aftersales.reconcile.board"]
for text in sys.stdin:
    filters = {name: found.get(value, value) for name, value in json.loads(text).items()}
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    page = board.get_page(filters)
    took, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    start = time.perf_counter()
    totals = board.get_totals(filters)
    summed = time.perf_counter() - start
    print("RESULT " + json.dumps([took, asked, summed, totals["count"], len(page["lines"])]), flush=True)
    env.cr.rollback()
"""


class Board(Worker):
    """An Odoo process on a database with ``size`` rows."""

    def __init__(self, odoo, template, size):
        self.size = size
        program = PROGRAM.replace("SIZE", str(size))
        program = f"SPREAD = {SPREAD.read_text()!r}\n{program}"
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
        for worker in workers:
            worker.ask("{}")  # warm caches, not counted
        found = {worker: {name: [] for name in CHOICES} for worker in workers}
        for number in range(ROUNDS):
            for name, filters in CHOICES.items():
                for worker in workers if number % 2 else reversed(workers):
                    found[worker][name].append(worker.ask(json.dumps(filters)))
    for name in CHOICES:
        pairs = list(
            zip(*([row[0] for row in found[w][name]] for w in workers), strict=True)
        )
        show_pairs(f"{name}, {many} (ours) and {few} (plain) rows", pairs)
    for worker in workers:
        show_size(worker.size, found[worker])


def show_size(size, found):
    print(f"{size} rows:")
    for name, rows in found.items():
        times = sorted(row[0] for row in rows)
        totals = statistics.median(row[2] for row in rows)
        print(
            f"  {name}: 95 % of pages within {times[int(len(times) * 0.95)]:.3f} s,"
            f" {sorted({row[1] for row in rows})} queries, {rows[-1][4]} rows on the page;"
            f" totals of {rows[-1][3]} rows {totals:.3f} s"
        )
