from odoo import fields, models

RIGHTS = [
    ("refund", "Refund, Exchange or Repair"),
    ("exchange", "Exchange or Repair"),
    ("repair_time", "Exchange if Not Repaired in Time"),
    ("repair_quality", "A Repaired Device Works"),
    ("two_repairs", "Exchange After Two Failed Repairs"),
]


class StatutoryRule(models.Model):
    """A right of the 三包 rules, as dated data with its citation (★2).

    The shipped rows follow the general provisions as commonly published; counsel must
    check the text in force for the product before a company relies on them.
    """

    _name = "aftersales.statutory.rule"
    _description = "Statutory Right"
    _inherit = ["document.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    right = fields.Selection(RIGHTS, required=True)
    days = fields.Integer(
        help="Counted from delivery; 0: as long as the warranty runs."
    )
    repairs = fields.Integer(
        "Failed Repairs", help="How many repairs of the same device make the right."
    )
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="Empty: every product."
    )
    valid_from = fields.Date()
    valid_to = fields.Date("Valid Until")
    citation = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another rule has this code.")

    def _get_rights(self, device):
        """[{code, name, until, citation, reached}] of ``device``, dates as text.

        Days in repair and waiting for parts move the end (A6).
        """
        begun = device.delivery_date or device.ship_date
        if not begun:
            return []
        stood_still = max(device.coverage_ids.mapped("suspended_days"), default=0)
        rights = []
        for rule in self.filtered(lambda r: r._applies(device, begun)):
            until = rule._get_until(device, begun, stood_still)
            rights.append(
                {
                    "code": rule.code,
                    "name": rule.name,
                    "until": str(until or ""),
                    "citation": rule.citation,
                    "reached": rule._is_reached(device),
                }
            )
        return rights

    def _applies(self, device, begun):
        if self.valid_from and begun < self.valid_from:
            return False
        if self.valid_to and begun > self.valid_to:
            return False
        category = device.product_id.categ_id
        return not self.categ_ids or any(c._is_above(category) for c in self.categ_ids)

    def _get_until(self, device, begun, stood_still):
        if not self.days:
            return device.coverage_end_date
        return fields.Date.add(begun, days=self.days - 1 + stood_still)

    def _is_reached(self, device):
        """Hook: whether the device has had the repairs that the right asks for."""
        return False
