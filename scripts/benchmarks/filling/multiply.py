"""Runs the statements of a plan, a batch in each transaction, until so many jobs are there.

Indexes and foreign keys are taken off before and put back behind, which is several times
faster and lets PostgreSQL check every reference and every unique value. Whoever kills this
loses one batch at most; the next call finds in ``fill_state`` how far it came.
"""

import time

from workshop import console

BATCH = 5000
BATCH_ROWS = """
CREATE TEMP TABLE fill_batch ON COMMIT DROP AS
SELECT k.*, k.days * interval '1 day' AS shift, ARRAY(
    SELECT prefix || coalesce(to_char(day + k.days, 'YYYY-'), '')
        || lpad(no::text, greatest(width, length(no::text)), '0')
    FROM (SELECT prefix, number + k.copy * apart AS no, width, day, place
          FROM unnest(k.prefix, k.number, k.apart, k.width, k.day) WITH ORDINALITY
              AS u (prefix, number, apart, width, day, place)) numbers
    ORDER BY place) AS new
FROM (SELECT n, n / size AS copy, -7 * (n / size * 61 %% weeks)::int AS days, c.*
      FROM fill_state, generate_series(%s::bigint, %s) n, fill_cell c
      WHERE c.cell = n %% size) k
"""
# What may be taken off: everything but primary keys and checks.
REMEMBER = """
CREATE TABLE fill_index AS
SELECT r.relname::text AS tab, c.conname::text AS name, c.contype = 'f' AS foreign,
       format('ALTER TABLE %I DROP CONSTRAINT %I', r.relname, c.conname) AS off,
       format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relname, c.conname,
              pg_get_constraintdef(c.oid)) AS on
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.contype IN ('f', 'u', 'x') AND r.relname IN (SELECT name FROM fill_statement)
UNION ALL
SELECT r.relname, x.relname, false, format('DROP INDEX %I', x.relname),
       pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE r.relname IN (SELECT name FROM fill_statement) AND NOT EXISTS (
    SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
"""
HERE = """
SELECT tab, name, off, "on", EXISTS (
    SELECT FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
    WHERE c.conname = i.name AND r.relname = i.tab
) OR EXISTS (SELECT FROM pg_class WHERE relname = i.name) AS here
FROM fill_index i ORDER BY i.foreign, tab, name
"""


def go_on(connection, size):
    """Copies until there are ``size`` jobs, and everything in its place afterwards."""
    cr = connection.cursor()
    cr.execute("SELECT made, whole FROM fill_state")
    made, whole = cr.fetchone()
    if made < size:
        _take_off(cr)
        connection.commit()
        _multiply(connection, made, size)
    if made < size or not whole:
        _put_back(connection)


def _take_off(cr):
    cr.execute("UPDATE fill_state SET whole = false")
    cr.execute(HERE)
    for _table, _name, off, _on, here in reversed(cr.fetchall()):
        if here:
            cr.execute(off)


def _multiply(connection, made, size):
    cr = connection.cursor()
    cr.execute("SELECT sql FROM fill_statement ORDER BY name")
    statements = [sql for (sql,) in cr.fetchall()]
    begun, first = time.monotonic(), made
    with console.phase(f"{size - made} jobs"):
        while made < size:
            last = min(made + BATCH, size)
            cr.execute(BATCH_ROWS, (made, last - 1))
            cr.execute("ANALYZE fill_batch")
            for sql in statements:
                cr.execute(sql)
            cr.execute("UPDATE fill_state SET made = %s", (last,))
            connection.commit()
            made = last
    print(f"  {(made - first) / (time.monotonic() - begun):.0f} jobs per second")


def _put_back(connection):
    cr = connection.cursor()
    cr.execute("SET maintenance_work_mem = '512MB'")
    with console.phase("indexes, foreign keys, number sequences"):
        cr.execute(HERE)
        for _table, _name, _off, on, here in cr.fetchall():
            if not here:
                cr.execute(on)
                connection.commit()
        cr.execute("SELECT sql FROM fill_finish")
        for (sql,) in cr.fetchall():
            cr.execute(sql)
        cr.execute("UPDATE fill_state SET whole = true")
        connection.commit()
        connection.autocommit = True
        cr.execute("VACUUM ANALYZE")
