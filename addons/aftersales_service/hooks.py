"""What installing and uninstalling does beyond creating and dropping tables."""


def post_init_hook(env):
    """Give every company and warehouse that already exists what new ones get at birth."""
    env["res.company"].search([])._create_aftersales_locations()
    warehouses = env["stock.warehouse"].search([])
    warehouses._create_aftersales_picking_types()


def uninstall_hook(env):
    """Archive operation types of ours; transfers and locations with history stay readable.

    Locations and types carry no external id on purpose: Odoo would try to delete them
    with the add-on, and fail on the first one that a transfer refers to.
    """
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    warehouses._get_aftersales_picking_types().action_archive()
