from odoo import fields, models

ORIGINS = [
    ("own", "Made and Sold by Us"),
    ("outsourced", "Made Outside for Us"),
    ("foreign", "Another Maker's"),
]
PART_CLASSES = [
    ("main", "Main Part"),
    ("ordinary", "Ordinary Part"),
    ("wear", "Wear Part"),
]


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_warranty_months = fields.Integer(
        "Warranty (Months)",
        company_dependent=True,
        help="Counted from delivery where no warranty policy applies; 0 means no warranty.",
    )
    aftersales_brand_id = fields.Many2one(
        "aftersales.brand", "Brand", index="btree_not_null"
    )
    aftersales_origin = fields.Selection(
        ORIGINS,
        "Origin",
        default="own",
        required=True,
        help="Products made outside are solved by their maker; another maker's are repaired for money.",
    )
    aftersales_part_class = fields.Selection(
        PART_CLASSES,
        "Part Class",
        default="ordinary",
        required=True,
        help="Main parts may be covered longer than the machine; wear parts are not covered unless a term says so.",
    )
    aftersales_extends_months = fields.Integer(
        "Extends the Warranty By (Months)",
        help="Selling this product extends the warranty of the devices chosen on the line.",
    )
