"""Hand over a requisition of 200 lines with serials, and validate a bare picking of the
same 200 lines, in turn, in one database and one run.

Both transfers move the same number of serials of as many products from stock to a van.
What is timed is everything that the clerk waits for: `hand_over` of the counter with its
checks and states against `button_validate`'s `_action_done` of a plain internal transfer.
"""

import statistics

from workshop import database
from workshop.worker import Worker

from . import show_pairs

RUNS, LINES = 9, 200
TITLE = f"{LINES} lines with serials, {RUNS} runs each"

PROGRAM = """
import json, sys, time
from odoo import Command
company = env.company
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
stock = warehouse.lot_stock_id
technician = env["aftersales.technician"].create({"name": "bench", "examined": True})
customer = env["res.partner"].create({"name": "bench"})
products = env["product.product"].create([
    {"name": f"part {i}", "is_storable": True, "tracking": "serial", "aftersales_is_part": True}
    for i in range(LINES)])
order = env["aftersales.order"].create({"partner_id": customer.id, "fault": "x", "service_type": "c"})
visit = env["aftersales.visit"].create({"order_id": order.id, "technician_id": technician.id})
keeper = env["res.users"].with_context(no_reset_password=True).create({
    "name": "keeper", "login": "bench", "group_ids": [Command.set([
        env.ref("base.group_user").id,
        env.ref("aftersales_service.aftersales_service_group_warehouse").id])]})
env.cr.commit()
run = 0

def make_lots():
    global run
    run += 1
    lots = env["stock.lot"].create([{"name": f"R{run}-{p.id}", "product_id": p.id} for p in products])
    env["stock.quant"].create([{"product_id": l.product_id.id, "location_id": stock.id,
                                "lot_id": l.id, "quantity": 1} for l in lots])
    return lots

def timed(call):
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    call()
    env.flush_all()
    answer = {"seconds": time.perf_counter() - start, "queries": env.cr.sql_log_count - queries}
    env.cr.commit()
    env.invalidate_all()
    return answer

def plain():
    make_lots()
    picking = env["stock.picking"].create({
        "picking_type_id": warehouse.int_type_id.id, "location_id": stock.id,
        "location_dest_id": technician.location_id.id,
        "move_ids": [Command.create({"product_id": p.id, "product_uom": p.uom_id.id,
            "product_uom_qty": 1, "location_id": stock.id,
            "location_dest_id": technician.location_id.id}) for p in products]})
    picking.action_confirm()
    picking.action_assign()
    picking.move_ids.picked = True
    return timed(picking.with_user(keeper).with_context(skip_sms=True)._action_done)

def ours():
    lots = {l.product_id: l for l in make_lots()}
    requisition = env["aftersales.requisition"].create({"visit_id": visit.id,
        "line_ids": [Command.create({"product_id": p.id}) for p in products]})
    requisition.action_submit()
    env["aftersales.requisition.scan"].create([
        {"line_id": line.id, "lot_id": lots[line.product_id].id} for line in requisition.line_ids])
    return timed(lambda: requisition.with_user(keeper)._hand_over())

for line in sys.stdin:
    result = {"ours": ours, "plain": plain}[line.strip()]()
    print("RESULT " + json.dumps(result), flush=True)
"""


def run(odoo):
    program = PROGRAM.replace("LINES", str(LINES))
    template = database.ours_template(odoo)
    with Worker(odoo, "aftersales_bench_issue", template, program) as worker:
        for what in ("ours", "plain"):
            worker.ask(what)  # warm caches, not counted
        pairs = []
        for index in range(RUNS):
            order = ("ours", "plain") if index % 2 else ("plain", "ours")
            results = {what: worker.ask(what) for what in order}
            pairs.append((results["ours"], results["plain"]))
    ratio = show_pairs(TITLE, [(a["seconds"], b["seconds"]) for a, b in pairs])
    extra = statistics.median(a["queries"] - b["queries"] for a, b in pairs)
    print(
        f"{extra:.0f} extra queries (bound 60; {pairs[0][1]['queries']} in the bare"
        f" picking), time ratio {ratio:.2f} (bound 1.2)"
    )
