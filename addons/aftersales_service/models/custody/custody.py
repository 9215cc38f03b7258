from odoo import api, fields, models

STATES = [
    ("taken", "Taken, Receipt Open"),
    ("in_store", "In Store"),
    ("in_repair", "In Repair"),
    ("at_maker", "At the Maker"),
    ("waiting", "Waiting for the Director"),
    ("inspected", "Inspected by the Director"),
    ("given_back", "Given Back, Receipt Void"),
    ("left", "No Longer the Customer's"),
    ("filed", "Filed"),
]
RECEIPTS = [
    ("none", "Not Handed Out"),
    ("open", "With the Customer"),
    ("lost", "Declared Lost"),
    ("void", "Void"),
]


class Custody(models.Model):
    """客户商品保管: a customer's goods in our care, from the receipt that he holds to the
    receipt taken back and voided (R-30 … R-38).

    The goods lie at a place that no sale reserves from and no valuation counts. One
    custody is open per return line; a serial number has never two.
    """

    _name = "aftersales.custody"
    _description = "Custody of Customer's Goods"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _signed_fields = frozenset(
        {"accessories", "appearance", "date_promised", "line_id", "work_done"}
    )
    _flow_fields = frozenset(
        {
            "receipt_state",
            "inspected_by_id",
            "inspected_at",
            "given_back_at",
            "given_back_to",
            "signature",
            "voided_at",
            "back_carrier",
            "back_tracking_ref",
        }
    )

    name = fields.Char("Receipt Number", default="/", readonly=True, copy=False)
    line_id = fields.Many2one(
        "aftersales.return.line",
        "Goods",
        required=True,
        index=True,
        ondelete="restrict",
    )
    return_id = fields.Many2one(related="line_id.return_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="return_id.partner_id", store=True, index=True, string="Customer"
    )
    product_id = fields.Many2one(related="line_id.product_id", store=True, index=True)
    device_id = fields.Many2one(
        related="line_id.device_id", store=True, index="btree_not_null"
    )
    lot_id = fields.Many2one(
        related="line_id.lot_id", store=True, index="btree_not_null"
    )
    serial = fields.Char(related="line_id.serial")
    quantity = fields.Float(related="line_id.received_quantity")
    kept_quantity = fields.Float(
        "Still Here", digits="Product Unit", compute="_compute_kept_quantity"
    )
    state = fields.Selection(
        STATES,
        default="taken",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    receipt_state = fields.Selection(
        RECEIPTS,
        "Goods Receipt",
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    place = fields.Char(help="Shelf or code of the place where it is kept.")
    accessories = fields.Char()
    appearance = fields.Char()
    taken_by_id = fields.Many2one(
        "res.users", "Taken In By", required=True, index=True, readonly=True
    )
    taken_at = fields.Datetime("Taken On", required=True, readonly=True)
    date_promised = fields.Date("Promised For")
    work_done = fields.Text(help="Actual work, time and parts: they go on the card.")
    inspected_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    inspected_at = fields.Datetime("Inspected On", readonly=True, copy=False)
    given_back_at = fields.Datetime("Given Back On", readonly=True, copy=False)
    given_back_to = fields.Char(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=512
    )
    back_carrier = fields.Char("Sent Back By", readonly=True, copy=False)
    back_tracking_ref = fields.Char("Tracking Number Back", readonly=True, copy=False)
    voided_at = fields.Datetime("Receipt Voided On", readonly=True, copy=False)
    lost_reason = fields.Char("How the Receipt Was Lost")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This receipt number is already taken."
    )
    _one_open = models.UniqueIndex(
        "(line_id) WHERE state NOT IN ('given_back', 'left', 'filed')",
        "These goods are in custody already.",
    )
    _one_open_lot = models.UniqueIndex(
        "(product_id, lot_id) WHERE lot_id IS NOT NULL AND state NOT IN ('given_back', 'left', 'filed')",
        "This lot or serial number is in custody already. Close the earlier return first.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A receipt bears the number of its return and a running one (overrides `create`);
        a number of its own would cost a locked row for each of 500 machines."""
        custodies = super().create(vals_list)
        for record, fresh in custodies.grouped("return_id").items():
            used = len(record.custody_ids) - len(fresh)
            for index, custody in enumerate(fresh, used + 1):
                custody._in_flow().name = f"{record.name}-{index:02}"
        return custodies

    @api.depends("name", "product_id", "serial")
    def _compute_display_name(self):
        for custody in self:
            parts = [custody.name, custody.product_id.display_name, custody.serial]
            custody.display_name = " · ".join(filter(None, parts))

    @api.depends("line_id.received_quantity", "state")
    def _compute_kept_quantity(self):
        for custody in self:
            kept = custody.line_id._get_kept_quantity()
            custody.kept_quantity = kept if custody._get_open() else 0

    def _is_signed(self):
        """Given back: what stands on the slip that the customer signed stands."""
        return bool(self.given_back_at)

    def _get_open(self):
        return self.filtered(lambda c: c.state not in ("given_back", "left", "filed"))
