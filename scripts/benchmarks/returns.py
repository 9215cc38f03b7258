"""Take in 500 serial numbers as a return of ours, and as the bare core receipt, in turn.

Both go to the same place with the same owner, in one database and one process; ours also
finds devices, deliveries and numbers, and opens a custody for each. Then 20 deliveries of
10 moves with 200,000 return lines in the database against the same database without any.
"""

import statistics

from workshop import database
from workshop.worker import Worker

from . import show, show_pairs

RUNS, SIZE, LINES = 7, 500, 200_000
PROGRAM = """
import itertools
import json
import time

company = env.company
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
customers = env.ref("stock.stock_location_customers")
custody = company.aftersales_custody_location_id
customer = env["res.partner"].create({"name": "Bench", "is_company": True})
product = env["product.product"].create(
    {"name": "Bench", "is_storable": True, "tracking": "serial", "aftersales_is_device": True}
)
plain = env["product.product"].create({"name": "Plain", "is_storable": True})
second = env["res.users"].create({"name": "Bench", "login": "bench"})
env.cr.commit()
numbers = itertools.count()


def measure(prepare, act):
    made = prepare()
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    act(made)
    env.flush_all()
    result = time.perf_counter() - start, env.cr.sql_log_count - queries
    env.cr.rollback()
    env.invalidate_all()
    return result


def lots():
    number = next(numbers)
    return env["stock.lot"].create(
        [{"name": f"R{number}-{i}", "product_id": product.id} for i in range(SIZE)]
    )


def prepare_core():
    places = {"location_id": customers.id, "location_dest_id": custody.id}
    line = {
        "product_id": product.id,
        "quantity": 1,
        "picked": True,
        "owner_id": customer.id,
    }
    return env["stock.picking"], {
        "picking_type_id": warehouse.aftersales_take_in_type_id.id,
        "partner_id": customer.id,
        **places,
        "move_ids": [
            (
                0,
                0,
                {
                    "product_id": product.id,
                    "product_uom_qty": SIZE,
                    "picked": True,
                    **places,
                    "move_line_ids": [
                        (0, 0, {**line, **places, "lot_id": lot.id}) for lot in lots()
                    ],
                },
            )
        ],
    }


def act_core(made):
    pickings, vals = made
    pickings.create(vals)._action_done()


def prepare_ours():
    return env["aftersales.return"].create(
        {
            "partner_id": customer.id,
            "reason": "x",
            "counted_with_id": second.id,
            "line_ids": [
                (0, 0, {"product_id": product.id, "serial": lot.name}) for lot in lots()
            ],
        }
    )


def prepare_deliveries():
    env["stock.quant"]._update_available_quantity(plain, warehouse.lot_stock_id, 1000)
    places = {
        "location_id": warehouse.lot_stock_id.id,
        "location_dest_id": customers.id,
    }
    move = {"product_id": plain.id, "product_uom_qty": 1, **places}
    return env["stock.picking"].create(
        [
            {
                "picking_type_id": warehouse.out_type_id.id,
                **places,
                "move_ids": [(0, 0, {**move, "sequence": i}) for i in range(10)],
            }
            for _number in range(20)
        ]
    )


def act_deliveries(pickings):
    pickings.action_confirm()
    pickings.move_ids.picked = True
    pickings._action_done()


def fill():
    record = env["aftersales.return"].create({"partner_id": customer.id, "reason": "x"})
    env.flush_all()
    env.cr.execute(
        '''
        INSERT INTO aftersales_return_line
            (return_id, company_id, product_id, quantity, received_quantity, decided_quantity)
        SELECT %s, %s, %s, 1, 0, 0 FROM generate_series(1, %s)
        ''',
        [record.id, company.id, plain.id, LINES],
    )
    env.cr.execute("ANALYZE aftersales_return_line")
    env.cr.commit()


results = {"ours": [], "core": [], "empty": [], "full": []}
measure(prepare_core, act_core), measure(prepare_ours, lambda r: r.action_receive())
for _run in range(RUNS):
    results["core"].append(measure(prepare_core, act_core))
    results["ours"].append(measure(prepare_ours, lambda r: r.action_receive()))
measure(prepare_deliveries, act_deliveries)
for _run in range(RUNS):
    results["empty"].append(measure(prepare_deliveries, act_deliveries))
fill()
measure(prepare_deliveries, act_deliveries)
for _run in range(RUNS):
    results["full"].append(measure(prepare_deliveries, act_deliveries))
print("RESULT " + json.dumps(results), flush=True)
"""


def run(odoo):
    settings = f"RUNS, SIZE, LINES = {RUNS}, {SIZE}, {LINES}\n"
    template = database.ours_template(odoo)
    with Worker(
        odoo, "aftersales_bench_returns", template, settings + PROGRAM
    ) as worker:
        found = worker.ask()
    show_pairs(f"{SIZE} serials taken in", _seconds(found, "ours", "core"))
    extra = statistics.median(
        a[1] - b[1] for a, b in zip(found["ours"], found["core"], strict=True)
    )
    print(f"{extra:.0f} queries beyond the core receipt's own (bound 60)")
    show(
        f"20 deliveries with {LINES} return lines",
        *([seconds for seconds, _queries in found[size]] for size in ("full", "empty")),
    )


def _seconds(found, ours, plain):
    return [(a[0], b[0]) for a, b in zip(found[ours], found[plain], strict=True)]
