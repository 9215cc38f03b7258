from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Core searches move lines by lot on every lot form but has no index for it.
    lot_id = fields.Many2one(index="btree_not_null")

    def _prepare_device_vals(self):
        self.ensure_one()
        move = self.move_id
        company = move.company_id
        day = company._aftersales_day(move.date)
        site = move.picking_id.partner_id or move.partner_id
        order = move.sale_line_id.order_id
        return {
            "serial": self.lot_id.name,
            "lot_id": self.lot_id.id,
            "product_id": self.product_id.id,
            "company_id": company.id,
            "partner_id": (order.partner_id or site.commercial_partner_id).id,
            "site_id": site.id,
            "ship_date": day,
            "delivery_date": day,
            "sale_line_id": move.sale_line_id.id,
        }
