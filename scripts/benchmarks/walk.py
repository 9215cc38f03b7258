"""Ask for 200 lines on ten requisitions, pick them on one walk and hand them over; and bring
the same 200 lines to a van by ten bare transfers, in turn, in one database and one run.

Ours is everything that people wait for but the scans themselves: submitting, starting the
walk, what its screen shows, finishing it and the ten hand-overs. Bare is core alone:
confirm, reserve and validate. Half of the lines are serials.
"""

import statistics

from workshop import database
from workshop.worker import Worker

from . import show_pairs

RUNS, WALK, LINES = 7, 10, 20
TITLE = f"{WALK} requisitions with {LINES} lines each, {RUNS} runs each"

PROGRAM = """
import json, sys, time
from odoo import Command
company = env.company
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
stock = warehouse.lot_stock_id
shelves = env["stock.location"].create([
    {"name": f"A-{i:02}", "location_id": stock.id} for i in range(10)])
customer = env["res.partner"].create({"name": "bench"})
technicians = env["aftersales.technician"].create([
    {"name": f"bench {i}", "examined": True} for i in range(WALK)])
products = env["product.product"].create([
    {"name": f"part {i}", "is_storable": True, "aftersales_is_part": True,
     "tracking": "serial" if i % 2 else "none"} for i in range(LINES)])
visits = [env["aftersales.visit"].create({
    "order_id": env["aftersales.order"].create(
        {"partner_id": customer.id, "fault": "x", "service_type": "c"}).id,
    "technician_id": technician.id}) for technician in technicians]
keeper = env["res.users"].with_context(no_reset_password=True).create({
    "name": "keeper", "login": "bench", "group_ids": [Command.set([
        env.ref("base.group_user").id,
        env.ref("aftersales_service.aftersales_service_group_warehouse").id])]})
counter = env["aftersales.issue.counter"].with_user(keeper)
env.cr.commit()
run = 0

def fill():
    global run
    run += 1
    for index, product in enumerate(products):
        shelf = shelves[index % len(shelves)]
        if product.tracking == "none":
            env["stock.quant"]._update_available_quantity(product, shelf, WALK)
            continue
        lots = env["stock.lot"].create([
            {"name": f"R{run}-{product.id}-{i}", "product_id": product.id} for i in range(WALK)])
        for lot in lots:
            env["stock.quant"]._update_available_quantity(product, shelf, 1, lot_id=lot)

def timed(call):
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    call()
    env.flush_all()
    answer = {"seconds": time.perf_counter() - start, "queries": env.cr.sql_log_count - queries}
    env.cr.commit()
    env.invalidate_all()
    return answer

def bare():
    fill()
    def work():
        for technician in technicians:
            picking = env["stock.picking"].create({
                "picking_type_id": warehouse.int_type_id.id, "location_id": stock.id,
                "location_dest_id": technician.location_id.id,
                "move_ids": [Command.create({"product_id": p.id, "product_uom": p.uom_id.id,
                    "product_uom_qty": 1, "location_id": stock.id,
                    "location_dest_id": technician.location_id.id}) for p in products]})
            picking.action_confirm()
            picking.action_assign()
            picking.move_ids.picked = True
            picking.with_user(keeper).with_context(skip_sms=True)._action_done()
    return timed(work)

def scan(requisitions):
    details = requisitions.line_ids._find_issues().move_line_ids
    env["aftersales.requisition.scan"].create([
        {"line_id": d.move_id.aftersales_requisition_line_id.id, "lot_id": d.lot_id.id,
         "quantity": d.quantity} for d in details])

def ours():
    fill()
    asked = env["aftersales.requisition"]
    def ask():
        nonlocal asked
        for visit in visits:
            asked |= env["aftersales.requisition"].create({"visit_id": visit.id,
                "line_ids": [Command.create({"product_id": p.id}) for p in products]})
        asked.action_submit()
    parts = [timed(ask)]
    walk = None
    def start():
        nonlocal walk
        walk = counter.start_walk(asked.ids)["id"]
        counter.get_walk(walk)
    parts.append(timed(start))
    scan(asked)
    parts.append(timed(lambda: counter.finish_walk(walk)))
    codes = [box._get_code() for box in env["aftersales.walk"].browse(walk).box_ids]
    def hand_over():
        for code in codes:
            counter.scan(code)
    parts.append(timed(hand_over))
    steps = dict(zip(("ask", "start", "finish", "hand_over"), parts))
    whole = {key: sum(part[key] for part in parts) for key in ("seconds", "queries")}
    return whole | {"steps": steps}

for line in sys.stdin:
    result = {"ours": ours, "bare": bare}[line.strip()]()
    print("RESULT " + json.dumps(result), flush=True)
"""


def run(odoo):
    program = PROGRAM.replace("WALK", str(WALK)).replace("LINES", str(LINES))
    template = database.ours_template(odoo)
    with Worker(odoo, "aftersales_bench_walk", template, program) as worker:
        for what in ("ours", "bare"):
            worker.ask(what)  # warm caches, not counted
        pairs = []
        for index in range(RUNS):
            order = ("ours", "bare") if index % 2 else ("bare", "ours")
            results = {what: worker.ask(what) for what in order}
            pairs.append((results["ours"], results["bare"]))
    ratio = show_pairs(TITLE, [(a["seconds"], b["seconds"]) for a, b in pairs])
    for step in ("ask", "start", "finish", "hand_over"):
        rows = [pair[0]["steps"][step] for pair in pairs]
        seconds = statistics.median(row["seconds"] for row in rows)
        queries = statistics.median(row["queries"] for row in rows) / WALK
        print(f"{step}: {seconds:.2f} s, {queries:.0f} queries a requisition")
    walk = statistics.median(
        pair[0]["steps"]["start"]["queries"] + pair[0]["steps"]["finish"]["queries"]
        for pair in pairs
    )
    bare = statistics.median(pair[1]["queries"] for pair in pairs) / WALK
    print(
        f"the walk itself: {walk / WALK:.0f} queries a requisition (bound 40; a bare"
        f" transfer takes {bare:.0f}), time ratio {ratio:.2f} (goal 1.2)"
    )
