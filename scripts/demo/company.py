"""Master data of the demo company; what other programs of this folder stand on.

Runs in an odoo shell of a fresh database.
"""

from odoo.modules import Manifest
from odoo.tools.convert import convert_file

OURS = [("author", "=", "After-Sales Suite contributors"), ("state", "=", "installed")]
company = env.ref("base.main_company")
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)


def load_master_data():
    company.write(
        {"name": "示例机电设备有限公司", "street": "高新区示例路88号", "city": "济南市"}
    )
    company.partner_id.write({"lang": "zh_CN", "phone": "0531-88880000"})
    env.user.lang = "zh_CN"
    for addon in env["ir.module.module"].search(OURS).sorted("id").mapped("name"):
        for file in Manifest.for_addon(addon)["demo"]:
            convert_file(env, addon, file, {}, mode="init", noupdate=True)
    env["res.users"].search([("login", "!=", "__system__")]).write(
        {"lang": "zh_CN", "odoobot_state": "disabled"}
    )
    warehouse.write({"name": "济南中心仓库", "code": "JN"})
    for technician in env["aftersales.technician"].search([]):
        technician.location_id.name = f"车存 {technician.name}"
    parts = env["product.product"].search([("aftersales_is_part", "=", True)])
    for index, part in enumerate(parts):
        env["stock.quant"]._update_available_quantity(
            part, warehouse.lot_stock_id, 3 + index % 17
        )


def people(login):
    return env["res.users"].search([("login", "=", login)])


load_master_data()
