from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    aftersales_requisition_id = fields.Many2one(
        "aftersales.requisition",
        "Part Requisition",
        index="btree_not_null",
        readonly=True,
    )

    def _action_done(self):
        """However a part transfer is validated, who requests does not issue (P-30)."""
        for picking in self.filtered("aftersales_requisition_id"):
            # sudo: who validates need not read requisitions to be checked by them
            picking.sudo().aftersales_requisition_id._check_transfer(picking)
        result = super()._action_done()
        # sudo: the state follows the transfer, whoever was allowed to validate it
        self.aftersales_requisition_id.sudo()._follow_transfers()
        return result

    def _create_backorder(self, backorder_moves=None):
        """What could not be issued yet stays with its requisition."""
        backorders = super()._create_backorder(backorder_moves=backorder_moves)
        for backorder in backorders.filtered("backorder_id.aftersales_requisition_id"):
            backorder.aftersales_requisition_id = (
                backorder.backorder_id.aftersales_requisition_id
            )
        return backorders
