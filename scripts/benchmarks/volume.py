"""Plans of the searches for what runs out, at a million devices (`fill`).

No nightly run exists: states are computed from indexed dates when somebody looks. So
instead of queries per night this prints whether those searches use an index.
"""

import json
import subprocess

from workshop import console

from . import fill

SIZE = 1_000_000
PLANS = """
import datetime
today = env.company._aftersales_today()
soon = today + datetime.timedelta(days=30)
searches = {
    "ends within 30 days": [("coverage_end_date", ">=", today), ("coverage_end_date", "<=", soon)],
    "in warranty": [("coverage_state", "=", "in")],
    "serial": [("serial_key", "=", "V10500000")],
}
plans = {}
for title, domain in searches.items():
    query = env["aftersales.device"]._search(domain, limit=80)
    sql = query.select()
    env.cr.execute("EXPLAIN (ANALYZE, TIMING OFF) " + sql.code, sql.params)
    plans[title] = [line for line, in env.cr.fetchall()]
print("RESULT " + json.dumps(plans))
"""


def run(odoo):
    name = "aftersales_bench_volume"
    try:
        fill.fill(odoo, name, SIZE, "machines")
        for title, plan in ask(odoo, name, PLANS).items():
            scans = [line.strip() for line in plan if "Seq Scan" in line]
            print(f"“{title}” among {SIZE} devices, first 80: {plan[-1].strip()};")
            print(f"  sequential scans: {scans or 'none'}")
            for line in plan:
                if ("Index" in line and " on " in line) or "using" in line:
                    print("  " + line.strip().lstrip("-> "))
    finally:
        odoo.drop(name)
    print("no nightly run exists: state is computed from indexed dates")


def ask(odoo, name, program):
    """What ``program``, run in an odoo shell, prints behind RESULT."""
    program = f"import json\n{program}"
    guarded = f"exec(compile({program!r}, 'bench', 'exec'), globals())\n"
    done = odoo.shell(name, guarded, stdout=subprocess.PIPE)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    raise console.Stop("The program ended without a result; see above.")
