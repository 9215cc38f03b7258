"""What runs once after the installation."""

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
