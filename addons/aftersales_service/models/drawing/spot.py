from odoo import api, fields, models

# Where a spot lies, in fractions of the picture.
PLACE = ("x", "y", "w", "h")


class DrawingSpot(models.Model):
    """A part on an exploded drawing: its number there, and the area to be tapped.

    A row of the list that nobody has drawn yet has no area; it is chosen in the list.
    """

    _name = "aftersales.drawing.spot"
    _description = "Part on a Drawing"
    _inherit = ["document.shared.mixin"]
    _shared_with = "drawing_id"
    _order = "drawing_id, sequence, id"
    _rec_name = "position"
    _check_company_auto = True

    drawing_id = fields.Many2one(
        "aftersales.drawing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="drawing_id.company_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    position = fields.Char(
        "Position No.", required=True, help="Its number on the drawing."
    )
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    quantity = fields.Float("Per Machine", digits="Product Unit", default=1.0)
    x = fields.Float("From the Left", help="As a fraction of the width.")
    y = fields.Float("From the Top", help="As a fraction of the height.")
    w = fields.Float("Width", help="As a fraction of the width.")
    h = fields.Float("Height", help="As a fraction of the height.")
    is_placed = fields.Boolean("On the Picture", compute="_compute_is_placed")
    note = fields.Char("Remark")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity per machine must be more than zero."
    )
    # A little more than 1: fractions of pixels do not add up exactly.
    _inside = models.Constraint(
        "CHECK (COALESCE(x, 0) >= 0 AND COALESCE(y, 0) >= 0"
        " AND COALESCE(w, 0) >= 0 AND COALESCE(h, 0) >= 0"
        " AND COALESCE(x, 0) + COALESCE(w, 0) <= 1.000001"
        " AND COALESCE(y, 0) + COALESCE(h, 0) <= 1.000001)",
        "The area of a part must lie inside the picture.",
    )
    _part_once = models.UniqueIndex(
        "(drawing_id, position, product_id, ROUND(COALESCE(x, 0)::numeric, 4), ROUND(COALESCE(y, 0)::numeric, 4))",
        "This part is already shown there.",
    )

    @api.depends("w", "h")
    def _compute_is_placed(self):
        for spot in self:
            spot.is_placed = spot.w > 0 and spot.h > 0

    def _pack(self):
        """What a screen draws of it."""
        return {
            "id": self.id,
            "position": self.position,
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "note": self.note or "",
            "box": [self[name] for name in PLACE] if self.is_placed else False,
        }
