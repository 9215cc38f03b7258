"""A statement is read in one transaction: a process that dies leaves nothing behind, and two
people who read at once bring each line once."""

import os
import signal
import subprocess
import time

MOVES = 400
PREPARE = f"""
import base64
env["res.currency"].search([("name", "=", "CNY")]).active = True
company = env.company
journal = env["account.journal"].create({{"name": "银行", "code": "YHLS", "type": "bank",
    "currency_id": env.ref("base.CNY").id}})
def make(first, last):
    rows = ["交易日期,收入,余额,对方户名"]
    rows += [f"2026-10-{{1 + n % 28:02}},1.00,{{n + 1}}.00,客户{{n}}" for n in range(first, last)]
    return env["aftersales.bank.file"].create({{"name": f"{{first}}.csv", "journal_id": journal.id,
        "data": base64.b64encode("\\n".join(rows).encode())}})
one, two = make(0, {MOVES}), make({MOVES} // 2, {MOVES} + {MOVES} // 2)
env.user.group_ids |= env.ref("aftersales_service.aftersales_service_group_finance")
for file in one | two:
    file.action_check()

env.cr.commit()
answer = [(file.id, file.state, file.new_count) for file in one | two]
"""
READ = """
from odoo.service.model import retrying
def step():
    env["aftersales.bank.file"].browse({}).action_read()
retrying(step, env)
env.cr.commit()
"""
COUNT = """
    SELECT count(*), count(DISTINCT aftersales_key), count(DISTINCT move_id)
      FROM account_bank_statement_line WHERE aftersales_key IS NOT NULL
"""
UNDER_WAY = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND backend_xid IS NOT NULL
       AND now() - xact_start > interval '0.3 s'
"""


def test_a_killed_reading_leaves_nothing(odoo, ours, database, ask, rows):
    name = database(ours, "statement_killed")
    [(file, state, new), _other] = ask(name, PREPARE)
    assert (state, new) == ("checked", MOVES)
    process = _start(odoo, name, file)
    until = time.monotonic() + 120
    while rows(name, UNDER_WAY) == [(0,)]:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until, "it never began to write"
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert rows(name, COUNT) == [(0, 0, 0)]
    assert _start(odoo, name, file).wait(timeout=300) == 0
    assert rows(name, COUNT) == [(MOVES, MOVES, MOVES)]


def test_two_at_once_bring_each_line_once(odoo, ours, database, ask, rows):
    """The same file twice, and another that overlaps it, all in the same second."""
    name = database(ours, "statement_twice")
    [(one, *_told), (two, *_other)] = ask(name, PREPARE)
    runs = [_start(odoo, name, file) for file in (one, one, two)]
    assert [run.wait(timeout=300) for run in runs] == [0, 0, 0]
    lines = MOVES + MOVES // 2
    assert rows(name, COUNT) == [(lines, lines, lines)]
    states = "SELECT state, count(*) FROM aftersales_bank_file GROUP BY state"
    assert rows(name, states) == [("done", 2)]


def _start(odoo, name, file):
    process = subprocess.Popen(
        odoo.command("shell", name, "--no-http", "--log-level=warn"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=odoo.environment,
    )
    process.stdin.write(READ.format(file))
    process.stdin.close()
    return process
