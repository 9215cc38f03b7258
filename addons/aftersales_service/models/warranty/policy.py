from odoo import fields, models

# The most specific level that names the device decides (architecture of the policies):
# a field of the policy and how far a device reaches it.
LEVELS = (
    "contract_id",
    "partner_id",
    "product_tmpl_id",
    "categ_id",
    "brand_id",
    "state_id",
)


class WarrantyPolicy(models.Model):
    """Whose devices get which warranty (保修政策); what it says lies in dated versions.

    Source: W-06, W-08, W-34, O-08. Found by contract → customer → product → category →
    brand → region → company.
    """

    _name = "aftersales.warranty.policy"
    _description = "Warranty Policy"
    _order = "level, name, id"
    _inherit = ["aftersales.policy.mixin"]
    _check_company_auto = True
    _levels = LEVELS
    _version_model = "aftersales.warranty.version"

    contract_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        check_company=True,
        help="The sales order, of a supply or a maintenance contract, whose devices get this warranty.",
    )
    brand_id = fields.Many2one("aftersales.brand", index="btree_not_null")
    state_id = fields.Many2one("res.country.state", "Region", index="btree_not_null")
    version_ids = fields.One2many(
        "aftersales.warranty.version", "policy_id", "Versions"
    )

    def _get_level_values(self, record):
        product = record.product_id.product_tmpl_id
        site = record.site_id or record.partner_id
        return super()._get_level_values(record) | {
            "partner_id": record.commercial_partner_id,
            "product_tmpl_id": product,
            "brand_id": product.aftersales_brand_id,
            "state_id": site.state_id,
            # The policy of a contract holds for what was sold with it.
            "contract_id": record.sale_order_id,
        }
