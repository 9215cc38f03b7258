"""Jobs and deadlines beside the OCA's helpdesk (`helpdesk_mgmt`, `helpdesk_mgmt_sla`).

Two databases, each with its own Odoo process, in turn in one run: theirs is Odoo with the
two add-ons and a ticket with one deadline, ours a job with decision, promise and the
deadlines of preset PS-06. Measured are 200 in one `create`, 50 saved one by one as the desk
does it, and the desk's preview, which the peer does not have; then all of it again beside
20,000 open ones. Everything is rolled back after each measurement. Prints the median of
the pairs' ratios, and queries.
"""

import statistics

from workshop import database
from workshop.worker import Worker

from . import show_pairs

BATCH, SINGLE, OPEN, RUNS = 200, 50, 20_000, 7
BARS = {"batch": 1.5, "desk": 2.0}
PREVIEW_MS = 25

MEASURE = """
import json, sys, time

def measure(work):
    env.flush_all(); env.invalidate_all()
    queries, cpu, start = env.cr.sql_log_count, time.process_time(), time.perf_counter()
    work()
    env.flush_all()
    found = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu,
             "queries": env.cr.sql_log_count - queries}
    env.cr.rollback()
    env.registry.clear_cache()
    return found

def multiply(table, first, count, own):
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [name for name, in env.cr.fetchall()]
    values = ", ".join(own.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t,"
                   f" generate_series(1, {count}) i WHERE {first}")
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
"""
ANSWER = """
env.cr.commit()
for line in sys.stdin:
    what, number = json.loads(line)
    print("RESULT " + json.dumps(WORK[what](number)), flush=True)
"""

THEIRS = (
    MEASURE
    + """
stage = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
team = env["helpdesk.ticket.team"].create({"name": "Bench", "use_sla": True})
env["helpdesk.sla"].create({"name": "4 h", "hours": 4, "stage_id": stage.id, "team_ids": [(6, 0, team.ids)]})
partners = env["res.partner"].create([{"name": f"Bench {i}"} for i in range(200)])
tickets = env["helpdesk.ticket"]

def vals(i):
    return {"name": "x", "description": "x", "partner_id": partners[i % 200].id, "team_id": team.id}

def many(count):
    return measure(lambda: tickets.create([vals(i) for i in range(count)]))

def one_by_one(count):
    def work():
        for i in range(count):
            tickets.create(vals(i))
            env.flush_all()
    return measure(work)

def fill(count):
    ticket = tickets.create(vals(0))
    env.flush_all()
    multiply("helpdesk_ticket", f"t.id = {ticket.id}", count,
        {"id": f"{ticket.id} + i", "number": "'B' || i", "access_token": "NULL"})
    multiply("helpdesk_ticket_sla", f"t.ticket_id = {ticket.id}", count,
        {"id": f"{ticket.ticket_sla_ids.id} + i", "ticket_id": f"{ticket.id} + i"})
    env.cr.commit()
    return {}

WORK = {"batch": many, "desk": one_by_one, "fill": fill}
"""
    + ANSWER
)

OURS = (
    MEASURE
    + """
from odoo.addons.aftersales_service.tests.common import GROUP
calendar = env.ref("resource_calendar_makeup.calendar_china")
template = env.ref("aftersales_service.sla_policy_ps_06")
policy = template._activate(
    env.company, calendar=calendar, valid_from="2020-01-01", grace_minutes=15
)
policy.version_ids.action_approve()
product = env["product.product"].create({"name": "Bench", "is_storable": True, "tracking": "serial"})
partners = env["res.partner"].create([{"name": f"Bench {i}"} for i in range(200)])
day = env.company._aftersales_today()
devices = env["aftersales.device"]._register_batch([{"serial": f"P{i}", "product_id": product.id,
    "partner_id": partners[i].id, "ship_date": day, "coverage": {"months": 12, "start_date": day}}
    for i in range(200)])
clerk = env["res.users"].create({"name": "Clerk", "login": "bench", "group_ids": [(6, 0, [
    env.ref("base.group_user").id, env.ref(GROUP + "dispatcher").id])]})
orders = env["aftersales.order"].with_user(clerk)
desk = env["aftersales.service.desk"].with_user(clerk)
calls = 0

def vals(i):
    return {"device_id": devices[i % 200].id, "partner_id": partners[i % 200].id, "fault": "x", "area": "city"}

def many(count):
    return measure(lambda: orders.create([vals(i) for i in range(count)]))

def facts(i):
    return vals(i) | {"channel": "phone", "cause": "unknown", "told": "phone"}

def one_by_one(count):
    def work():
        global calls
        for i in range(count):
            calls += 1
            desk.save(facts(i), f"bench-{calls}")
            env.flush_all()
    return measure(work)

def preview(count):
    def work():
        for i in range(count):
            desk.preview(facts(i))
    return measure(work)

def fill(count):
    order = env["aftersales.order"].create(vals(0))
    env.flush_all()
    clocks, first = order.clock_ids.ids, min(order.clock_ids.ids)
    width = max(clocks) - first + 1
    multiply("aftersales_order", f"t.id = {order.id}", count, {"id": f"{order.id} + i",
        "name": "'B' || i", "decision_id": "NULL", "access_token": "NULL", "desk_token": "NULL",
        "device_id": f"{devices[0].id} + i % 200", "partner_id": f"{partners[0].id} + i % 200"})
    multiply("aftersales_sla_clock", f"t.res_model = 'aftersales.order' AND t.res_id = {order.id}", count,
        {"id": f"t.id + i * {width}", "res_id": f"{order.id} + i", "order_id": f"{order.id} + i"})
    env.cr.commit()
    return {}

WORK = {"batch": many, "desk": one_by_one, "preview": preview, "fill": fill}
"""
    + ANSWER
)


class Peer(Worker):
    """Odoo with the OCA's helpdesk and its deadlines, and nothing of ours."""

    def prepare(self):
        self.odoo.batch(
            self.name,
            "-i",
            "helpdesk_mgmt_sla",
            "--without-demo=True",
            fail="The OCA's helpdesk could not be installed.",
            log="bench-peers.log",
        )


def run(odoo):
    names = ("aftersales_bench_ours", "aftersales_bench_peer")
    core = database.core_template(odoo)
    with (
        Worker(odoo, names[0], database.ours_template(odoo), OURS) as ours,
        Peer(odoo, names[1], core, THEIRS) as theirs,
    ):
        _compare(ours, theirs, "among few")
        for worker in (ours, theirs):
            worker.ask(f'["fill", {OPEN}]')
        _compare(ours, theirs, f"beside {OPEN} open ones")


def _compare(ours, theirs, where):
    for what, count in (("batch", BATCH), ("desk", SINGLE)):
        message = f'["{what}", {count}]'
        for worker in (ours, theirs):
            worker.ask(message)  # warm caches, not counted
        pairs = [(ours.ask(message), theirs.ask(message)) for _run in range(RUNS)]
        title = (
            f"{count} {'in one create' if what == 'batch' else 'one by one'} {where}"
        )
        work = [(mine["cpu"], peer["cpu"]) for mine, peer in pairs]
        ratio = show_pairs(f"{title}, processor", work)
        show_pairs(title, [(m["seconds"], p["seconds"]) for m, p in pairs])
        mine, peer = pairs[0]
        print(f"{title}: {mine['queries']} queries, peer {peer['queries']}")
        print(f"bar {BARS[what]}: {'kept' if ratio <= BARS[what] else 'MISSED'}")
    times = [ours.ask('["preview", 20]')["seconds"] / 20 * 1000 for _run in range(RUNS)]
    middle = statistics.median(times)
    print(f"preview at the desk {where}: {middle:.1f} ms, bar {PREVIEW_MS} ms")
