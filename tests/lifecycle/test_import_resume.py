"""A long import runs in the background: one run, whoever presses, and a process that dies
in the middle is followed by the next turn of the job, which goes on behind it."""

import os
import signal
import subprocess
import time

ROWS = 9000
PREPARE = f"""
import base64, io, openpyxl
env["product.product"].create({{"name": "型号", "default_code": "P1", "tracking": "serial"}})
book = openpyxl.Workbook()
book.active.append(["客户名称", "产品编码", "机号", "发货日期", "保修期"])
for i in range({ROWS}):
    # the same serial again far behind, on the other side of where the process dies
    serial = "K0000001" if i == {ROWS} - 10 else f"K{{i:07}}"
    book.active.append([f"客户{{i % 50}}", "P1", serial, "2026-01-31", 12])
stream = io.BytesIO()
book.save(stream)
record = env["aftersales.import"].create({{"kind": "device", "filename": "大.xlsx",
    "data": base64.b64encode(stream.getvalue())}})
env.cr.commit()
answer = record.id
"""
PRESS = """
env["aftersales.import"].browse({}).action_import()
env.cr.commit()
answer = env["aftersales.import"].browse({}).state
"""
TURN = "env['aftersales.import']._cron_import(); env.cr.commit()\n"
RESUME = """
record = env["aftersales.import"].browse({})
before = record.state, record.done_row, record.created_count
env["aftersales.import"]._cron_import()
env.cr.commit()
answer = [before, record.read(["state", "created_count", "present_count", "error_count"])[0]]
answer.append(len(env["aftersales.coverage"].search([])._verify()))
"""
PROGRESS = (
    "SELECT COALESCE(MAX(done_row), 0) FROM aftersales_import WHERE state = 'running'"
)
TABLES = """
    SELECT (SELECT count(*) FROM aftersales_device),
           (SELECT count(DISTINCT serial_key) FROM aftersales_device),
           (SELECT count(*) FROM aftersales_coverage),
           (SELECT count(DISTINCT device_id) FROM aftersales_coverage),
           (SELECT count(*) FROM aftersales_coverage_event),
           (SELECT count(*) FROM res_partner WHERE name LIKE '客户%'),
           (SELECT count(*) FROM aftersales_import_line WHERE outcome = 'error')
"""


def test_killed_import_goes_on_where_it_stopped(odoo, ours, database, ask, rows):
    name = database(ours, "killed")
    number = ask(name, PREPARE)
    assert ask(name, PRESS.format(number, number)) == "running"
    # The second clerk, or the second click, starts nothing of its own.
    assert ask(name, PRESS.format(number, number)) == "running"
    assert rows(name, PROGRESS) == [(0,)]
    kill_in_the_middle(odoo, name, rows)
    [(devices, *_others)] = rows(name, TABLES)
    assert 0 < devices < ROWS - 1, "the process died in the middle"
    [state, done_row, created], record, wrong = ask(name, RESUME.format(number))
    assert (state, created) == ("running", devices)
    assert done_row == devices + 1  # the heading is row 1
    assert record["state"] == "done"
    assert record["created_count"] == ROWS - 1
    assert (record["present_count"], record["error_count"]) == (0, 1)
    assert wrong == 0
    assert rows(name, TABLES) == [(*[ROWS - 1] * 5, 50, 1)]


def test_two_turns_at_once_are_one_run(odoo, ours, database, ask, rows):
    name = database(ours, "twice")
    number = ask(name, PREPARE)
    ask(name, PRESS.format(number, number))
    turns = [_start_turn(odoo, name) for _turn in range(2)]
    assert [turn.wait(timeout=300) for turn in turns] == [0, 0]
    ask(name, RESUME.format(number))
    assert rows(name, TABLES) == [(*[ROWS - 1] * 5, 50, 1)]


def _start_turn(odoo, name):
    process = subprocess.Popen(
        odoo.command("shell", name, "--no-http", "--log-level=warn"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=odoo.environment,
    )
    process.stdin.write(TURN)
    process.stdin.close()
    return process


def kill_in_the_middle(odoo, name, rows):
    """A turn of the job dies behind its first chunk."""
    process = _start_turn(odoo, name)
    until = time.monotonic() + 120
    while rows(name, PROGRESS) == [(0,)]:
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < until, "no chunk was committed"
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
