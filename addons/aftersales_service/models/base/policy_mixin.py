from odoo import api, fields, models
from odoo.fields import Domain


class PolicyMixin(models.AbstractModel):
    """Whose jobs or devices follow which rules; what the rules say lies in dated versions.

    A model declares ``_levels`` (its fields, the most specific first), the model of its
    versions (``version_ids``, with ``policy_id`` back), and in `_get_level_values` how far a
    record reaches each level.
    """

    _name = "aftersales.policy.mixin"
    _description = "Policy for Customers, Products or the Company"
    _levels = ()
    _version_model = None

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
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
    level = fields.Integer(
        compute="_compute_level",
        store=True,
        help="The smaller, the more specific; the smallest one that fits decides.",
    )
    active = fields.Boolean(default=True)

    @api.depends(lambda self: self._levels)
    def _compute_level(self):
        for policy in self:
            named = [i for i, name in enumerate(self._levels) if policy[name]]
            policy.level = named[0] if named else len(self._levels)

    @api.model
    def _get_versions(self, records, days):
        """{record: version that applies on its day, or an empty record}.

        One search for all; the choice is made in memory.

        :param days: a date, or {record: date}
        """
        if not isinstance(days, dict):
            days = dict.fromkeys(records, days)
        empty = self.env[self._version_model]
        if not days:
            return {}
        ranked = self._find_versions(
            records.company_id, min(days.values()), max(days.values())
        )
        if not ranked:
            return dict.fromkeys(days, empty)
        reached = {record: self._get_level_values(record) for record in days}
        return {
            record: next((v for v in ranked if v._applies(reached[record], day)), empty)
            for record, day in days.items()
        }

    @api.model
    def _find_versions(self, companies, first, last):
        """Versions in force at some day of the span, the one that decides first.

        A version that is superseded from a later day on is in force until then.
        """
        return self._search_versions(companies, first, last)

    @api.model
    def _search_versions(self, companies, first, last):
        versions = self.env[self._version_model].search(
            Domain("state", "in", ("approved", "superseded"))
            & Domain("valid_from", "<=", last)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", first))
            & Domain("company_id", "in", companies.ids)
            & Domain("policy_id.active", "=", True)
        )
        return versions.sorted(
            lambda v: (v.policy_id.level, -v.valid_from.toordinal(), -v.id)
        )

    def _fits(self, reached):
        """Whether every level that this policy names is the record's.

        :param reached: as `_get_level_values`
        """
        self.ensure_one()
        return all(
            not self[name] or self[name] == value or self._reaches(name, value)
            for name, value in reached.items()
        )

    def _reaches(self, name, value):
        """Whether ``value`` of the level ``name`` lies below this policy's."""
        return name == "categ_id" and self.categ_id._aftersales_is_above(value)

    @api.model
    def _get_level_values(self, record):
        """{level: value of the record}"""
        return {"company_id": record.company_id, "categ_id": record.product_id.categ_id}


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _aftersales_is_above(self, category):
        """Whether ``category`` is this one or below it."""
        return bool(category) and category.parent_path.startswith(self.parent_path)


class RememberedMixin(models.AbstractModel):
    """Records that are looked up once for many documents (`ormcache`): whatever changes,
    what was looked up is forgotten."""

    _name = "aftersales.remembered.mixin"
    _description = "Looked Up Once"

    @api.model_create_multi
    def create(self, vals_list):
        """Forget what was looked up (overrides `create`)."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Forget what was looked up (overrides `write`)."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Forget what was looked up (overrides `unlink`)."""
        self.env.registry.clear_cache()
        return super().unlink()
