from odoo import api, fields, models


class SlaFamily(models.Model):
    """A product family that a preset speaks of (S-40); whoever activates the preset gets it
    as a product category, once."""

    _name = "aftersales.sla.family"
    _description = "Product Family of a Preset"
    _inherit = ["document.shared.mixin"]
    _shared_with = "policy_id"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "aftersales.sla.policy",
        "Service Policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_names(self):
        """What the family is called in English or any language that is installed."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        languages = {"en_US", *installed}
        return {self.with_context(lang=code).name for code in languages}


class SlaPolicy(models.Model):
    _inherit = "aftersales.sla.policy"

    family_ids = fields.One2many(
        "aftersales.sla.family", "policy_id", "Product Families"
    )

    def _create_families(self):
        """Product categories of the families that have none yet."""
        # sudo: the director activates a preset; categories belong to core's products
        families = self.sudo().family_ids.filtered(lambda f: not f.categ_id)
        names = {family: family._get_names() for family in families}
        categories = families.env["product.category"]
        known = categories.search([("name", "in", list(set().union(*names.values())))])
        for family in families:
            there = known.filtered(lambda c, f=family: c.name in names[f])[:1]
            family.categ_id = there or categories.create({"name": family.name})


class SlaPresetWizard(models.TransientModel):
    _inherit = "aftersales.sla.preset"

    family_ids = fields.Many2many(
        "aftersales.sla.family",
        compute="_compute_family_ids",
        string="Product Families",
        help="Made as product categories where they are not there yet.",
    )

    @api.depends("template_id")
    def _compute_family_ids(self):
        for wizard in self:
            wizard.family_ids = wizard.template_id.family_ids
