from odoo import SUPERUSER_ID, api

USAGE, CODE = "aftersales_use", "aftersales_operation"
_OPEN = "repair_id IS NOT NULL AND state NOT IN ('done', 'cancel')"
_OPEN_LINE = f"move_id IN (SELECT id FROM stock_move WHERE {_OPEN})"


def migrate(cr, version):
    """Our places and operation types stand where no search of core finds them, and what
    core had found by mistake (warehouses made after us) points to its own again."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    for company in env["res.company"].search([]):
        place = company.aftersales_warranty_location_id
        if place:
            _rename_place(cr, place.id)
            _give_back(cr, company.id, place.id)
    types = env["stock.warehouse"].search([])._get_aftersales_picking_types()
    _rename_types(cr, types.ids)
    env.invalidate_all()


def _rename_place(cr, place):
    cr.execute("UPDATE stock_location SET usage = %s WHERE id = %s", (USAGE, place))


def _rename_types(cr, types):
    """By SQL: core refuses to change types that were used."""
    cr.execute(
        """
        UPDATE stock_picking_type SET code = %s, sequence = (
            SELECT max(sequence) + 1 FROM stock_picking_type WHERE id != ALL(%s))
        WHERE id = ANY(%s)
        """,
        (CODE, types, types),
    )


def _give_back(cr, company, place):
    """Operation types and rules of others, and what is not done yet, to core's place."""
    cr.execute(
        "SELECT min(id) FROM stock_location WHERE usage = 'production' AND company_id = %s",
        (company,),
    )
    production = cr.fetchone()[0]
    if not production:
        return
    for table, column, which in (
        ("stock_picking_type", "default_location_src_id", "TRUE"),
        ("stock_picking_type", "default_location_dest_id", "TRUE"),
        ("stock_rule", "location_src_id", "TRUE"),
        ("stock_rule", "location_dest_id", "TRUE"),
        ("stock_move", "location_dest_id", _OPEN),
        ("stock_move", "location_final_id", _OPEN),
        ("stock_move_line", "location_dest_id", _OPEN_LINE),
        ("repair_order", "location_dest_id", "state NOT IN ('done', 'cancel')"),
    ):
        # Names of tables and columns are the constants above.
        cr.execute(
            f"UPDATE {table} SET {column} = %s WHERE {column} = %s AND {which}",  # pylint: disable=sql-injection
            (production, place),
        )
