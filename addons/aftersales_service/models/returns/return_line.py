from odoo import api, fields, models

from ...kernel.text import serial_key

MATCHES = [
    ("ours", "Ours, of This Customer"),
    ("other", "Ours, of Another Customer"),
    ("foreign", "Never Shipped by Us"),
    ("unreadable", "Unreadable"),
    ("none", "Without Serial Number"),
]


class ReturnLine(models.Model):
    """One product of a return: announced, counted, decided. What was received and what
    was decided are kept here as sums, so that the database itself refuses to decide about
    more than came."""

    _name = "aftersales.return.line"
    _description = "Return Order Line"
    _inherit = ["document.guard.mixin"]
    _order = "return_id, id"
    _rec_names_search = ["serial", "product_id"]
    _check_company_auto = True

    return_id = fields.Many2one(
        "aftersales.return",
        "Return Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="return_id.partner_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    tracking = fields.Selection(related="product_id.tracking")
    uom_id = fields.Many2one(related="product_id.uom_id")
    device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", check_company=True
    )
    serial = fields.Char("Lot/Serial Number", index="btree_not_null")
    unreadable = fields.Boolean("Serial Unreadable")
    lot_id = fields.Many2one(
        "stock.lot", "Lot in Custody", readonly=True, copy=False, index="btree_not_null"
    )
    match = fields.Selection(
        MATCHES, "Serial Check", compute="_compute_match", store=True
    )
    quantity = fields.Float(
        "Announced", digits="Product Unit", default=1.0, required=True
    )
    counted_quantity = fields.Float(
        "Counted Now",
        digits="Product Unit",
        compute="_compute_counted_quantity",
        store=True,
        readonly=False,
        help="What lies before the two people who count.",
    )
    received_quantity = fields.Float(
        "Received", digits="Product Unit", readonly=True, copy=False
    )
    decided_quantity = fields.Float(
        "Decided", digits="Product Unit", readonly=True, copy=False
    )
    open_quantity = fields.Float(
        "To Decide", digits="Product Unit", compute="_compute_open_quantity"
    )
    origin_move_id = fields.Many2one(
        "stock.move",
        "Original Delivery",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('product_id', '=', product_id), ('state', '=', 'done'), ('location_dest_usage', '=', 'customer')]",
    )
    fault = fields.Char("Fault Told")
    accessories = fields.Char()
    appearance = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Please write how many come back."
    )
    _decided_at_most_received = models.Constraint(
        "CHECK (decided_quantity <= received_quantity + 0.0001)",
        "More was decided than was received. Reload the page: somebody may have been faster.",
    )
    _received_not_negative = models.Constraint(
        "CHECK (received_quantity >= 0)",
        "What was received cannot be less than nothing.",
    )

    @api.depends("serial", "product_id")
    def _compute_display_name(self):
        for line in self:
            parts = [line.product_id.display_name, line.serial]
            line.display_name = " · ".join(filter(None, parts))

    @api.depends("device_id")
    def _compute_product_id(self):
        for line in self.filtered("device_id"):
            line.product_id = line.device_id.product_id

    @api.onchange("device_id")
    def _onchange_device_id(self):
        if self.device_id:
            self.serial = self.device_id.serial

    @api.depends("received_quantity", "decided_quantity")
    def _compute_open_quantity(self):
        for line in self:
            line.open_quantity = line.received_quantity - line.decided_quantity

    def _get_away_quantity(self):
        """Hook: what is not with the customer and has no return move of core's."""
        return self.received_quantity

    @api.depends("quantity", "received_quantity")
    def _compute_counted_quantity(self):
        for line in self:
            line.counted_quantity = max(line.quantity - line.received_quantity, 0)

    @api.depends(
        "serial", "unreadable", "product_id", "return_id.commercial_partner_id"
    )
    def _compute_match(self):
        """U6: each case has its route; what never was ours is still taken care of."""
        found = self._find_devices()
        for line in self:
            device = line.device_id or found.get(line, line.device_id)
            line.match = line._get_match(device)

    def _get_match(self, device):
        if self.unreadable:
            return "unreadable"
        if not (self.serial or device):
            return "none"
        if not device:
            return "foreign"
        owners = device.partner_id | device.user_partner_id | device.agent_id
        mine = self.return_id.commercial_partner_id in owners.commercial_partner_id
        return "ours" if mine else "other"

    def _find_devices(self):
        """{line: its device by serial and product}, for all lines in one search."""
        keys = {line: serial_key(line.serial) for line in self if line.serial}
        if not keys:
            return {}
        # sudo: whether a serial is ours is asked for people of the counter and the portal
        devices = (
            self.env["aftersales.device"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("serial_key", "in", list(keys.values())),
                    ("product_id", "in", self.product_id.ids),
                ]
            )
        )
        known = {(d.serial_key, d.product_id, d.company_id): d for d in devices}
        return {
            line: known[key, line.product_id, line.company_id].sudo(False)
            for line, key in keys.items()
            if (key, line.product_id, line.company_id) in known
        }
