"""Deliver N serial numbers with our add-ons and without them, in turn, in one run.

Two databases, one copied from the core template and one from ours, each with its own
Odoo process; every process delivers the same number of serials of one product, and the
runs go in pairs, one behind the other, so that a busy machine slows both; the median of
the pairs' ratios counts. Where the database runs on this machine the processor time of
Odoo and its database process is printed too: what others do hardly moves it. Ours also creates N devices with their
warranties. Of each size as many pairs are run as begin within six minutes.
"""

import statistics
import time

from workshop import database
from workshop.worker import Worker

from . import show_pairs

RUNS = {100: 15, 1000: 11, 10000: 9}
SECONDS = 360  # after these no further pair of one size begins

PROGRAM = """
import json, os, sys, time
env.cr.execute("SELECT pg_backend_pid()")
backend = env.cr.fetchone()[0]
ticks = os.sysconf("SC_CLK_TCK")

def cpu():
    # seconds of processor that this process and its database process have used
    try:
        with open(f"/proc/{backend}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:  # the database runs elsewhere
        return None
    return time.process_time() + (int(fields[11]) + int(fields[12])) / ticks

company = env.company
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
customers = env.ref("stock.stock_location_customers")
customer = env["res.partner"].create({"name": "Bench"})
vals = {"name": "Bench", "is_storable": True, "tracking": "serial"}
if "aftersales_warranty_months" in env["product.product"]._fields:
    vals |= {"aftersales_is_device": True, "aftersales_warranty_months": 12}
product = env["product.product"].create(vals)
env.cr.commit()
counter = 0
for line in sys.stdin:
    size = int(line)
    counter += 1
    lots = env["stock.lot"].create(
        [{"name": f"B{counter}-{i}", "product_id": product.id} for i in range(size)])
    quants = env["stock.quant"].create([
        {"product_id": product.id, "location_id": warehouse.lot_stock_id.id,
         "lot_id": lot.id, "quantity": 1} for lot in lots])
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": [
        (0, 0, {"product_id": product.id, "product_uom_qty": size})]})
    order.action_confirm()
    picking = order.picking_ids
    picking.action_assign()
    picking.move_ids.picked = True
    env.flush_all()
    queries, used, start = env.cr.sql_log_count, cpu(), time.perf_counter()
    picking._action_done()
    env.flush_all()
    result = {"seconds": time.perf_counter() - start,
              "cpu": used is not None and cpu() - used,
              "queries": env.cr.sql_log_count - queries}
    env.cr.commit()
    env.invalidate_all()
    print("RESULT " + json.dumps(result), flush=True)
"""


def run(odoo):
    names = ("aftersales_bench_ours", "aftersales_bench_plain")
    templates = (database.ours_template(odoo), database.core_template(odoo))
    with (
        Worker(odoo, names[0], templates[0], PROGRAM) as ours,
        Worker(odoo, names[1], templates[1], PROGRAM) as plain,
    ):
        for size in RUNS:
            _compare(ours, plain, size)


def _compare(ours, plain, size):
    if size < 10000:
        for worker in (ours, plain):
            worker.ask(size)  # warm caches, not counted
    pairs, begun = [], time.monotonic()
    while len(pairs) < RUNS[size] and time.monotonic() - begun < SECONDS:
        # who goes first changes, so that neither always meets the busier machine
        order = (ours, plain) if len(pairs) % 2 else (plain, ours)
        results = {worker: worker.ask(size) for worker in order}
        pairs.append((results[ours], results[plain]))
    title = f"{size} serials, {len(pairs)} runs each"
    show_pairs(title, [(ours["seconds"], plain["seconds"]) for ours, plain in pairs])
    if pairs[0][0]["cpu"]:
        work = [(ours["cpu"], plain["cpu"]) for ours, plain in pairs]
        show_pairs(f"{size} serials, processor time of Odoo and database", work)
    extra = statistics.median(a["queries"] - b["queries"] for a, b in pairs)
    bound = 20 + 6 * -(-size // 100)
    print(
        f"{size} serials: {extra:.0f} extra queries (bound {bound}; {pairs[0][1]['queries']} in plain Odoo)",
        flush=True,
    )
