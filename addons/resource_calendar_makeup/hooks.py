import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger


def uninstall_hook(env):
    """Leave no schedule behind that hangs on a table of ours, and none half deleted.

    A schedule that a company or an employee works by must stay; it stays as an ordinary
    one of theirs.
    """
    calendars = env["resource.calendar"].with_context(active_test=False)
    calendars.search([("makeup_table_id", "!=", False)]).makeup_table_id = False
    name = "resource_calendar_makeup.calendar_china"
    shipped = env.ref(name, raise_if_not_found=False)
    if not shipped:
        return
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            shipped.unlink()
    except (psycopg2.IntegrityError, UserError):
        data = env["ir.model.data"].search(
            [
                ("module", "=", "resource_calendar_makeup"),
                ("name", "=", "calendar_china"),
            ]
        )
        data.unlink()
