"""Each add-on installs alone and with the other, and warns of nothing in the log."""

import pytest

HELPDESK = "aftersales_service_helpdesk"
SERVICE, ICP = OURS = ["aftersales_service", "aftersales_icp"]
HOMELESS = """
    SELECT count(*) FROM stock_warehouse w JOIN res_company c ON c.id = w.company_id
    WHERE w.aftersales_issue_type_id IS NULL OR w.aftersales_return_type_id IS NULL
        OR c.aftersales_location_id IS NULL
"""


@pytest.fixture(scope="module")
def empty(odoo):
    """A database with `base` and nothing else."""
    name = "aftersales_template_base_outside"
    odoo.drop(name)
    odoo.batch(name, "-i", "base", fail="base failed.", log="outside-base.log")
    yield name
    odoo.drop(name)


def test_icp_alone_on_an_empty_database(empty, database, server_run, installed):
    name = database(empty, "icp")
    server_run(name, "-i", ICP)
    assert ICP in installed(name) and SERVICE not in installed(name)
    assert not installed(name, "stock")


def test_service_alone_on_an_empty_database_then_icp(
    empty, database, server_run, installed, rows
):
    name = database(empty, "service")
    server_run(name, "-i", SERVICE)
    assert SERVICE in installed(name) and ICP not in installed(name)
    # what new companies and warehouses get at birth, those that were there have, too
    assert rows(name, HOMELESS) == [(0,)]
    assert rows(name, "SELECT count(*) FROM aftersales_technician") == [(0,)]
    server_run(name, "-i", ICP)
    assert installed(name) >= set(OURS)


def test_helpdesk_glue_installs_itself(odoo, core, database, server_run, installed):
    """With the OCA's helpdesk there, in either order, and goes with it."""
    if HELPDESK not in odoo.addons:
        return  # an Odoo of the user's own without helpdesk_mgmt: nothing is fetched then
    name = database(core, "helpdesk")
    server_run(name, "-i", "helpdesk_mgmt")
    assert HELPDESK not in installed(name)
    server_run(name, "-i", SERVICE)
    assert HELPDESK in installed(name)


def test_with_demo_data(core, database, server_run, rows):
    """Our demo data needs nothing of the demo data of others: the core template has none.

    Odoo loads the demo data of an add-on only when all it depends on has some, so the
    template is told that it had. The other order than above, too.
    """
    name = database(core, "demo")
    rows(name, "UPDATE ir_module_module SET demo = true RETURNING id")
    server_run(name, "-i", ICP)
    server_run(name, "-i", SERVICE)
    sql = "SELECT name FROM ir_module_module WHERE demo AND name = ANY(%s)"
    assert len(rows(name, sql, OURS)) == 2
    assert rows(name, "SELECT count(*) FROM ir_demo_failure") == [(0,)]
    for table in ("aftersales_technician", "aftersales_unit", "aftersales_icp_subject"):
        assert rows(name, f"SELECT count(*) FROM {table}")[0][0] > 0, table
