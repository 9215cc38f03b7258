from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...kernel.fit import is_upside_down


class PartFit(models.Model):
    """Into which machines a part fits, from which serial number to which (适用机号, E8)."""

    _name = "aftersales.part.fit"
    _description = "Machines of a Part"
    _inherit = ["document.shared.mixin"]
    _order = "machine_tmpl_id, place, product_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    product_tmpl_id = fields.Many2one(
        related="product_id.product_tmpl_id", store=True, index=True
    )
    machine_tmpl_id = fields.Many2one(
        "product.template",
        "Fits Machine",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    machine_id = fields.Many2one(
        "product.product",
        "Only Variant",
        index="btree_not_null",
        check_company=True,
        domain="[('product_tmpl_id', '=', machine_tmpl_id)]",
        ondelete="cascade",
    )
    serial_from = fields.Char(
        "From Serial Number", help="Empty: from the first one on."
    )
    serial_to = fields.Char("To Serial Number", help="Empty: to the last one.")
    place = fields.Char(
        "Place in the Machine",
        help="Where it sits, such as front bearing: of two parts for the same place the one that fits is named.",
    )
    quantity = fields.Float("Per Machine", digits="Product Unit", default=1.0)
    note = fields.Char("Remark")
    company_id = fields.Many2one("res.company", index="btree_not_null")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity per machine must be more than zero."
    )

    @api.depends("product_id", "machine_tmpl_id", "serial_from", "serial_to")
    def _compute_display_name(self):
        for fit in self:
            words = (fit.machine_tmpl_id.display_name, fit._get_range_text())
            fit.display_name = " ".join(filter(None, words))

    @api.constrains("serial_from", "serial_to")
    def _check_range(self):
        for fit in self:
            if is_upside_down(fit.serial_from, fit.serial_to):
                raise ValidationError(
                    self.env._(
                        "No serial number lies from %(first)s to %(last)s: the range ends before it begins.",
                        first=fit.serial_from,
                        last=fit.serial_to,
                    )
                )

    @api.constrains("machine_id", "machine_tmpl_id")
    def _check_variant(self):
        for fit in self.filtered("machine_id"):
            if fit.machine_id.product_tmpl_id != fit.machine_tmpl_id:
                raise ValidationError(
                    self.env._(
                        "%(variant)s is no variant of %(machine)s.",
                        variant=fit.machine_id.display_name,
                        machine=fit.machine_tmpl_id.display_name,
                    )
                )

    def _is_for(self, product):
        """Whether the row is about this variant of the machine."""
        return not self.machine_id or self.machine_id == product

    def _get_range_text(self):
        first, last = self.serial_from, self.serial_to
        if first and last:
            return self.env._("%(first)s to %(last)s", first=first, last=last)
        if first:
            return self.env._("from %s on", first)
        return self.env._("up to %s", last) if last else ""
