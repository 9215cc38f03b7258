"""Both add-ons leave a used database: nothing of ours stays, nothing of the company goes."""

import subprocess

import pytest
from workshop.odoo_runner import CONF

OURS = ["aftersales_service", "aftersales_icp"]
# What a company must be able to read for ten years after we are gone.
HISTORY = {
    "stock.picking": ["name", "state", "origin", "location_id", "location_dest_id"],
    "stock.move": ["product_id", "quantity", "state", "value", "location_dest_id"],
    "stock.move.line": ["quantity", "lot_id", "location_id", "location_dest_id"],
    "stock.quant": ["product_id", "quantity", "location_id", "lot_id"],
    "stock.location": ["complete_name", "usage", "active"],
    "stock.lot": ["name", "product_id"],
    "sale.order": ["name", "state", "amount_total", "signed_by"],
    "sale.order.line": ["name", "product_uom_qty", "qty_delivered", "qty_invoiced"],
    "account.move": ["name", "state", "amount_total", "payment_state"],
    "account.move.line": ["account_id", "debit", "credit"],
    "account.payment": ["name", "amount", "state"],
    "product.product": ["name", "list_price", "standard_price"],
    "product.pricelist": ["name"],
    "res.partner": ["name"],
    "res.users": ["login"],
}
# Every field of every record is read, so that a broken computed field shows, too.
READ = f"""
history = {HISTORY!r}
answer = {{}}
for name, fields in history.items():
    model = env[name].with_context(active_test=False, lang="en_US")
    records = model.search_read([], order="id")
    answer[name] = [[str(record[field]) for field in fields] for record in records]
"""
# Odoo's own books: that such add-ons exist on disk, and messages between processes.
# Core forgets to delete two kinds of external ids of *its own* modules for models that are
# gone (`selection__…`, `model_inherit__…`); every add-on leaves those.
CORE_BOOKS = {
    "ir_module_module": "name LIKE 'aftersales%'",
    # Our glue add-ons lie on the same disk and say what they stand on.
    "ir_module_module_dependency": "name LIKE 'aftersales%'",
    "bus_bus": "true",
    # Compiled scripts and styles of pages: a cache that core makes anew when asked.
    "ir_attachment": "url LIKE '/web/assets/%'",
    # Where another module loads a model after ours, core notes our foreign keys as both
    # modules' and keeps the note; the key itself is gone with its column.
    "ir_model_constraint": "type = 'f' AND NOT EXISTS"
    " (SELECT FROM pg_constraint c WHERE c.conname = t.name)",
    "ir_model_data": "module NOT LIKE 'aftersales%' AND model IN ('ir.module.module',"
    " 'ir.model.fields.selection', 'ir.model.inherit')",
}

TABLES = {
    "ir.actions.act_window": "ir_act_window",
    "ir.actions.report": "ir_act_report_xml",
    "ir.actions.server": "ir_act_server",
    "ir.actions.client": "ir_act_client",
    "ir.actions.act_url": "ir_act_url",
}


@pytest.fixture(scope="module")
def history(used, ask):
    """What could be read while our add-ons were there."""
    return ask(used, READ)


@pytest.fixture(scope="module")
def left(odoo, used, session_database, history):
    """The used database after both add-ons were uninstalled."""
    name = session_database(used, "uninstalled")
    module = [odoo.python, "-m", "odoo", "module", "uninstall", "-c", str(CONF)]
    done = subprocess.run(
        [*module, "-d", name, *OURS],
        env=odoo.environment,
        capture_output=True,
        text=True,
    )
    warnings = [
        line
        for line in done.stderr.splitlines()
        if any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))
    ]
    assert (done.returncode, warnings) == (0, [])
    return name


def test_the_company_had_worked(rows, used):
    """The proof is worth something only when every kind of record was there."""
    for table in (
        "aftersales_device",
        "aftersales_coverage",
        "aftersales_order",
        "aftersales_visit",
        "aftersales_requisition",
        "aftersales_fee",
        "aftersales_icp_subject",
        "aftersales_icp_service",
    ):
        assert rows(used, f'SELECT count(*) FROM "{table}"')[0][0] > 0, table
    for table, column in (
        ("mail_message", "model"),
        ("mail_followers", "res_model"),
        ("mail_activity", "res_model"),
        ("rating_rating", "res_model"),
        ("ir_attachment", "res_model"),
        ("ir_filters", "model_id"),
        ("ir_exports", "resource"),
        ("mail_template", "model"),
    ):
        sql = f"SELECT count(*) FROM {table} WHERE {column} LIKE 'aftersales.%%'"
        assert rows(used, sql)[0][0] > 0, table


def test_no_table_column_index_or_constraint_remains(rows, left):
    named = "~ 'aftersales|(^|_)icp_'"
    assert rows(left, f"SELECT relname FROM pg_class WHERE relname {named}") == []
    assert rows(left, f"SELECT conname FROM pg_constraint WHERE conname {named}") == []
    columns = rows(
        left,
        "SELECT table_name, column_name FROM information_schema.columns"
        f" WHERE table_schema = 'public' AND column_name {named}",
    )
    assert columns == []


def test_no_row_of_any_table_names_us(rows, left):
    """External ids, views, menus, crons, parameters, actions, rules, messages, files, …"""
    tables = rows(
        left,
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    found = {}
    for (table,) in tables:
        allowed = CORE_BOOKS.get(table, "false")
        sql = (
            f'SELECT t::text FROM "{table}" t'
            rf" WHERE t::text ~ 'aftersales|\micp[._]' AND NOT ({allowed})"
        )
        if texts := rows(left, sql):
            found[table] = [text[:200] for (text,) in texts[:5]]
    assert found == {}


def test_no_record_of_ours_lost_only_its_name(rows, used, left):
    """Groups, rules, sequences, … are gone themselves, not only their external ids."""
    sql = """
        SELECT model, array_agg(DISTINCT res_id) FROM (
            SELECT model, res_id FROM ir_model_data WHERE module = ANY(%s)
            EXCEPT SELECT model, res_id FROM ir_model_data WHERE module != ALL(%s)
        ) named_by_us_alone GROUP BY model
    """
    remaining = {}
    for model, ids in rows(used, sql, OURS, OURS):
        table = TABLES.get(model, model.replace(".", "_"))
        if rows(left, "SELECT to_regclass(%s) IS NULL", table)[0][0]:
            continue
        if found := rows(left, f'SELECT id FROM "{table}" WHERE id = ANY(%s)', ids):
            remaining[model] = found
    assert remaining == {}


def test_history_is_read_as_before(ask, left, history):
    now = ask(left, READ)
    places = now.pop("stock.location")
    before = history["stock.location"]
    # Where warranty parts were consumed, the usage was one of ours. It is core's now, and
    # archived, so that core's own search for such a place goes on finding core's.
    changed = [(a, b) for a, b in zip(before, places, strict=True) if a != b]
    assert [(a[1:], b[1:]) for a, b in changed] == [
        (["aftersales_use", "True"], ["production", "False"])
    ]
    assert now == {k: rows for k, rows in history.items() if k != "stock.location"}
    assert all(history[name] for name in HISTORY)


def test_vans_still_hold_their_parts(rows, left):
    """What technicians carry is the company's stock, wherever it lies."""
    held = rows(
        left,
        "SELECT l.complete_name, l.active, sum(q.quantity) FROM stock_quant q"
        " JOIN stock_location l ON l.id = q.location_id"
        " WHERE l.complete_name LIKE '%%李强' GROUP BY 1, 2",
    )
    assert [(active, quantity) for _name, active, quantity in held] == [(True, 3)]


def test_nobody_starts_new_transfers_of_ours(ask, left):
    answer = ask(
        left,
        "types = env['stock.picking'].search([('origin', 'like', 'LL')]).picking_type_id\n"
        "answer = [len(types), types.mapped('active')]",
    )
    assert answer == [3, [False, False, False]]


def test_installed_again(odoo, left, server_run, installed):
    """Nothing that was left behind stands in the way of coming back."""
    server_run(left, "-i", ",".join(OURS))
    assert installed(left) >= set(OURS)
