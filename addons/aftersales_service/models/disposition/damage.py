from odoo import api, fields, models

from ...exceptions import ProofMissing


class ProductCategory(models.Model):
    _inherit = "product.category"

    aftersales_acceptance = fields.Text(
        "Acceptance Rules",
        translate=True,
        help="What is looked at when goods of this family come back, and who answers for what (R-10). Empty: as above in the tree.",
    )

    def _aftersales_get_acceptance(self):
        """The text of this category, else of the nearest above."""
        category = self
        while category and not category.aftersales_acceptance:
            category = category.parent_id
        return category.aftersales_acceptance or ""


class ReturnDamage(models.Model):
    """A damage seen when goods are received (R-08)."""

    _name = "aftersales.return.damage"
    _inherit = ["aftersales.damage.mixin"]
    _description = "Damage at Receipt"
    _order = "sequence, id"
    _check_company_auto = True

    return_id = fields.Many2one(
        "aftersales.return", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "aftersales.return.line",
        "Goods",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('return_id', '=', return_id)]",
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)


class ReturnOrder(models.Model):
    """The packing is looked at first; each damage has its photos before anybody inspects."""

    _inherit = "aftersales.return"

    damage_ids = fields.One2many("aftersales.return.damage", "return_id", "Damages")
    acceptance_text = fields.Text(
        "Acceptance Rules", compute="_compute_acceptance_text"
    )

    @api.depends("line_ids.product_id")
    @api.depends_context("lang")
    def _compute_acceptance_text(self):
        for record in self:
            texts = [
                category._aftersales_get_acceptance()
                for category in record.line_ids.product_id.categ_id
            ]
            record.acceptance_text = "\n".join(dict.fromkeys(filter(None, texts)))

    def action_inspect(self):
        """Damages are recorded before anybody looks inside (R-08)."""
        for record in self:
            record._check_damages()
        return super().action_inspect()

    def _check_damages(self):
        """:raises ProofMissing: damaged packing without a damage, or too few photos"""
        if self.packing == "damaged" and not self.damage_ids:
            raise ProofMissing(
                self.env._(
                    "The packing of %s is damaged: describe each damage on a line of its own, with photos, before anything is inspected.",
                    self.name,
                )
            )
        needed = self._get_min_photos() if self.damage_ids else 0
        lines = self.damage_ids._explain_missing_photos(needed)
        if lines:
            raise ProofMissing(
                self.env._(
                    "Each damage needs at least %(needed)s different photos from several angles. Whoever counted takes them now:\n%(lines)s",
                    needed=needed,
                    lines=lines,
                )
            )

    def _get_min_photos(self):
        """By the service policy, without one as the company says."""
        policy = self._get_service_policy()
        return (
            policy.minimum_photos
            if policy.id
            else self.company_id.aftersales_min_photos
        )
