"""The service add-on installs alone, with the other, with demo data, with the helpdesk;
test_wheels installs the other one alone. The log warns of nothing."""

HELPDESK = "aftersales_service_helpdesk"
# Glue that comes with what stands in the core template.
STAFF = {"aftersales_service_hr_expense", "aftersales_service_hr_timesheet"}
SERVICE, ICP = OURS = ["aftersales_service", "aftersales_icp"]
HOMELESS = """
    SELECT count(*) FROM stock_warehouse w JOIN res_company c ON c.id = w.company_id
    WHERE w.aftersales_issue_type_id IS NULL OR w.aftersales_return_type_id IS NULL
        OR c.aftersales_location_id IS NULL
"""
# Switches of rooms that are on, see the room `switch`.
SWITCHED = r"""
    SELECT count(*) FROM res_groups_implied_rel implied JOIN ir_model_data data
        ON data.model = 'res.groups' AND data.res_id = implied.hid
    WHERE data.module = 'aftersales_service' AND data.name LIKE 'group\_aftersales\_%'
"""


def test_service_alone_on_an_empty_database_then_icp(
    empty, database, server_run, installed, rows
):
    name = database(empty, "service")
    server_run(name, "-i", SERVICE)
    assert SERVICE in installed(name) and ICP not in installed(name)
    # what new companies and warehouses get at birth, those that were there have, too
    assert rows(name, HOMELESS) == [(0,)]
    assert rows(name, "SELECT count(*) FROM aftersales_technician") == [(0,)]
    assert rows(name, SWITCHED) == [(0,)]  # a new database begins plain
    server_run(name, "-i", ICP)
    assert installed(name) >= set(OURS)


def test_with_demo_data_then_helpdesk(
    odoo, core, database, server_run, rows, installed
):
    """Our demo data needs nothing of the demo data of others: the core template has none.

    Odoo loads the demo data of an add-on only when all it depends on has some, so the
    template is told that it had. The other order than above, too. Our glue follows when
    the OCA's helpdesk comes.
    """
    name = database(core, "demo")
    rows(name, "UPDATE ir_module_module SET demo = true RETURNING id")
    server_run(name, "-i", ICP)
    server_run(name, "-i", SERVICE)
    assert installed(name) >= STAFF
    sql = "SELECT name FROM ir_module_module WHERE demo AND name = ANY(%s)"
    assert len(rows(name, sql, OURS)) == 2
    assert rows(name, "SELECT count(*) FROM ir_demo_failure") == [(0,)]
    for table in ("aftersales_technician", "aftersales_unit", "aftersales_icp_subject"):
        assert rows(name, f"SELECT count(*) FROM {table}")[0][0] > 0, table
    assert rows(name, SWITCHED) == [(13,)]
    if HELPDESK not in odoo.addons:
        return  # an Odoo of the user's own without helpdesk_mgmt: nothing is fetched then
    assert HELPDESK not in installed(name)
    rows(name, "UPDATE ir_module_module SET demo = false RETURNING id")
    server_run(name, "-i", "helpdesk_mgmt")
    assert HELPDESK in installed(name)
