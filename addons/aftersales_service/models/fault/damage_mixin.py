from odoo import api, fields, models


class AdoptMixin(models.AbstractModel):
    """Fresh uploads belong to nobody; the record that takes them says who may see them."""

    _name = "aftersales.adopt.mixin"
    _description = "Adopts Its Uploads"

    # Fields (many2many to attachments) whose uploads become the record's own.
    _upload_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        """Take the uploads over (overrides `create`)."""
        records = super().create(vals_list)
        records._adopt_uploads(self._upload_fields)
        return records

    def write(self, vals):
        """Take new uploads over (overrides `write`)."""
        result = super().write(vals)
        self._adopt_uploads(set(self._upload_fields) & set(vals))
        return result

    def _adopt_uploads(self, names):
        for record in self:
            for name in names:
                fresh = record[name].filtered(
                    lambda a: not a.res_id and a.create_uid == self.env.user
                )
                fresh.write({"res_model": record._name, "res_id": record.id})

    def _count_pictures(self, name):
        """Different pictures only: the same photo three times is one angle (R-08)."""
        # sudo: photos of a customer's upload are counted for whoever sees the record
        photos = self.sudo()[name].filtered(
            lambda a: (a.mimetype or "").startswith("image/")
        )
        return len(set(photos.mapped("checksum")))


class DamageMixin(models.AbstractModel):
    """One damage: what is broken and its photos from several angles (R-08)."""

    _name = "aftersales.damage.mixin"
    _inherit = ["aftersales.adopt.mixin"]
    _description = "Damage with Photos"

    _upload_fields = ("photo_ids",)

    sequence = fields.Integer(default=10)
    name = fields.Char("Damage", required=True, help="What is damaged, and where.")
    in_packing = fields.Boolean(
        "Packing Damaged", help="The outer packing is checked first."
    )
    photo_ids = fields.Many2many(
        "ir.attachment", string="Photos", help="At least three, from several angles."
    )
    photo_count = fields.Integer(compute="_compute_photo_count")

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for damage in self:
            damage.photo_count = damage._count_pictures("photo_ids")

    def _explain_missing_photos(self, needed):
        """A line for each damage that has fewer than ``needed`` photos; "" if none."""
        return "\n".join(
            self.env._(
                "• %(damage)s: %(count)s of %(needed)s photos, %(missing)s missing",
                damage=damage.name,
                count=damage.photo_count,
                needed=needed,
                missing=needed - damage.photo_count,
            )
            for damage in self
            if damage.photo_count < needed
        )
