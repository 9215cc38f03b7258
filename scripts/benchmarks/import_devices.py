"""Import a register of N devices with their warranties; `load()` of the bare devices.

Every measurement is a process of its own on a fresh copy of our template, so that memory
is that of one import; both begin with the same products and customers. Ours reads an
.xlsx file; `load()` gets its rows (product and owner by external id, serial) as lists.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from workshop import console, database

CUSTOMERS, PRODUCTS = 1000, 20
SIZES = (10_000, 100_000)

PREPARE = f"""
env["product.product"]._load_records([
    {{"xml_id": f"bench.product_{{i}}", "values": {{
        "name": f"型号{{i}}", "default_code": f"P{{i:03}}", "is_storable": True,
        "tracking": "serial"}}}} for i in range({PRODUCTS})])
env["res.partner"]._load_records([
    {{"xml_id": f"bench.partner_{{i}}", "values": {{
        "name": f"客户{{i:05}}有限公司", "is_company": True}}}} for i in range({CUSTOMERS})])
env.cr.commit()
"""

OURS = """
record = env["aftersales.import"].create({
    "kind": "device", "filename": "big.xlsx",
    "data": base64.b64encode(open(path, "rb").read())})
env.cr.commit()
start = time.perf_counter()
record.action_import()
env["aftersales.import"]._cron_import()
env.cr.commit()
seconds = time.perf_counter() - start
env.cr.execute("SELECT count(*), count(*) FILTER (WHERE start_date IS NOT NULL) FROM aftersales_coverage")
assert env.cr.fetchone() == (size, size), "not every device has its warranty"
assert env["aftersales.device"].search_count([]) == size
"""

LOAD = f"""
rows = [[f"bench.product_{{i % {PRODUCTS}}}", f"BM{{i:07}}", f"bench.partner_{{i % {CUSTOMERS}}}"]
        for i in range(size)]
start = time.perf_counter()
# the web client sends a file in parts of 2,000 rows
for begin in range(0, size, 2000):
    result = env["aftersales.device"].with_context(import_file=True, tracking_disable=True).load(
        ["product_id/id", "serial", "partner_id/id"], rows[begin:begin + 2000])
    assert result["ids"], result["messages"]
    env.cr.commit()
seconds = time.perf_counter() - start
assert env["aftersales.device"].search_count([]) == size
"""

MEASURE = """
import base64, json, resource, time
size, path = {size}, {path!r}
{body}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("RESULT " + json.dumps({{"seconds": seconds, "peak": peak}}), flush=True)
"""


def write_register(path, size):
    """A register as an old system exports it: a title, headings, dates as dates."""
    import datetime

    import xlsxwriter

    day = datetime.date(2024, 1, 1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, "客户产品档案")
        sheet.write_row(1, 0, ["客户名称", "产品编码", "机号", "发货日期", "保修期"])
        for i in range(size):
            row = i + 2
            sheet.write_string(row, 0, f"客户{i % CUSTOMERS:05}有限公司")
            sheet.write_string(row, 1, f"P{i % PRODUCTS:03}")
            sheet.write_string(row, 2, f"BM{i:07}")
            shipped = day + datetime.timedelta(days=i % 900)
            sheet.write_datetime(row, 3, shipped, date)
            sheet.write_number(row, 4, 12 + i % 3 * 12)


def run(odoo):
    template = database.ours_template(odoo)
    prepared = "aftersales_bench_import"
    odoo.copy(template, prepared)
    try:
        database.run_program(odoo, prepared, PREPARE)
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            _measure_all(odoo, prepared, Path(folder))
    finally:
        odoo.drop(prepared)


def _measure_all(odoo, prepared, folder):
    rates = {}
    for size in SIZES:
        path = folder / f"{size}.xlsx"
        write_register(path, size)
        runs = 3 if size == SIZES[0] else 1
        pairs = [
            [_measure(odoo, prepared, body, size, path) for body in (OURS, LOAD)]
            for _run in range(runs)
        ]
        ours, load = (sorted(p[i]["seconds"] for p in pairs)[runs // 2] for i in (0, 1))
        rates[size] = size / ours
        print(
            f"{size} rows, {runs} runs: ours with warranties {ours:.1f} s, load() of bare devices {load:.1f} s:"
            f" {load / ours:.2f} times as fast; {rates[size]:.0f} rows/s;"
            f" peak memory {max(p[0]['peak'] for p in pairs):.0f} MiB (load() {max(p[1]['peak'] for p in pairs):.0f})",
            flush=True,
        )
    small, big = SIZES
    print(f"rate at {big} / rate at {small}: {rates[big] / rates[small]:.2f}")


def _measure(odoo, prepared, body, size, path):
    name = "aftersales_bench_import_run"
    odoo.copy(prepared, name)
    try:
        program = MEASURE.format(size=size, path=str(path), body=body)
        guarded = f"exec(compile({program!r}, 'bench', 'exec'), globals())\n"
        done = odoo.shell(name, guarded, stdout=subprocess.PIPE)
    finally:
        odoo.drop(name)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    raise console.Stop("The measured process ended without a result; see above.")
