from odoo import api, fields, models

STEPS = [
    ("issue", "Part Issue"),
    ("use", "Part Use"),
    ("return", "Part Return"),
    ("lost", "Part Lost"),
]


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_requisition_line_id = fields.Many2one(
        "aftersales.requisition.line",
        "Requisition Line",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        copy=True,
    )
    aftersales_step = fields.Selection(STEPS, "Part Step", readonly=True, copy=True)

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Two requisition lines of one part stay two moves (overrides the core list)."""
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_requisition_line_id",
            "aftersales_step",
        ]

    def _action_assign(self, force_qty=False):
        """Parts are there now, or are not: the job waits for them or goes on (extends)."""
        result = super()._action_assign(force_qty=force_qty)
        self._aftersales_follow_parts()
        return result

    def _do_unreserve(self):
        result = super()._do_unreserve()
        self._aftersales_follow_parts()
        return result

    def _action_cancel(self):
        """What the store calls off is waited for no longer (extends)."""
        result = super()._action_cancel()
        self._aftersales_follow_parts()
        return result

    def _aftersales_follow_parts(self):
        issues = self.filtered(lambda m: m.aftersales_step == "issue")
        # sudo: the job follows the transfers, whoever reserves them
        lines = issues.sudo().aftersales_requisition_line_id
        lines.requisition_id.order_id._follow_parts()

    def _aftersales_registers_devices(self):
        """A part that a technician leaves with a customer is no device of its own."""
        return (
            not self.aftersales_requisition_line_id
            and super()._aftersales_registers_devices()
        )


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
