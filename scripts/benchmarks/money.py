"""Nothing is lost: random histories of money through all its rooms, from the fee to the month
that is closed, and the sums that must hold after each step (`tests/treasury/money_laws.py`).

Not a measure of time: it prints what was done and refused, and each sum that did not agree
with the steps that lead to it. `scripts/bench money COUNT FIRST`: so many histories, from
that seed on.
"""

import json
from collections import Counter

from workshop import console, database
from workshop.worker import Worker

LENGTH = 60

PROGRAM = """
import json, random, sys, traceback
from freezegun import freeze_time
from odoo.addons.aftersales_service.tests.treasury import money_histories, money_laws
env["res.groups"]._aftersales_switch_all(on=True)
env.cr.commit()
with freeze_time(money_histories.BEGIN) as clock:
    world = money_histories.MoneyHistories(env, 16, clock)
    world.begin(5)
    for text in sys.stdin:
        seed, length = json.loads(text)
        draw = random.Random(seed)
        steps, faults = [], []
        world.done.clear(), world.refused.clear()
        with env.cr.savepoint() as point:
            world.start(clock)
            while len(steps) < length and not faults:
                steps.append((draw.choice(money_histories.EVERY), draw.randrange(10000)))
                try:
                    world.play(*steps[-1])
                    faults = money_laws.get_money_faults(world)
                except Exception:
                    faults = [traceback.format_exc()]
            point.rollback()
        env.invalidate_all()
        told = [world.done, world.refused, [str(fault) for fault in faults], steps]
        print("RESULT " + json.dumps(told), flush=True)
env.cr.rollback()
"""


def run(odoo, count=200, first=1):
    done, refused, wrong = Counter(), Counter(), 0
    with Worker(
        odoo, "aftersales_bench_money", database.ours_template(odoo), PROGRAM
    ) as worker:
        for seed in range(int(first), int(first) + int(count)):
            more, stopped, faults, steps = worker.ask(json.dumps([seed, LENGTH]))
            done.update(more)
            refused.update(stopped)
            if faults:
                wrong += 1
                print(f"DIFFERS: history {seed} at step {len(steps)}, {steps[-1]}")
                print("\n".join(faults[:5]), flush=True)
    print(f"{count} histories, {done.total()} steps, {refused.total()} refused")
    for name, counter in (("done", done), ("refused", refused)):
        print(f"{name}:", ", ".join(f"{k} {n}" for k, n in sorted(counter.items())))
    if wrong:
        raise console.Stop(f"{wrong} histories do not add up.")
    print("every sum agrees to the cent")
