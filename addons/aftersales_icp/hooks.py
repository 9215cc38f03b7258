"""What installing and uninstalling does beyond creating and dropping tables."""

TABLES = (
    "aftersales.icp.code",
    "aftersales.icp.law",
    "aftersales.icp.province",
    "aftersales.icp.rule",
    "aftersales.icp.penalty",
    "aftersales.icp.requirement",
)


def post_init_hook(env):
    """The tables belong to their editors: an update adds lines and changes none."""
    data = env["ir.model.data"].search(
        [("module", "=", "aftersales_icp"), ("model", "in", TABLES)]
    )
    data.noupdate = True


def uninstall_hook(env):
    """Favourites and export lists name a model by its text, so Odoo leaves them behind."""
    ours = [("model", "=like", "aftersales.icp.%")]
    names = env["ir.model"].search(ours).mapped("model")
    filters = env["ir.filters"].with_context(active_test=False)
    filters.search([("model_id", "in", names)]).unlink()
    env["ir.exports"].search([("resource", "in", names)]).unlink()
