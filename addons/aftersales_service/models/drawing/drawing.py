import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ...kernel.fit import is_upside_down, is_within
from ..fit.part_fit import write_range

LARGEST = 10 << 20  # bytes of a picture as it is sent
SIDE = 4000  # pixels of the picture that is kept: small numbers stay readable
# Pictures that show what they are and nothing else: an SVG may carry a program.
KINDS = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


class Drawing(models.Model):
    """An exploded drawing (爆炸图) of some machines, and where on it each part is shown."""

    _name = "aftersales.drawing"
    _description = "Exploded Drawing"
    _inherit = ["document.guard.mixin", "document.shared.mixin"]
    _order = "sequence, sheet, name, id"
    _check_company_auto = True

    name = fields.Char("Name of the Drawing", required=True)
    sheet = fields.Char("Sheet No.", help="Its number in the parts book.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    machine_tmpl_ids = fields.Many2many(
        "product.template",
        "aftersales_drawing_machine_rel",
        "drawing_id",
        "machine_tmpl_id",
        "Drawing Of",
        check_company=True,
        required=True,
        help="The machines that are built as it shows.",
    )
    variant_ids = fields.Many2many(
        "product.product",
        "aftersales_drawing_variant_rel",
        "drawing_id",
        "variant_id",
        "Only Variants",
        check_company=True,
        domain="[('product_tmpl_id', 'in', machine_tmpl_ids)]",
        help="Empty: all variants of these machines.",
    )
    serial_from = fields.Char(
        "From Serial Number", help="Empty: from the first one on."
    )
    serial_to = fields.Char("To Serial Number", help="Empty: to the last one.")
    picture = fields.Image(
        required=True,
        max_width=SIDE,
        max_height=SIDE,
        help="PNG, JPEG, WebP or GIF, at most 10 MB.",
    )
    spot_ids = fields.One2many(
        "aftersales.drawing.spot", "drawing_id", "Parts on the Drawing", copy=True
    )
    spot_count = fields.Integer("Parts", compute="_compute_spot_count")
    for_customers = fields.Boolean(
        "Shown to Customers",
        help="On the portal page of a device its owner sees the drawing as well; dealers always do.",
    )
    note = fields.Char("Remark")
    company_id = fields.Many2one("res.company", index="btree_not_null")

    @api.depends("name", "sheet")
    def _compute_display_name(self):
        for drawing in self:
            words = (drawing.sheet, drawing.name)
            drawing.display_name = " ".join(filter(None, words))

    @api.depends("spot_ids")
    def _compute_spot_count(self):
        counts = dict(
            self.env["aftersales.drawing.spot"]._read_group(
                [("drawing_id", "in", self.ids)], ["drawing_id"], ["__count"]
            )
        )
        for drawing in self:
            drawing.spot_count = counts.get(drawing._origin, 0)

    @api.constrains("serial_from", "serial_to")
    def _check_range(self):
        for drawing in self:
            if is_upside_down(drawing.serial_from, drawing.serial_to):
                raise ValidationError(
                    self.env._(
                        "No serial number lies from %(first)s to %(last)s: the range ends before it begins.",
                        first=drawing.serial_from,
                        last=drawing.serial_to,
                    )
                )

    @api.constrains("machine_tmpl_ids", "variant_ids")
    def _check_machines(self):
        for drawing in self:
            if not drawing.machine_tmpl_ids:
                raise ValidationError(
                    self.env._(
                        "%s: choose the machines that the drawing is of.",
                        drawing.display_name,
                    )
                )
            for variant in drawing.variant_ids:
                if variant.product_tmpl_id not in drawing.machine_tmpl_ids:
                    raise ValidationError(
                        self.env._(
                            "%(variant)s is no variant of %(machine)s.",
                            variant=variant.display_name,
                            machine=", ".join(
                                drawing.machine_tmpl_ids.mapped("display_name")
                            ),
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        """Looked at before core opens it (extends `create`)."""
        for vals in vals_list:
            self._check_picture(read_picture(vals.get("picture")), vals.get("name"))
        drawings = super().create(vals_list)
        self.env.registry.clear_cache()  # see `_get_drawn`
        return drawings

    def write(self, vals):
        """The same for a picture that takes the place of another (extends `write`)."""
        if "picture" in vals:
            name = vals.get("name") or self[:1].name
            self._check_picture(read_picture(vals["picture"]), name)
        result = super().write(vals)
        if {"machine_tmpl_ids", "company_id", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """It is shown nowhere any more (extends `unlink`)."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _check_picture(self, raw, name=None):
        """:raises ValidationError: for what is no picture of pixels, or too large"""
        if len(raw) <= LARGEST and guess_mimetype(raw) in KINDS:
            return
        raise ValidationError(
            self.env._(
                "“%s” is no picture that can be shown: save it as PNG or JPEG of at most 10 MB.",
                name or self._description,
            )
        )

    def _get_range_text(self):
        return write_range(self.env, self.serial_from, self.serial_to)

    def _shows(self, unit):
        """Whether it shows the machine ``unit``; also where its number was not read."""
        variants = self.variant_ids
        right = not variants or unit.product in variants.ids
        within = is_within(unit.serial, self.serial_from, self.serial_to)
        return right and within is not False


def read_picture(value):
    """The bytes of what a form or an import sends."""
    try:
        return base64.b64decode(value)
    except (binascii.Error, TypeError, ValueError):
        return b""
