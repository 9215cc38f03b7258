"""Nothing is lost: 10,000 random histories of fees, and the sums that must hold after each
step (`tests/settlement/conservation.py`).

Not a measure of time: it prints how many histories, steps and refusals there were, what of
the fees became of them by payer, and every sum that did not agree. Histories run in lots
of 200 that share partners and documents; a lot that failed is named by its seed.
"""

from workshop import console, database
from workshop.worker import Worker

LOT, ROUNDS = 200, 5

PROGRAM = """
import json, logging, sys
from odoo.addons.aftersales_service.tests.settlement import conservation, histories
env["res.groups"]._aftersales_switch_all(on=True)
env.cr.commit()
for text in sys.stdin:
    seed, count, rounds = json.loads(text)
    lot = histories.Histories(env, seed)
    lot.begin(count)
    faults = []
    for number in range(rounds):
        lot.step()
        faults += [[seed, number, *fault] for fault in conservation.get_faults(lot)]
        if faults:
            break
    told = [lot.done, lot.refused, faults, conservation.get_totals(lot), sum(lot.fees.mapped("amount"))]
    env.cr.rollback()
    env.invalidate_all()
    env.registry.clear_all_caches()
    print("RESULT " + json.dumps(told), flush=True)
"""


def run(odoo, count=10_000, first=1):
    count, first = int(count), int(first)
    sums = Sums()
    with Worker(
        odoo, "aftersales_bench_conservation", database.ours_template(odoo), PROGRAM
    ) as worker:
        for number, begun in enumerate(range(0, count, LOT)):
            size = min(LOT, count - begun)
            sums.add(size, *worker.ask(f"[{first + number}, {size}, {ROUNDS}]"))
            if not (number + 1) % 5:
                print(f"{sums.count} histories, {len(sums.faults)} faults", flush=True)
    sums.show()


class Sums:
    def __init__(self):
        self.count, self.fees, self.faults = 0, 0.0, []
        self.done, self.refused, self.totals = {}, {}, {}

    def add(self, count, done, refused, faults, totals, fees):
        self.count += count
        self.fees += fees
        self.faults += faults
        _count(self.done, done)
        _count(self.refused, refused)
        for payer, kinds in totals.items():
            mine = self.totals.setdefault(payer, {})
            for kind, (net, tax) in kinds.items():
                known = mine.get(kind, (0.0, 0.0))
                mine[kind] = (known[0] + net, known[1] + tax)

    def show(self):
        steps, stopped = sum(self.done.values()), sum(self.refused.values())
        print(f"{self.count} histories, {steps} steps, {stopped} refused")
        print("steps:", ", ".join(f"{k} {n}" for k, n in sorted(self.done.items())))
        print(f"fees: {self.fees:.2f}")
        for payer, kinds in sorted(self.totals.items()):
            told = ", ".join(
                f"{k} {net:.2f} + {tax:.2f}" for k, (net, tax) in sorted(kinds.items())
            )
            print(f"{payer}: {told}")
        for fault in self.faults[:40]:
            print("DIFFERS:", fault)
        if self.faults:
            raise console.Stop(f"{len(self.faults)} sums do not agree.")
        print("every sum agrees to the fen")


def _count(known, more):
    for key, number in more.items():
        known[key] = known.get(key, 0) + number
