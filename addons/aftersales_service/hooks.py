"""What installing and uninstalling does beyond creating and dropping tables."""

from odoo.fields import Domain


def post_init_hook(env):
    """Give every company and warehouse that already exists what new ones get at birth."""
    env["res.company"].search([])._create_aftersales_locations()
    warehouses = env["stock.warehouse"].search([])
    warehouses._create_aftersales_picking_types()
    _ask_which_products_register_devices(env)
    _begin_plain(env)


def _begin_plain(env):
    """A new database begins without the rooms that not every company needs; with Odoo's
    demo data it shows all of them. (An update never comes here: what it brings is on.)"""
    if not env.ref("base.module_aftersales_service").demo:
        env["res.groups"]._aftersales_switch_all(on=False)


def _ask_which_products_register_devices(env):
    """Opens for the administrator after the installation, where there is something to ask."""
    if env["product.template"]._aftersales_get_undecided_devices():
        action = env.ref("aftersales_service.aftersales_device_products_action")
        env["ir.actions.todo"].create(
            {"name": action.name, "action_id": action.id, "sequence": 1}
        )


def uninstall_hook(env):
    """Archive operation types of ours and the place of consumption, which becomes one of
    core's usages; transfers and locations with history stay readable.

    Locations and types carry no external id on purpose: Odoo would try to delete them
    with the add-on, and fail on the first one that a transfer refers to.
    """
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    warehouses._get_aftersales_picking_types().action_archive()
    companies = env["res.company"].with_context(active_test=False).search([])
    companies.aftersales_warranty_location_id.action_archive()
    _forget_what_users_saved(env)
    _forget_foreign_keys(env)


def _forget_what_users_saved(env):
    """Favourites and export lists name a model by its text, so Odoo leaves them behind."""
    ours = Domain("model", "=like", "aftersales.%")
    ours &= ~Domain("model", "=like", "aftersales.icp.%")  # an add-on of its own
    names = env["ir.model"].search(ours).mapped("model")
    filters = env["ir.filters"].with_context(active_test=False)
    filters.search([("model_id", "in", names)]).unlink()
    env["ir.exports"].search([("resource", "in", names)]).unlink()


def _forget_foreign_keys(env):
    """Odoo drops our columns on its own tables, and keeps its notes of their foreign keys."""
    notes = env["ir.model.constraint"].search(
        [("module.name", "=", "aftersales_service"), ("type", "=", "f")]
    )
    notes.filtered(lambda n: not n.model.model.startswith("aftersales.")).unlink()
