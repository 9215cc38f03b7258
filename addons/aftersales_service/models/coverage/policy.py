from odoo import api, fields, models
from odoo.fields import Domain

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
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    contract_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        check_company=True,
        help="The sales order, of a supply or a maintenance contract, whose devices get this warranty.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", check_company=True
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", index="btree_not_null", check_company=True
    )
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null"
    )
    brand_id = fields.Many2one("aftersales.brand", index="btree_not_null")
    state_id = fields.Many2one("res.country.state", "Region", index="btree_not_null")
    level = fields.Integer(
        compute="_compute_level",
        store=True,
        help="The smaller, the more specific; the smallest one that fits decides.",
    )
    version_ids = fields.One2many(
        "aftersales.warranty.version", "policy_id", "Versions"
    )
    active = fields.Boolean(default=True)

    @api.depends(*LEVELS)
    def _compute_level(self):
        for policy in self:
            named = [index for index, name in enumerate(LEVELS) if policy[name]]
            policy.level = named[0] if named else len(LEVELS)

    @api.model
    def _get_versions(self, devices, day):
        """{device: approved version that applies on ``day``, or an empty record}.

        One search for all; the choice is made in memory.
        """
        versions = self.env["aftersales.warranty.version"].search(
            Domain("state", "=", "approved")
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
            & Domain("company_id", "in", devices.company_id.ids)
        )
        ranked = versions.sorted(
            lambda v: (v.policy_id.level, -v.valid_from.toordinal(), v.id)
        )
        empty = self.env["aftersales.warranty.version"]
        return {
            device: next((v for v in ranked if v.policy_id._fits(device)), empty)
            for device in devices
        }

    def _fits(self, device):
        """Whether every level that this policy names is the device's."""
        self.ensure_one()
        product = device.product_id.product_tmpl_id
        site = device.site_id or device.partner_id
        wanted = {
            "company_id": device.company_id,
            "partner_id": device.commercial_partner_id,
            "product_tmpl_id": product,
            "brand_id": product.aftersales_brand_id,
            "state_id": site.state_id,
        }
        named = all(
            not self[name] or self[name] == value for name, value in wanted.items()
        )
        if self.contract_id and self.contract_id not in device._get_policy_contracts():
            return False
        return named and (
            not self.categ_id or self.categ_id._is_above(product.categ_id)
        )


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _is_above(self, category):
        """Whether ``category`` is this one or below it."""
        return bool(category) and category.parent_path.startswith(self.parent_path)
