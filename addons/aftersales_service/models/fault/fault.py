from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

KINDS = [("symptom", "Symptom"), ("cause", "Cause"), ("action", "Remedy")]
# Which kind stands directly above which in the tree.
PARENTS = {"symptom": "symptom", "cause": "symptom", "action": "cause"}


class Fault(models.Model):
    """The fault tree (故障排查问题树): symptom → cause → remedy with parts and hours.

    Source: S-05 (pre-diagnosis and parts to prepare), S-19 (master data of the service).
    Symptoms may be grouped under symptoms; a cause stands under a symptom, a remedy
    under a cause.
    """

    _name = "aftersales.fault"
    _description = "Fault Tree"
    _inherit = ["document.shared.mixin"]
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["code", "name", "search_words"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="symptom", index=True)
    parent_id = fields.Many2one(
        "aftersales.fault",
        "Belongs To",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("aftersales.fault", "parent_id", "Causes and Remedies")
    company_id = fields.Many2one("res.company", index="btree_not_null")
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        index="btree_not_null",
        help="Empty: any product. The categories below count too.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Only for Product", index="btree_not_null"
    )
    search_words = fields.Char(
        "Other Words",
        help="What customers call it, abbreviations, initials; found when somebody types.",
    )
    guidance = fields.Text(
        "Guidance on the Telephone",
        translate=True,
        help="What the customer can check or do before anybody is sent.",
    )
    hours = fields.Float("Standard Hours")
    part_ids = fields.One2many("aftersales.fault.part", "fault_id", "Parts to Prepare")
    active = fields.Boolean(default=True)
    for_product_id = fields.Many2one(
        "product.product",
        "Fits Product",
        compute="_compute_for_product_id",
        search="_search_for_product_id",
        help="Only to search: what may be wrong with that product.",
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another fault has this code."
    )
    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "Standard hours cannot be negative."
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for fault in self:
            fault.display_name = f"{fault.code or ''} {fault.name or ''}".strip()

    @api.constrains("kind", "parent_id")
    def _check_tree(self):
        """Only symptom → cause → remedy; refused with the sentence that puts it right."""
        for fault in self:
            above = fault.parent_id.kind
            if above != PARENTS[fault.kind] and (above or fault.kind != "symptom"):
                raise ValidationError(
                    self.env._(
                        "%s is in the wrong place: a cause belongs to a symptom, a remedy to a cause, a symptom at most to another symptom.",
                        fault.display_name,
                    )
                )

    def _compute_for_product_id(self):
        self.for_product_id = False

    @api.model
    def _search_for_product_id(self, operator, value):
        """Faults of the trade of a product; where none is known, all of them."""
        if operator != "in":
            return NotImplemented
        products = self.env["product.product"].browse(filter(None, value))
        if not products:
            return Domain.TRUE
        return Domain.OR(self._get_fitting_domain(product) for product in products)

    @api.model
    def _get_fitting_domain(self, product):
        """As `_get_product_domain`, for whole branches: a cause fits no better than the
        symptom above it."""
        strange = self.search(~self._get_product_domain(product))
        return ~Domain("id", "child_of", strange.ids) if strange else Domain.TRUE

    @api.model
    def _get_product_domain(self, product):
        """Faults that fit ``product`` (may be empty: only those for any product)."""
        above = [
            int(part) for part in (product.categ_id.parent_path or "").split("/")[:-1]
        ]
        return (
            Domain("categ_id", "=", False) | Domain("categ_id", "in", above)
        ) & Domain("product_tmpl_id", "in", [False, product.product_tmpl_id.id])


class FaultPart(models.Model):
    """A part that the technician should take along for a remedy (S-05)."""

    _name = "aftersales.fault.part"
    _description = "Part for a Remedy"
    _inherit = ["document.shared.mixin"]
    _shared_with = "fault_id"
    _rec_name = "product_id"

    fault_id = fields.Many2one(
        "aftersales.fault", required=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        domain=[("aftersales_is_part", "=", True)],
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)

    _product_unique = models.Constraint(
        "UNIQUE (fault_id, product_id)", "This part is already listed for this remedy."
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a part is above 0."
    )
