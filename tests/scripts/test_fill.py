"""A filled database: what SQL multiplied is what the ORM would have written.

One database is filled, and a second one in which the story itself is told at another week.
"""

import re
import subprocess
import sys
import time
from contextlib import closing

import fill_programs as programs
import pytest
from benchmarks import fill
from benchmarks.volume import ask
from workshop.database import run_program
from workshop.places import ROOT

SIZE = 1010  # no multiple of the story's jobs
KINDS = [f"aftersales_{kind}" for kind in fill.KINDS]
# A copy's own by chance; fingerprints are verified, not compared.
OWN = {"uuid", "access_token", "public_token", "message_id"}
OWN |= {"hash", "previous_hash", "signature_hash"}
KILLED = """
import sys
sys.path.insert(0, {scripts!r})
from benchmarks import fill
from benchmarks.filling import multiply
from workshop.odoo_runner import Odoo
multiply.BATCH = 60
fill.fill(Odoo(), {name!r}, {size})
"""


@pytest.fixture(scope="session")
def names(odoo):
    made = [f"aftersales_lc_fill_{kind}" for kind in ("whole", "killed", "told")]
    yield made
    for name in made:
        odoo.drop(name)


@pytest.fixture(scope="session")
def filled(odoo, names):
    fill.fill(odoo, names[0], SIZE)
    return names[0]


def query(odoo, name, sql):
    with closing(fill.connect(odoo, name)) as connection, connection.cursor() as cr:
        cr.execute(sql)
        return cr.fetchall()


def count(odoo, name, table):
    return query(odoo, name, f"SELECT count(*) FROM {table}")[0][0]


def get_parts(odoo, name):
    """Names and definitions of all that is taken off while filling."""
    return query(
        odoo,
        name,
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
        " SELECT conrelid::regclass || conname || convalidated || pg_get_constraintdef(oid)"
        " FROM pg_constraint ORDER BY 1",
    )


def test_as_many_as_asked_for(odoo, filled):
    devices, orders, visits, fees, shares = (count(odoo, filled, k) for k in KINDS)
    assert (devices, orders) == (SIZE, SIZE)
    assert min(visits, fees, shares) >= SIZE
    first, last, days = query(
        odoo,
        filled,
        "SELECT min(called_at), max(called_at), count(DISTINCT called_at::date)"
        " FROM aftersales_order",
    )[0]
    assert 1080 < (last - first).days < 1100
    assert days > 150


def test_indexes_and_constraints_are_back(odoo, filled):
    assert get_parts(odoo, filled) == get_parts(odoo, fill.template(odoo))


def test_computed_fields_are_what_the_orm_computes(odoo, filled):
    found = ask(odoo, filled, programs.RECOMPUTED.replace("{size}", str(SIZE)))
    assert found["wrong"] == []
    kinds = [
        found["compared"][table.replace("_", ".")] for table in ("aftersales_device",)
    ]
    assert min(kinds) > 900


def test_required_fields_and_constraints(odoo, filled):
    found = ask(odoo, filled, programs.REQUIRED.replace("{size}", str(SIZE)))
    assert found == {"missing": [], "refused": []}


def test_ledgers_and_fingerprints_verify(odoo, filled):
    found = ask(odoo, filled, programs.CHAINS)
    assert found["faults"] == []
    assert min(found["chains"].values()) > SIZE / 2


def test_work_goes_on_with_new_numbers(odoo, filled, database):
    name = database(filled, "fill_goes_on")
    rows = ask(odoo, name, programs.GOES_ON)
    assert len(rows) == 6
    assert len({number for row in rows for number in row}) == 24


def test_killed_and_called_again(odoo, filled, names):
    size, name = 640, names[1]
    program = KILLED.format(scripts=str(ROOT / "scripts"), name=name, size=SIZE)
    fill.fill(odoo, name, size)  # somebody wants more, later
    killed = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 120
    while query(odoo, name, "SELECT made FROM fill_state")[0][0] == size:
        assert time.monotonic() < deadline
    killed.kill()
    killed.wait()
    made, whole = query(odoo, name, "SELECT made, whole FROM fill_state")[0]
    assert size < made < SIZE
    assert not whole
    fill.fill(odoo, name, SIZE)
    assert get_parts(odoo, name) == get_parts(odoo, filled)
    for (table,) in query(odoo, filled, "SELECT name FROM fill_statement"):
        same = f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"
        assert query(odoo, name, same) == query(odoo, filled, same), table


# === FIELD BY FIELD === #


def test_rows_are_those_of_the_same_story_told_another_week(odoo, ours, names, filled):
    """The first copy lies 61 weeks before the story; the ORM tells it there once more."""
    told = names[2]
    odoo.copy(ours, told)
    text = "\n".join(path.read_text() for path in fill.STORY)
    run_program(odoo, told, f"{text}\ntell_all(weeks=61)\n")
    differences, compared = [], 0
    for table, apart, base in get_copied(odoo, filled):
        made, copied = (
            get_rows(odoo, n, table, b, apart)
            for n, b in ((told, base), (filled, base + apart))
        )
        assert made.keys() == {key - apart for key in copied}, table
        for key, row in made.items():
            compared += 1
            differences += compare(table, row, copied[key + apart])
    assert compared > 1500
    assert differences == []
