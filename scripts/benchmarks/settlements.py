"""A month's settlements: open shares of many partners gathered in one go.

The fees and their shares are copies of one, made by SQL. What is compared is the same
work at a tenth of the size, alternating in one process: the time for one line, and the
queries for 100 partners. The ORM inserts 100 rows with each statement, so inserts grow with
the lines; they are told apart from all other queries, which must not grow.
"""

from workshop import console, database
from workshop.worker import Worker

from . import show

PARTNERS, LINES, RUNS = 500, 50_000, 7
BAR = 60

PROGRAM = """
import json, time
PARTNERS, LINES, RUNS = %d, %d, %d
partners = env["res.partner"].create(
    [{"name": f"Agent {number}", "is_company": True} for number in range(PARTNERS)])
account = env["account.account"].search(
    [("account_type", "=", "income_other"), ("company_ids", "in", env.company.ids)], limit=1)
tax = env["account.tax"].search([("type_tax_use", "=", "sale"), ("company_id", "=", env.company.id)], limit=1)
policy = env["aftersales.settlement.policy"].create({"name": "Bench", "payer": "agent"})
term = env["aftersales.settlement.term"].create({"policy_id": policy.id, "valid_from": "2020-01-01",
    "claim_number": 30, "claim_unit": "working_day", "claim_since": "month_end",
    "line_ids": [(0, 0, {"kind": "labour", "becomes": "service", "account_id": account.id,
                         "tax_ids": [(6, 0, tax.ids)]})]})
term.action_approve()
product = env["product.product"].create({"name": "Labour", "type": "service", "taxes_id": False})
order = env["aftersales.order"].create({"partner_id": partners[0].id, "fault": "x"})
fee = env["aftersales.fee"].create({"name": "Labour", "order_id": order.id, "kind": "labour",
    "product_id": product.id, "price_unit": 100, "share_ids": [(0, 0,
        {"payer": "agent", "percent": 100, "partner_id": partners[0].id})]})
share = fee.share_ids
env.flush_all()
def columns(table, *left_out):
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %%s", [table])
    return ", ".join(name for name, in env.cr.fetchall() if name not in ("id", *left_out))
env.cr.execute("SELECT max(id) FROM aftersales_fee")
first = env.cr.fetchone()[0]
names = columns("aftersales_fee", "create_date", "price_unit", "amount")
env.cr.execute(f'''INSERT INTO aftersales_fee (create_date, price_unit, amount, {names})
    SELECT timestamp '2026-01-05' + i * interval '20 seconds', 100, 100, {names}
    FROM aftersales_fee, generate_series(1, {LINES}) i WHERE id = %%s''', [fee.id])
names = columns("aftersales_fee_share", "fee_id", "partner_id")
env.cr.execute(f'''INSERT INTO aftersales_fee_share (fee_id, partner_id, {names})
    SELECT f.id, (%%s::int[])[1 + mod(f.id, {PARTNERS})], {", ".join("s." + n for n in names.split(", "))}
    FROM aftersales_fee f, aftersales_fee_share s WHERE s.id = %%s AND f.id > %%s''',
    [partners.ids, share.id, first])
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("ANALYZE")
env.cr._cnx.autocommit = False
shares = env["aftersales.fee.share"]
every = shares.search([("partner_id", "in", partners.ids), ("id", "!=", share.id)])
few = partners[:PARTNERS // 10]
few = every.filtered(lambda s: s.partner_id in few)
inserts = [0]
execute = type(env.cr).execute
def counted(cursor, query, params=None, log_exceptions=True):
    text = query.code if hasattr(query, "code") else str(query)
    inserts[0] += text.lstrip().startswith("INSERT")
    return execute(cursor, query, params, log_exceptions)
type(env.cr).execute = counted
def gather(records):
    env.invalidate_all()
    before, begin, inserts[0] = env.cr.sql_log_count, time.perf_counter(), 0
    drafts = records._gather()
    env.flush_all()
    told = (len(drafts), len(drafts.line_ids), time.perf_counter() - begin,
            env.cr.sql_log_count - before, inserts[0])
    env.cr.rollback()
    return told
results = {"large": [], "small": []}
for run in range(RUNS):
    results["small"].append(gather(few))
    results["large"].append(gather(every))
print("RESULT " + json.dumps(results))
"""


def run(odoo, lines=LINES):
    lines = int(lines)
    partners = max(lines * PARTNERS // LINES, 10)
    program = PROGRAM % (partners, lines, RUNS)
    template = database.ours_template(odoo)
    with Worker(odoo, "aftersales_bench_settlements", template, program) as worker:
        found = worker.ask()
    large, small = found["large"], found["small"]
    if any(row[1] < lines for row in large):
        raise console.Stop("Not every share was gathered, so nothing was measured.")
    print(f"{large[0][0]} documents, {large[0][1]} lines; against {small[0][1]} lines")
    times = [[row[2] / row[1] * 1000 for row in rows] for rows in (large, small)]
    show("time for one line", *times, "ms")
    others = max((row[3] - row[4]) / row[0] * 100 for row in large)
    print(f"queries for 100 partners: {others:.1f}, and 1 insert for 100 lines")
    print(f"queries in all: {large[0][3]}, of them inserts: {large[0][4]}")
    print(f"bar {BAR}: {'kept' if others <= BAR else 'MISSED'}")
