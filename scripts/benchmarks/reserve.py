"""How good the range of a warranty reserve is, and how long a month takes to reckon.

First without Odoo: sales with a known rest, made by the program that belongs to the tests
(`tests/kernel/claims_of_sales.py`); how often the truth lies in the 90 % range, over 200
seeds, and how wide that is, for months of production that are alike, that differ by a fifth
and by a third. Then a company with 10,000 products against one with 1,000, each product
with 36 units sold in 36 months and six warranty jobs with two costs; two databases that are
copies of one story made by SQL, reckoned alternately and rolled back. Prints the seconds,
the ratio for one product and the queries.
"""

import statistics
import sys
from contextlib import ExitStack

from workshop import database
from workshop.places import ADDONS, ROOT
from workshop.worker import Worker

from . import show_pairs

SEEDS, ROUNDS = 200, 7
UNITS, JOBS = 36, 6

PROGRAM = f"""
import datetime, json, sys, time
PRODUCTS = int(sys.stdin.readline())
UNITS, JOBS = {UNITS}, {JOBS}
company = env.company
env = env(context=dict(env.context, allowed_company_ids=company.ids, tracking_disable=True))
machine = env["product.product"].create({{"name": "Machine", "is_storable": True,
    "tracking": "serial", "aftersales_is_device": True}})
customer = env["res.partner"].create({{"name": "Customer", "is_company": True}})
first = datetime.date(2023, 1, 10)
device = env["aftersales.device"]._register_batch([{{"serial": "BENCH", "product_id": machine.id,
    "partner_id": customer.id, "delivery_date": first,
    "coverage": {{"months": 36, "start_date": first}}}}])
order = env["aftersales.order"].create({{"device_id": device.id, "partner_id": customer.id,
    "fault": "x", "called_at": "2023-03-01 02:00:00"}})
cost = env["aftersales.cost"].create({{"order_id": order.id, "name": "x", "kind": "labour",
    "amount": 100, "date": "2023-03-02", "reason": "x"}})
decision = order.decision_id
env.flush_all()

def copies(table, row, count, known):
    '''Copies of one row with `known` columns computed from the number i of the copy.'''
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                   " AND is_generated = 'NEVER'", [table])
    columns = {{name: f"t.{{name}}" for name, in env.cr.fetchall() if name != "id"}} | known
    env.cr.execute(f'''INSERT INTO {{table}} (id, {{", ".join(columns)}})
        SELECT i, {{", ".join(columns.values())}}
        FROM {{table}} t, generate_series(%s, %s) i WHERE t.id = %s''',
        [BASE, BASE + count - 1, row.id])

BASE = 10_000_000
products, devices, jobs = PRODUCTS, PRODUCTS * UNITS, PRODUCTS * JOBS
copies("product_template", machine.product_tmpl_id, products, {{}})
copies("product_product", machine, products, {{"product_tmpl_id": "i"}})
day = f"date '2023-01-10' + (mod(i, {{UNITS}}) || ' month')::interval"
copies("aftersales_device", device, devices, {{
    "product_id": f"{{BASE}} + (i - {{BASE}}) / {{UNITS}}", "serial": "'B' || i", "serial_key": "'B' || i",
    "public_token": "NULL", "delivery_date": f"({{day}})::date"}})
# Which unit, and how many months after its sale: the same for every run.
unit = f"{{BASE}} + ((i - {{BASE}}) / {{JOBS}}) * {{UNITS}} + mod(abs(hashint4(i)), {{UNITS}})"
later = "mod(abs(hashint4(i + 7)), 30)"
sold = f"(date '2023-01-10' + (mod({{unit}}, {{UNITS}}) || ' month')::interval)"
called = f"({{sold}} + (({{later}}) || ' month')::interval)"
copies("aftersales_order", order, jobs, {{"device_id": unit, "name": "'B' || i", "called_at": called,
    "product_id": f"{{BASE}} + (i - {{BASE}}) / {{JOBS}}", "access_token": "NULL"}})
copies("aftersales_decision", decision, jobs, {{"order_id": "i", "device_id": unit}})
for number, line in enumerate(decision.line_ids):
    BASE += jobs
    copies("aftersales_decision_line", line, jobs, {{"decision_id": f"i - {{jobs * (number + 1)}}"}})
BASE = 10_000_000
for number in range(2):
    copies("aftersales_cost", cost, jobs, {{"order_id": f"i - {{jobs * number}}",
        "amount": "20 + mod(abs(hashint4(i + 3)), 400)",
        "date": f"(SELECT o.called_at::date + 3 FROM aftersales_order o WHERE o.id = i - {{jobs * number}})"}})
    BASE += jobs
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("ANALYZE")
env.cr._cnx.autocommit = False
reserve = env["aftersales.reserve"].create({{"month": "2025-12-01"}})
env.cr.commit()
for _message in sys.stdin:
    env.invalidate_all()
    queries, begun = env.cr.sql_log_count, time.perf_counter()
    reserve._reckon()
    env.flush_all()
    took, asked = time.perf_counter() - begun, env.cr.sql_log_count - queries
    rows = [env[m].search_count([("reserve_id", "=", reserve.id)])
            for m in ("aftersales.reserve.line", "aftersales.reserve.cell")]
    begun = time.perf_counter()
    reserve._get_panel()
    told = [took, asked, rows, reserve.claims, time.perf_counter() - begun]
    env.cr.rollback()
    print("RESULT " + json.dumps(told), flush=True)
"""


def run(odoo, many="10000", few="1000"):
    _measure_range()
    _measure_time(odoo, int(many), int(few))


def _measure_range():
    sys.path[:0] = [str(ROOT / "tests/kernel"), str(ADDONS / "aftersales_service")]
    from claims_of_sales import make_sales
    from kernel.reserve import expect

    for differ in (0.0, 0.2, 0.35):
        hits, widths = 0, []
        for seed in range(SEEDS):
            triangle, units, rest = make_sales(seed, claims=1000, differ=differ)
            told = expect(triangle, units)
            hits += told.low <= rest <= told.high
            widths.append((told.high - told.low) / 2 / told.rest)
        kept = hits >= 0.85 * SEEDS and statistics.median(widths) <= 0.40
        print(
            f"Months that differ by {differ:.0%}: the truth lies in the range in"
            f" {hits} of {SEEDS} seeds ({hits / SEEDS:.1%}); half as wide as"
            f" {statistics.median(widths):.1%} of the estimate (median;"
            f" {min(widths):.1%} to {max(widths):.1%}) at 1,000 claims:"
            f" {'kept' if kept else 'MISSED'}",
            flush=True,
        )


def _measure_time(odoo, many, few):
    template = database.ours_template(odoo)
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                Worker(odoo, f"aftersales_bench_reserve_{size}", template, PROGRAM)
            )
            for size in (many, few)
        ]
        for size, worker in zip((many, few), workers, strict=True):
            worker.process.stdin.write(f"{size}\n")
            worker.ask()  # warm caches, not counted
        pairs, told = [], {}
        for number in range(ROUNDS):
            for worker in workers if number % 2 else reversed(workers):
                told[worker] = worker.ask()
            pairs.append([told[worker][0] for worker in workers])
    for size, worker in zip((many, few), workers, strict=True):
        took, queries, (lines, cells), claims, shown = told[worker]
        print(
            f"{size} products: {took:.2f} s, {queries} queries, {claims} jobs,"
            f" {lines} months of sale, {cells} cells; shown in {shown:.2f} s"
        )
    each = [(large / many * 1000, small / few * 1000) for large, small in pairs]
    show_pairs(
        f"time for one product of {many} (ours) and of {few} (plain)", each, "ms"
    )
