"""What uninstalling does beyond dropping tables."""


def uninstall_hook(env):
    """Favourites and export lists name a model by its text, so Odoo leaves them behind."""
    ours = [("model", "=like", "aftersales.icp.%")]
    names = env["ir.model"].search(ours).mapped("model")
    filters = env["ir.filters"].with_context(active_test=False)
    filters.search([("model_id", "in", names)]).unlink()
    env["ir.exports"].search([("resource", "in", names)]).unlink()
