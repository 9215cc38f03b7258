import math

from odoo import fields, models

from .plan import MONTHS

_JOBS = 2  # a part that one job used in half a year is no part for the van


class PartPlan(models.Model):
    """每车最低最高库存: what each van should carry, from what was used out of it."""

    _inherit = "aftersales.part.plan"

    def action_propose_vans(self):
        """Lines for the vans from their use in the last months: half a month's use as
        minimum, a month's as maximum. A proposal: planning changes and approves it."""
        for plan in self:
            known = {(line.product_id, line.location_id) for line in plan.line_ids}
            plan.line_ids = [
                (0, 0, plan._prepare_van_proposal(product, van, quantity))
                for product, van, quantity, jobs in plan._get_van_consumption()
                if jobs >= _JOBS and (product, van) not in known
            ]

    def _get_van_consumption(self):
        """[(part, van, used quantity, how often)] of the last months."""
        today = self.company_id._aftersales_today()
        # sudo: who plans need not read technicians and stock moves
        domain = [("company_id", "=", self.company_id.id)]
        if self.unit_id:
            domain.append(("unit_id", "child_of", self.unit_id.id))
        vans = self.env["aftersales.technician"].sudo().search(domain).location_id
        moves = self.env["stock.move"].sudo()  # sudo: as above
        return moves._read_group(
            [
                ("aftersales_step", "=", "use"),
                ("state", "=", "done"),
                ("date", ">=", fields.Date.subtract(today, months=MONTHS)),
                ("location_id", "in", vans.ids),
                ("picking_id.picking_type_id.warehouse_id", "=", self.warehouse_id.id),
            ],
            ["product_id", "location_id"],
            ["quantity:sum", "__count"],
        )

    def _prepare_van_proposal(self, product, van, quantity):
        month = quantity / MONTHS
        return {
            "product_id": product.id,
            "location_id": van.id,
            "quantity_min": math.ceil(month / 2),
            "quantity_max": math.ceil(month),
        }
