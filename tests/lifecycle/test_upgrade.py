"""An upgrade from the last tagged state keeps every row and every column of the work."""

import pytest
from workshop import last_state

# Columns that are gone or other than before on purpose, and why.
MOVED = {
    # More spellings of headings are known: post-registers.py of 19.0.1.2.0.
    ("aftersales_import_heading", "words"),
    # A switch that nothing read became what nobody chose: post-policies.py of 19.0.1.1.0.
    ("aftersales_sla_version", "discount_tolerance"),
    ("aftersales_sla_version", "old_part_rule"),
    ("aftersales_sla_rule", "calendar_id"),
    # Rights of 90 and 30 days got days of their own, and nobody had seen a card that no
    # screen could show: post-devices.py of 19.0.1.2.0.
    ("aftersales_statutory_rule", "days"),
    ("aftersales_device", "has_warranty_card"),
    # Numbers of our catalogue leave papers and windows: post-numbers.py of 19.0.1.2.0.
    ("aftersales_form", "form_number"),
    ("aftersales_sla_version", "citation"),
    # Two presets switch more on and say why: post-preset-switches.py of 19.0.1.2.0.
    ("aftersales_sla_version", "source"),
    # Odoo tries a new mail template with the latest order, whose page gets a key by it.
    ("aftersales_order", "access_token"),
}
# What an update writes by itself: who loaded the data files when.
BOOKS = {"write_date", "write_uid"}
TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND (
        table_name LIKE 'aftersales%' OR table_name IN (
            'stock_picking', 'stock_move', 'stock_move_line', 'stock_quant', 'stock_lot',
            'sale_order', 'sale_order_line', 'account_move', 'account_move_line',
            'account_payment', 'res_partner', 'res_company', 'mail_message'
        )
    ) ORDER BY 1
"""
# What an update brings is switched on, and menus are where their new owners see them.
SWITCHED = r"""
    SELECT count(*) FROM res_groups_implied_rel implied JOIN ir_model_data data
        ON data.model = 'res.groups' AND data.res_id = implied.hid
    WHERE data.module = 'aftersales_service' AND data.name LIKE 'group\_aftersales\_%'
"""
# Every share of a fee has its movements, and they sum to what it is worth.
UNTOLD = """
    SELECT count(*) FROM aftersales_fee_share share WHERE share.amount <> coalesce((
        SELECT sum(net) FROM aftersales_fee_movement
        WHERE share_id = share.id AND kind = 'shared'
    ), 0)
"""
CONFIGURES = """
    SELECT role.name FROM ir_ui_menu_group_rel shown
        JOIN ir_model_data menu ON menu.model = 'ir.ui.menu' AND menu.res_id = menu_id
        JOIN ir_model_data role ON role.model = 'res.groups' AND role.res_id = gid
    WHERE menu.name = 'menu_config' AND menu.module = 'aftersales_service'
"""


@pytest.fixture(scope="module")
def work(rows):
    """``work(database, tables)``: {table: {row: {column: value}}}."""

    def read(name, tables):
        return {
            table: dict(
                rows(
                    name,
                    f'SELECT {_key(rows, name, table)}, to_jsonb(t) FROM "{table}" t',
                )
            )
            for table in tables
        }

    return read


def _key(rows, name, table):
    """The id; a table of pairs has none and is its own key."""
    sql = (
        "SELECT 1 FROM information_schema.columns"
        " WHERE table_name = %s AND column_name = 'id'"
    )
    return "id" if rows(name, sql, table) else "t::text"


def test_upgrade_from_the_last_tagged_state(odoo, database, rows, work, server_run):
    if not last_state.known():
        return  # an archive without history: there is nothing to upgrade from
    name = database(last_state.template(odoo), "upgraded")
    tables = [table for (table,) in rows(name, TABLES)]
    before = work(name, tables)
    assert before["aftersales_order"] and before["aftersales_requisition_line"]
    # What the others stand on is updated with all that stands on it.
    server_run(name, "-u", "resource_calendar_makeup")
    after = work(name, tables)
    assert rows(name, UNTOLD) == [(0,)]
    lost = {
        (table, column)
        for table in tables
        for key, row in before[table].items()
        for column, value in row.items()
        if column not in BOOKS
        and after[table].get(key, {}).get(column, "nothing") != value
    }
    assert lost == MOVED
    assert rows(name, SWITCHED) == [(13,)]
    assert rows(name, CONFIGURES) == [("aftersales_service_group_manager",)]
