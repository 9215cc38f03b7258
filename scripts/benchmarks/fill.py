"""Years of work in a database of its own: scripts/bench fill N (a second call goes on).

N devices, jobs, visits, fees and shares (of the last three there are some more), with
customers, serial numbers, deadlines, decisions, stock moves, quotations and messages, spread
over three years. Two dozen jobs are made with the buttons that people press; their rows are
multiplied by SQL, each with ids, numbers, days and fingerprints of its own. Prints rows and
seconds. The database stays: other benchmarks copy it.
"""

import time
from contextlib import closing
from pathlib import Path

import psycopg2
from workshop import console, database
from workshop.places import ADDONS, ROOT, digest

from .filling import multiply

NAME = "aftersales_bench_fill"
SCRIPTS = ROOT / "scripts"
FILLING = Path(__file__).resolve().parent / "filling"
STORY = (
    *(SCRIPTS / "demo" / name for name in ("company.py", "job.py")),
    *(FILLING / name for name in ("kinds.py", "story.py")),
)
KINDS = ("device", "order", "visit", "fee", "fee_share")
FIRST = 10_000_000  # number of the first customer, serial (with a V) and telephone
STORIES = {"jobs": "CELLS", "machines": "MACHINES"}
PLAN = f"""
import sys
sys.path.insert(0, {str(SCRIPTS)!r})
from benchmarks.filling.plan import Plan
Plan(env, %s, FIRST, OPEN, WEEKS).write()
env.cr.commit()
"""


def run(odoo, size="1000"):
    begun = time.monotonic()
    fill(odoo, NAME, int(size))
    with closing(connect(odoo, NAME)) as connection, connection.cursor() as cr:
        counts = {kind: _count(cr, f"aftersales_{kind}") for kind in KINDS}
        cr.execute("SELECT name FROM fill_statement")
        tables = [name for (name,) in cr.fetchall()]
        rows = sum(_count(cr, table) for table in tables)
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    print(
        f"{rows} rows in {len(tables)} tables; {time.monotonic() - begun:.0f} s in all"
    )


def fill(odoo, name, size, story="jobs"):
    """Fill the database ``name`` up to ``size`` jobs; it is made when there is none, and
    made anew when the code has changed since.

    :param story: ``machines`` makes customers and devices with their warranties only
    """
    source = template(odoo, story)
    if _get_comment(odoo, name) != source:
        odoo.copy(source, name)
        odoo.server.query(f"COMMENT ON DATABASE \"{name}\" IS '{source}'")
    with closing(connect(odoo, name)) as connection, connection.cursor() as cr:
        cr.execute("SELECT size FROM fill_state")
        (least,) = cr.fetchone()
        if size < least:
            raise console.Stop(
                f"The story itself makes {least} jobs: fill at least those."
            )
        multiply.go_on(connection, size)


def template(odoo, story="jobs"):
    """Name of the database with the story's rows and the plan to multiply them."""
    folders = [ADDONS / addon for addon in odoo.addons]
    code = digest([*folders, *STORY, FILLING, Path(__file__)])
    name = f"{database.PREFIX}{story}_{code}"
    if name not in odoo.server.databases():
        ours = database.ours_template(odoo)
        with (
            console.phase(f"the story to multiply: {story}"),
            database.making(odoo, name, f"{database.PREFIX}{story}_part") as work,
        ):
            database.drop_older(odoo, story)
            odoo.copy(ours, work)
            database.run_program(odoo, work, tell(story) + PLAN % STORIES[story])
    return name


def tell(story, weeks=0):
    """The program that makes the story's rows through the ORM, so many weeks ago."""
    text = "\n".join(path.read_text() for path in STORY)
    return f"FIRST = {FIRST}\n{text}\ntell_all({STORIES[story]}, {weeks})\n"


def _get_comment(odoo, name):
    query = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{name}'"
    )
    return " ".join(odoo.server.query(query))


def connect(odoo, name):
    server = odoo.server
    return psycopg2.connect(
        host=str(server.host),
        port=server.port,
        user=server.user,
        password=server.password,
        dbname=name,
        options="-c jit=off",  # long expressions would be compiled for each batch
    )


def _count(cr, table):
    cr.execute(f'SELECT count(*) FROM "{table}"')
    return cr.fetchone()[0]
