"""Lists of parts that are killed in the middle: supersession, parts books, what machines were
built of. The next turn goes on behind what was committed, bad rows are told, and no good one
is lost or doubled."""

import pytest
from test_import_resume import PROGRESS, kill_in_the_middle

PARTS, MACHINES = 1500, 50
KINDS = {
    "supersession": """
        ["旧件号", "新件号", "生效日期"],
        *([f"P{i}", f"P{i + 1}", day] for day in ("2026-01-01", "2026-02-01", "2026-03-01")
          for i in range(PARTS) if i % 10 != 9),
        ["P9", "P0", ""], ["P5", "P5", ""], ["P0", "没有", ""],
        ["P0", "P1", "2026-01-01"]""",
    "fit": """
        ["零件编号", "适用机型", "适用机号"],
        *([f"P{i}", "M1", text] for text in ("K1～K9", "K20起", "K15")
          for i in range(PARTS)),
        ["P0", "M1", "K9～K1"], ["P0", "M1", "K1～K9、K20起"], ["P0", "没有", ""],
        ["P0", "M1", "K1～K9"]""",
    "built": """
        ["整机序列号", "零件编号", "零件序列号", "数量"],
        *([f"K{i % MACHINES}", f"P{i // MACHINES}", "", 2] for i in range(3 * PARTS)),
        ["K0", "P1", "S1", 2], ["没有", "P1", "", 1], ["K0", "没有", "", 1],
        ["K0", "P0", "", 2]""",
}
# {kind: rows that are good and not there already}
GOOD = {"supersession": 3 * PARTS * 9 // 10, "fit": 3 * PARTS, "built": 3 * PARTS}
TABLES = {
    "supersession": "aftersales_part_supersession",
    "fit": "aftersales_part_fit",
    "built": "aftersales_device_part",
}
PREPARE = f"""
import base64, io, openpyxl
PARTS, MACHINES = {PARTS}, {MACHINES}
products = env["product.product"]
products.create([{{"name": f"件{{i}}", "default_code": f"P{{i}}", "is_storable": True,
    "aftersales_is_part": True}} for i in range(PARTS)])
machine = products.create({{"name": "型号", "default_code": "M1", "tracking": "serial"}})
env["aftersales.device"]._register_batch([
    {{"serial": f"K{{i}}", "product_id": machine.id, "coverage": {{}}}}
    for i in range(MACHINES)])
tables = {{{", ".join(f'"{kind}": [{rows}]' for kind, rows in KINDS.items())}}}
answer = {{}}
for kind, rows in tables.items():
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    answer[kind] = env["aftersales.import"].create({{"kind": kind,
        "filename": f"{{kind}}.xlsx", "data": base64.b64encode(stream.getvalue())}}).id
env.cr.commit()
"""
PRESS = (
    "env['aftersales.import'].browse({}).action_import(); env.cr.commit(); answer = 1"
)
RESUME = """
record = env["aftersales.import"].browse({})
before = [record.state, record.created_count]
env["aftersales.import"]._cron_import()
env.cr.commit()
told = record.line_ids.filtered(lambda line: line.outcome == "error")
answer = before + record.read(["state", "created_count", "present_count"])
answer.append([sorted(told.mapped("fault_codes")), all(told.mapped("fault"))])
"""
FAULTS = {
    "supersession": ["circle", "new_unknown", "replaces_itself"],
    "fit": ["fit_machine_unknown", "fit_range_reversed", "fit_range_unclear"],
    "built": ["built_device_unknown", "built_part_unknown", "built_serial_of_many"],
}


@pytest.fixture(scope="module")
def lists(ours, session_database, ask):
    """(database, {kind: id of the import}) with parts, machines and three lists."""
    name = session_database(ours, "lists_killed")
    return name, ask(name, PREPARE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_list_goes_on_where_it_stopped(odoo, lists, ask, rows, kind):
    name, numbers = lists
    ask(name, PRESS.format(numbers[kind]))
    kill_in_the_middle(odoo, name, rows)
    count = f"SELECT count(*) FROM {TABLES[kind]}"
    [(written,)] = rows(name, count)
    assert 0 < written < GOOD[kind], "the process died in the middle"
    state, created, record, faults = ask(name, RESUME.format(numbers[kind]))
    assert (state, created) == ("running", written)
    assert rows(name, count) == [(GOOD[kind],)]
    assert (record["state"], record["created_count"]) == ("done", GOOD[kind])
    assert record["present_count"] == 1
    assert faults == [FAULTS[kind], True]
    assert rows(name, PROGRESS) == [(0,)]
