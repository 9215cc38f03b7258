"""Plans of the searches for what runs out, at a million devices made by SQL.

No nightly run exists: states are computed from indexed dates when somebody looks. So
instead of queries per night this prints whether those searches use an index.
"""

import json
import subprocess

from workshop import console, database

SIZE = 1_000_000
SEED = """
product = env["product.product"].create({"name": "型号", "default_code": "V1", "tracking": "serial"})
partners = env["res.partner"].create([{"name": f"客户{i}", "is_company": True} for i in range(100)])
device = env["aftersales.device"]._register_batch([{
    "serial": "SEED", "product_id": product.id, "partner_id": partners[0].id,
    "ship_date": "2025-01-01", "coverage": {"months": 12, "start_date": "2025-01-01"}}])
device.message_post(body="首次开机")
coverage = device.coverage_ids
env.cr.commit()
print("RESULT " + json.dumps({
    "partner": partners.ids, "device": device.id, "coverage": coverage.id,
    "event": coverage.event_ids.id, "message": device.message_ids[0].id}))
"""
# Of device number i; a warranty of a year begins somewhere between 2019 and the end of 2026.
START = "date '2019-01-01' + (i % 2900)"
TABLES = {
    "aftersales_device": (
        "device",
        {
            "serial": "'V' || lpad(i::text, 8, '0')",
            "serial_key": "'V' || lpad(i::text, 8, '0')",
            "partner_id": "{partner} + i % 100",
            "commercial_partner_id": "{partner} + i % 100",
            "ship_date": START,
            "coverage_end_date": f"{START} + 364",
        },
    ),
    "aftersales_coverage": (
        "coverage",
        {
            "device_id": "{device} + i",
            "start_date": START,
            "end_date": f"{START} + 364",
            "suspended_on": f"CASE WHEN i % 1000 = 0 THEN {START} + 10 END",
        },
    ),
    "aftersales_coverage_event": (
        "event",
        {"coverage_id": "{coverage} + i", "day": START},
    ),
    "mail_message": (
        "message",
        {"res_id": "{device} + i", "message_id": "'<' || i || '@v>'"},
    ),
}


PLANS = """
import datetime
today = env.company._aftersales_today()
soon = today + datetime.timedelta(days=30)
searches = {
    "ends within 30 days": [("coverage_end_date", ">=", today), ("coverage_end_date", "<=", soon)],
    "in warranty": [("coverage_state", "=", "in")],
    "serial": [("serial_key", "=", "V00500000")],
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
    odoo.copy(database.ours_template(odoo), name)
    try:
        fill(odoo, name, SIZE)
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


def fill(odoo, name, size):
    """Make ``size`` devices with warranty, ledger and message in the database ``name``."""
    seed = ask(odoo, name, SEED)
    seed["partner"] = min(seed["partner"])
    with console.phase(f"{size} devices in {name}"):
        for table, (key, changes) in TABLES.items():
            odoo.server.query(
                _copy_rows(odoo, name, table, seed, key, changes, size), name
            )
            odoo.server.query(
                f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))", name
            )
        odoo.server.query("VACUUM ANALYZE", name)


def _copy_rows(odoo, name, table, seed, key, changes, size):
    """SQL for copies of the seed's row of ``table`` with what is each device's own."""
    own = {column: text.format(**seed) for column, text in changes.items()}
    own["id"] = f"{seed[key]} + i"
    columns = odoo.server.query(
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",
        name,
    )
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(own.get(column, f't."{column}"') for column in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t,"
        f" generate_series(1, {size}) i WHERE t.id = {seed[key]}"
    )


def ask(odoo, name, program):
    """What ``program``, run in an odoo shell, prints behind RESULT."""
    program = f"import json\n{program}"
    guarded = f"exec(compile({program!r}, 'bench', 'exec'), globals())\n"
    done = odoo.shell(name, guarded, stdout=subprocess.PIPE)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    raise console.Stop("The program ended without a result; see above.")
