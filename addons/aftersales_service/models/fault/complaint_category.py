from odoo import api, fields, models


class ComplaintCategory(models.Model):
    """The complaint tree (投诉分类) with the codes of the catalogue, S-50 to S-73.

    What a branch asks for (photos, a disciplinary case) holds for everything below it
    until a category says otherwise.
    """

    _name = "aftersales.complaint.category"
    _description = "Complaint Category"
    _inherit = ["document.shared.mixin"]
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "aftersales.complaint.category",
        "Belongs To",
        index="btree_not_null",
        ondelete="restrict",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "aftersales.complaint.category", "parent_id", "Subcategories"
    )
    is_transport = fields.Boolean(
        "Transport Damage",
        help="Claims of this branch are submitted with photos of each damage.",
    )
    min_photos = fields.Integer(
        "Photos per Damage",
        help="0: as above in the tree, and else as the company says.",
    )
    is_disciplinary = fields.Boolean(
        "Disciplinary Case", help="When verified, it counts in the appraisal of staff."
    )
    note = fields.Text("Handling", translate=True)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another complaint category has this code."
    )
    _photos_positive = models.Constraint(
        "CHECK (min_photos >= 0)", "The number of photos cannot be negative."
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for category in self:
            category.display_name = (
                f"{category.code or ''} {category.name or ''}".strip()
            )

    def _get_lineage(self):
        """This category and all above it, nearest first."""
        ids = [int(part) for part in (self.parent_path or "").split("/")[:-1]]
        return self.browse(reversed(ids))

    def _is_of_transport(self):
        return any(self._get_lineage().mapped("is_transport"))

    def _get_min_photos(self, company):
        """How many photos each damage of this category needs (R-08)."""
        own = [number for number in self._get_lineage().mapped("min_photos") if number]
        return own[0] if own else company.aftersales_min_photos
