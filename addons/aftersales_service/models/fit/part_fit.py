from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...kernel.fit import is_upside_down

# A machine of this serial number; ids of its product and product template.
Unit = namedtuple("Unit", "serial product template")
# What one row says, as ids; ``variant`` None: of all variants.
Stated = namedtuple("Stated", "id part template variant serial_from serial_to place")

# Rows of some machines; of the others only which parts are for them.
_STATED = """
    SELECT id, product_id, machine_tmpl_id, machine_id, serial_from, serial_to, place
    FROM aftersales_part_fit
    WHERE (company_id IS NULL OR company_id = %(company)s)
        AND machine_tmpl_id = ANY(%(templates)s)
    UNION ALL
    SELECT min(id), product_id, machine_tmpl_id, machine_id, NULL, NULL, NULL
    FROM aftersales_part_fit
    WHERE (company_id IS NULL OR company_id = %(company)s)
        AND product_id = ANY(%(parts)s) AND machine_tmpl_id <> ALL(%(templates)s)
    GROUP BY product_id, machine_tmpl_id, machine_id
    ORDER BY 1
"""
# Devices inside devices, however deep.
_INSIDE = """
    WITH RECURSIVE inside(outermost, device) AS (
        SELECT id, id FROM unnest(%(devices)s::int[]) id
        UNION
        SELECT inside.outermost, part.inner_device_id
        FROM inside JOIN aftersales_device_part part ON part.device_id = inside.device
        WHERE part.removed_on IS NULL AND part.inner_device_id IS NOT NULL
    )
    SELECT inside.outermost, device.serial, device.product_id, product.product_tmpl_id
    FROM inside
    JOIN aftersales_device device ON device.id = inside.device
    JOIN product_product product ON product.id = device.product_id
    WHERE inside.outermost <> inside.device
    ORDER BY device.id
"""


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
            machine = fit.machine_tmpl_id.display_name
            limits = write_range(self.env, fit.serial_from, fit.serial_to)
            fit.display_name = " ".join(filter(None, (machine, limits)))

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

    @api.model
    def _find_stated(self, templates, parts, company):
        """[`Stated`] of all rows of the machines ``templates``, and of which other machines
        ``parts`` are; in one query, in the order in which they were entered."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                _STATED,
                templates=list(templates),
                parts=list(parts),
                company=company.id,
            )
        )
        return [Stated(*row) for row in rows]


class Device(models.Model):
    _inherit = "aftersales.device"

    def _find_inside(self):
        """{device id: [`Unit`]} of the devices inside these, however deep, in one query."""
        self.flush_model(["serial", "product_id"])
        self.env["aftersales.device.part"].flush_model()
        found = {}
        for outer, serial, *ids in self.env.execute_query(
            SQL(_INSIDE, devices=self.ids)
        ):
            found.setdefault(outer, []).append(Unit(serial or "", *ids))
        return found


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _aftersales_find_retired(self, company):
        """Those of which nobody can ask for a piece: archived, no part any more, or another
        company's."""
        return self.with_context(active_test=False).search(
            [
                ("id", "in", self.ids),
                *("|", "|", ("active", "=", False), ("aftersales_is_part", "=", False)),
                ("company_id", "not in", (False, company.id)),
            ],
            order="id",
        )


def write_range(env, first, last):
    """A range of serial numbers in words, '' where it is open on both sides."""
    if first and last:
        return env._("%(first)s to %(last)s", first=first, last=last)
    if first:
        return env._("from %s on", first)
    return env._("up to %s", last) if last else ""
