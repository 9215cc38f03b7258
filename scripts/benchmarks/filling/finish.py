"""What stands once for all copies: number sequences, stock without serial numbers, ids.

Like the copying itself it is SQL that lies in the database, and may run any number of times.
"""

# Stock of a part is what the last cell left, and what each further copy of a cell moved.
STOCK = """
UPDATE stock_quant q
SET quantity = s.quantity + s.more, reserved_quantity = s.reserved + s.more_reserved
FROM (
    SELECT quant, max(quantity) FILTER (WHERE is_last) AS quantity,
           max(reserved) FILTER (WHERE is_last) AS reserved,
           sum((quantity - before) * (copies - 1)) AS more,
           sum((reserved - before_reserved) * (copies - 1)) AS more_reserved
    FROM (
        SELECT *, coalesce(lag(quantity) OVER cells, 0) AS before,
               coalesce(lag(reserved) OVER cells, 0) AS before_reserved,
               cell = max(cell) OVER (PARTITION BY quant) AS is_last,
               CASE WHEN cell < 0 THEN 1
               ELSE (made - 1 - cell) / (SELECT count(*) FROM fill_cell) + 1 END AS copies
        FROM fill_stock, fill_state WINDOW cells AS (PARTITION BY quant ORDER BY cell)
    ) each_cell GROUP BY quant
) s WHERE s.quant = q.id
"""


def get_statements(env, tables, numbered):
    """SQL that ends a filling."""
    yield STOCK
    for table in tables:
        yield (
            f"SELECT setval('{table}_id_seq', greatest((SELECT max(id) FROM {table}),"
            f" (SELECT last_value FROM {table}_id_seq)))"
        )
    for table in numbered:
        for sequence, prefix, counter in _get_counters(env, table):
            assert sequence.implementation == "standard", sequence.code
            yield _advance(table, prefix, counter)


def _get_counters(env, table):
    """(sequence, prefix of a number, PostgreSQL's sequence) of all that a table counts by."""
    for sequence in _get_sequences(env, table):
        if not sequence.use_date_range:
            prefix, _suffix = sequence._get_prefix_suffix()
            yield sequence, prefix, f"ir_sequence_{sequence.id:03}"
        for year in sequence.date_range_ids:
            prefix, _suffix = sequence._get_prefix_suffix(
                year.date_from, year.date_from
            )
            yield sequence, prefix, f"ir_sequence_{sequence.id:03}_{year.id:03}"


def _get_sequences(env, table):
    if table == "stock_picking":
        return env["stock.picking.type"].search([]).sequence_id
    return env["ir.sequence"].search([("code", "=", table.replace("_", ".", 1))])


def _advance(table, prefix, counter):
    """Nobody gets a number that a copy has."""
    return (
        f"SELECT setval('{counter}', greatest((SELECT last_value FROM {counter}),"
        f" (SELECT max(substr(name, {len(prefix) + 1})::bigint) FROM {table}"
        f" WHERE starts_with(name, '{prefix}')"
        f" AND substr(name, {len(prefix) + 1}) ~ '^\\d+$')))"
    )
