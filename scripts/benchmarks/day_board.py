"""The day board with 200 technicians and 2,000 visits against 20 and 200.

One database; rows are copied by SQL inside a transaction that is rolled back. Each size is
asked alternately with an empty cache. Prints medians, spreads, the ratio of the times and
the queries of one answer, which must be the same.
"""

from workshop import database
from workshop.worker import Worker

from . import show

ROUNDS = 11
NAME = "aftersales_bench_day_board"

PROGRAM = """
import json, time
from datetime import datetime
from odoo import Command

def copies(record, count, mark):
    env.flush_all()
    own = {"id", "name", "user_id"} if "grade" in record._fields else {"id", "name"}
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [record._table])
    names = ", ".join(name for (name,) in env.cr.fetchall() if name not in own)
    env.cr.execute(
        f"INSERT INTO {record._table} (name, {names}) SELECT %s || g, {names}"
        f" FROM {record._table}, generate_series(1, %s) g WHERE id = %s RETURNING id",
        [mark, count, record.id])
    return min(key for (key,) in env.cr.fetchall())

def fill(mark, technicians, visits, day):
    partner = env["res.partner"].create({"name": "Bench"})
    unit = env["aftersales.unit"].create({"name": mark, "code": mark})
    man = env["aftersales.technician"].create({"name": mark, "examined": True, "unit_id": unit.id})
    order = env["aftersales.order"].create({"partner_id": partner.id, "fault": "x", "unit_id": unit.id})
    visit = env["aftersales.visit"].create({"order_id": order.id, "technician_id": man.id, "planned_start": day})
    first_man = copies(man, technicians, mark)
    first_order = copies(order, visits, mark)
    first = copies(visit, visits, mark)
    env.cr.execute(
        "UPDATE aftersales_visit SET order_id = %s + id - %s, technician_id = %s + (id - %s) %% %s WHERE id >= %s",
        [first_order, first, first_man, first, technicians, first])
    return unit.id

day = datetime(2031, 1, 6, 2, 0)
sizes = {"small": (20, 200), "big": (200, 2000)}
units = {mark: fill(mark, *size, day) for mark, size in sizes.items()}
board = env["aftersales.day.board"]
result = {mark: [] for mark in sizes}
for _round in range(ROUNDS + 1):
    for mark, unit in units.items():
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        data = board.get_day_board("2031-01-06", unit)
        result[mark].append([time.perf_counter() - start, env.cr.sql_log_count - queries])
        assert len(data["visits"]) > sizes[mark][1], len(data["visits"])
env.cr.rollback()
print("RESULT " + json.dumps(result))
"""


def run(odoo):
    program = PROGRAM.replace("ROUNDS", str(ROUNDS))
    with Worker(odoo, NAME, database.ours_template(odoo), program) as worker:
        result = worker.ask()
    times = {mark: [t for t, _q in rows[1:]] for mark, rows in result.items()}
    show("200 × 2,000 against 20 × 200", times["big"], times["small"])
    for mark, rows in result.items():
        print(f"{mark}: {sorted({q for _t, q in rows[1:]})} queries")
