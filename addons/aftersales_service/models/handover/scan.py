from odoo import fields, models

CONDITIONS = [("good", "In Good Condition"), ("defective", "Defective on Arrival")]


class RequisitionScan(models.Model):
    """One scan at the counter: so much of a line, or one serial number, laid aside.

    Open until the hand-over (or the taking back) is posted; then it names its transfer.
    Picked before the technician comes means: open scans in a bin (已备料).
    """

    _name = "aftersales.requisition.scan"
    _description = "Scan at the Issue Counter"
    _inherit = ["document.default.mixin"]
    _order = "id"
    _rec_name = "line_id"

    line_id = fields.Many2one(
        "aftersales.requisition.line", required=True, index=True, ondelete="cascade"
    )
    requisition_id = fields.Many2one(
        related="line_id.requisition_id", store=True, index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="line_id.product_id", store=True, index=True)
    lot_id = fields.Many2one(
        "stock.lot", "Serial or Lot", index="btree_not_null", ondelete="restrict"
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    step = fields.Selection(
        [("issue", "Part Issue"), ("return", "Part Return")],
        required=True,
        default="issue",
    )
    condition = fields.Selection(CONDITIONS, required=True, default="good")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", index="btree_not_null", readonly=True
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A scan is of more than nothing."
    )
    _open_index = models.Index("(requisition_id, step) WHERE picking_id IS NULL")


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    scan_ids = fields.One2many(
        "aftersales.requisition.scan", "requisition_id", "Scans", readonly=True
    )
    # Every scan writes this, so two clerks on one requisition meet on its row.
    picked_at = fields.Datetime("Last Picked", readonly=True, copy=False)
    bin = fields.Char("Picked into Bin", copy=False)

    def _get_open_scans(self, step):
        # sudo: scans are made and read through the counter, which checks the group
        return (
            self.env["aftersales.requisition.scan"]
            .sudo()
            .search(
                [
                    ("requisition_id", "in", self.ids),
                    ("step", "=", step),
                    ("picking_id", "=", False),
                ]
            )
        )
