"""100,000 open clocks counted anew after a holiday was entered, against `plan_hours` once each.

The clocks are made by SQL on one service policy. Ours is what follows when a day of the
holiday table is written: the hook, and the job that counts what is too much to wait for:
search, arithmetic, new due dates and warnings, a trace for each. Plain is core's
``plan_hours`` for a sample of the same starts. Both alternate in one process. Prints the
wait of the person who saves, queries for 1,000 clocks and the ratio of the time for one
clock; a run that moves no deadline is a failure.
"""

from workshop import console, database
from workshop.worker import Worker

from . import show

CLOCKS, RUNS, SAMPLE = 100_000, 7, 300
BAR = 0.2

PROGRAM = """
import json, time
from pytz import utc
CLOCKS, RUNS, SAMPLE = %d, %d, %d
calendar = env.ref("resource_calendar_makeup.calendar_china")
table = env.ref("resource_calendar_makeup.table_china")
policy = env["aftersales.sla.policy"].create({"name": "Bench", "company_id": env.company.id})
event = env["aftersales.sla.event"]
version = env["aftersales.sla.version"].create({
    "policy_id": policy.id, "valid_from": "2020-01-01", "rule_ids": [(0, 0, {
        "code": "T-21", "name": "Bench", "amount": 24, "unit": "working_hour",
        "start_event_id": event._get_id("called"), "stop_event_id": event._get_id("arrived"),
        "calendar_id": calendar.id})]})
version.action_approve()
partner = env["res.partner"].create({"name": "Bench"})
order = env["aftersales.order"].create(
    {"partner_id": partner.id, "fault": "x", "called_at": "2026-03-06 02:00:00"})
first = order.clock_ids
env.flush_all()
env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'aftersales_sla_clock'")
names = [row[0] for row in env.cr.fetchall() if row[0] not in ("id", "res_id", "event_at", "started_at")]
columns = ", ".join(names)
env.cr.execute(f'''
    INSERT INTO aftersales_sla_clock (res_id, event_at, started_at, {columns})
    SELECT 1000000 + i, event_at + i * interval '2 seconds', event_at + i * interval '2 seconds', {columns}
    FROM aftersales_sla_clock, generate_series(1, {CLOCKS}) i WHERE id = %%s''', [first.id])
env.cr.execute("UPDATE aftersales_sla_clock SET order_id = NULL WHERE id != %%s", [first.id])
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("ANALYZE aftersales_sla_clock")
env.cr._cnx.autocommit = False
clocks = env["aftersales.sla.clock"]
clocks.search([])._replan("facts", "x")
env.flush_all()
env.cr.commit()
starts = [utc.localize(c.event_at) for c in clocks.search([], limit=SAMPLE)]
results = {"ours": [], "plain": [], "queries": [], "moved": [], "saved": []}
for run in range(RUNS):
    env.invalidate_all()
    begin = time.perf_counter()
    for start in starts:
        calendar.plan_hours(24, start, compute_leaves=True)
    results["plain"].append((time.perf_counter() - begin) / len(starts) * 1000)
    env.invalidate_all()
    before, begin = env.cr.sql_log_count, time.perf_counter()
    env["resource.makeup.day"].create({"table_id": table.id, "date": "2026-03-10",
        "kind": "holiday", "name": "x"})
    env.flush_all()
    results["saved"].append(time.perf_counter() - begin)
    env["aftersales.sla.recount"]._cron_recount()
    env.flush_all()
    results["ours"].append((time.perf_counter() - begin) / CLOCKS * 1000)
    results["queries"].append((env.cr.sql_log_count - before) / CLOCKS * 1000)
    env.cr.execute("SELECT count(*) FROM aftersales_sla_change WHERE kind = 'calendar'")
    results["moved"].append(env.cr.fetchone()[0])
    env.cr.rollback()
    env.registry.clear_cache()
print("RESULT " + json.dumps(results))
"""


def run(odoo):
    program = PROGRAM % (CLOCKS, RUNS, SAMPLE)
    template = database.ours_template(odoo)
    with Worker(odoo, "aftersales_bench_clocks", template, program) as worker:
        found = worker.ask()
    ratio = show("time for one clock", found["ours"], found["plain"], "ms")
    queries = max(found["queries"])
    moved = min(found["moved"])
    if not moved:
        raise console.Stop("No deadline moved, so nothing was measured.")
    print(f"deadlines moved: {moved}")
    print(f"wait of the person who saves: {max(found['saved']):.2f} s")
    print(f"queries for 1,000 clocks: {queries:.1f}")
    print(f"bar {BAR}: {'kept' if ratio <= BAR else 'MISSED'}")
