"""The ICP register with 2,000 and with 200,000 services, in turn, in one run.

Both databases have the same fifty duties due; the nightly run must cost the same in both.
Then the plans of the list and of the searches on the large one are printed: they use
indexes. Services are made by SQL; every run of the night is the real cron.
"""

import json
from contextlib import ExitStack

from workshop import database
from workshop.worker import Worker

from . import show

SIZES = (2_000, 200_000)
RUNS = 9
DUE = 50

PROGRAM = """
import json, logging, sys, time
from odoo.tools import SQL
logging.disable(logging.WARNING)
SIZE, DUE = %d, %d
company = env.company
partner = env["res.partner"].create({"name": "Bench"})
subject = env["aftersales.icp.subject"].create(
    {"partner_id": partner.id, "number_raw": "京ICP备12345678号"})
subject.action_file()
rule = env.ref("aftersales_icp.rule_d07")
rule.tells_customer = False
env.cr.execute('''
    INSERT INTO aftersales_icp_subject (partner_id, company_id, kind, state, number,
        number_raw, create_uid)
    SELECT %%s, %%s, 'subject', 'filed', x, x, 1 FROM (SELECT '京ICP备20' ||
        (20 + i / 1000000) || lpad((i %%%% 1000000)::text, 6, '0') || '号' AS x
        FROM generate_series(1, %%s) i) n''', [partner.id, company.id, SIZE // 2])
env.cr.execute('''
    INSERT INTO aftersales_icp_service (name, subject_id, company_id, partner_id, kind,
        state, number, number_raw, main_number, serial, suffix, domain_name, active,
        in_china, is_watched)
    SELECT 'site ' || s.id || '-' || n, s.id, s.company_id, s.partner_id, 'website',
        'filed', s.number || '-' || n, s.number || '-' || n, s.number, n, '',
        'www' || n || '.site' || s.id || '.example.cn', true, true, false
    FROM aftersales_icp_subject s, generate_series(1, 2) n
    WHERE s.create_uid = 1 AND s.id > %%s''', [subject.id])
env.cr.execute('''
    INSERT INTO aftersales_icp_obligation (rule_id, res_model, res_id, subject_id,
        service_id, company_id, base_on, due_on, state, next_reminder, user_id)
    SELECT %%s, 'aftersales.icp.service', s.id, s.subject_id, s.id, s.company_id,
        current_date, current_date + 30 + s.id %%%% 300, 'open',
        current_date + 10 + s.id %%%% 300, 2 FROM aftersales_icp_service s''', [rule.id])
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("ANALYZE")
env.cr._cnx.autocommit = False
duties = env["aftersales.icp.obligation"]
services = env["aftersales.icp.service"]

def night(_argument):
    env.cr.execute('''
        UPDATE aftersales_icp_obligation SET next_reminder = current_date WHERE id IN (
        SELECT id FROM aftersales_icp_obligation WHERE next_reminder > current_date
        AND state = 'open' ORDER BY id LIMIT %%s) RETURNING id''', [DUE])
    due = [row[0] for row in env.cr.fetchall()]
    env.cr.commit()
    env.invalidate_all()
    queries, begun = env.cr.sql_log_count, time.perf_counter()
    duties._cron_remind()
    seconds = time.perf_counter() - begun
    spoken = env["mail.activity"].search_count(
        [("res_model", "=", duties._name), ("res_id", "in", due)])
    return {"seconds": seconds, "queries": env.cr.sql_log_count - queries,
            "spoken": spoken}

def plan(kind):
    domain = {
        "list": [("company_id", "in", company.ids)],
        "search": ["|", "|", ("name", "ilike", "site77777"), ("number", "ilike", "site77777"),
                   ("domain_name", "ilike", "site77777")],
        "number": ["|", "|", ("name", "ilike", "2020077777"),
                   ("number", "ilike", "2020077777"), ("domain_name", "ilike", "2020077777")],
        "duties": [("state", "=", "open"), ("next_reminder", "<=", "today")],
    }[kind]
    model = duties if kind == "duties" else services
    query = model._search(domain, limit=80, order=model._order)
    if kind == "duties":
        query = model._search(domain, limit=200, order="next_reminder, id")
    env.cr.execute(SQL("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) %%s", query.select()))
    return [row[0] for row in env.cr.fetchall()]

print("READY", flush=True)
for line in sys.stdin:
    word, argument = json.loads(line)
    print("RESULT " + json.dumps({"night": night, "plan": plan}[word](argument)),
          flush=True)
"""


class Register(Worker):
    """One Odoo process with a register of one size."""

    def __init__(self, odoo, source, size):
        super().__init__(odoo, f"icp_bench_{size}", source, PROGRAM % (size, DUE))

    def tell(self, word, argument=None):
        return self.ask(json.dumps([word, argument]))


def run(odoo, source=None):
    """Print ratios and plans; ``source`` is a database that has the add-on."""
    source = source or database.ours_template(odoo)
    with ExitStack() as stack:
        measure({s: stack.enter_context(Register(odoo, source, s)) for s in SIZES})


def measure(registers):
    found = {size: [] for size in SIZES}
    for _turn in range(RUNS):
        for size in SIZES:
            found[size].append(registers[size].tell("night"))
    small, large = ([one["seconds"] for one in found[size]] for size in SIZES)
    show(f"nightly run, {DUE} duties due, {SIZES[1]:,} / {SIZES[0]:,}", large, small)
    for size in SIZES:
        queries = sorted({one["queries"] for one in found[size]})
        spoken = {one["spoken"] for one in found[size]}
        print(f"{size:>7,} services: queries {queries}, duties spoken of {spoken}")
    for kind in ("list", "search", "number", "duties"):
        print(f"--- plan: {kind}")
        print("\n".join(registers[SIZES[1]].tell("plan", kind)))
