from collections import defaultdict

from odoo import api, fields, models

from ...exceptions import ProofMissing

# Once submitted, what was asked for stands; only the use is filled in.
ASKED = frozenset({"requisition_id", "product_id", "quantity"})


class RequisitionLine(models.Model):
    _name = "aftersales.requisition.line"
    _description = "Part Requisition Line"
    _inherit = ["document.part.mixin"]
    _document = "requisition_id"
    _standing_fields = ASKED
    _order = "requisition_id, sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    requisition_id = fields.Many2one(
        "aftersales.requisition", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        related="requisition_id.company_id", store=True, index=True
    )
    order_id = fields.Many2one(
        related="requisition_id.order_id", store=True, index=True
    )
    visit_id = fields.Many2one(
        related="requisition_id.visit_id", store=True, index=True
    )
    state = fields.Selection(related="requisition_id.state", string="Requisition State")
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="restrict",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity = fields.Float(
        "Requested", digits="Product Unit", default=1.0, required=True
    )
    quantity_to_use = fields.Float(
        "Used Now",
        digits="Product Unit",
        copy=False,
        help="What was really built in; the rest goes back to the store.",
    )
    old_serial = fields.Char(
        "Old Serial Number",
        copy=False,
        help="Serial number of the part that was taken out.",
    )
    move_ids = fields.One2many(
        "stock.move", "aftersales_requisition_line_id", "Stock Moves", readonly=True
    )
    issued_quantity = fields.Float(
        "Issued", compute="_compute_quantities", digits="Product Unit"
    )
    used_quantity = fields.Float(
        "Used", compute="_compute_quantities", digits="Product Unit"
    )
    returned_quantity = fields.Float(
        "Returned", compute="_compute_quantities", digits="Product Unit"
    )
    lost_quantity = fields.Float(
        "Missing in Count",
        compute="_compute_quantities",
        digits="Product Unit",
        help="Missing when the van was counted; somebody answers for it.",
    )
    held_quantity = fields.Float(
        "With Technician",
        compute="_compute_quantities",
        digits="Product Unit",
        help="Issued = used + returned + lost + with the technician.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The requested quantity must be more than zero."
    )

    @api.depends("move_ids.state", "move_ids.quantity")
    def _compute_quantities(self):
        # sudo: technicians see what became of their parts without any warehouse right
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("aftersales_requisition_line_id", "in", self.ids),
                    ("state", "=", "done"),
                ],
                ["aftersales_requisition_line_id", "aftersales_step"],
                ["quantity:sum"],
            )
        )
        self._share_out({(line.id, step): done for line, step, done in groups})

    def _use_moves(self, moves):
        """Know the quantities from all ``moves`` of these lines, which were read already."""
        sums = defaultdict(float)
        for move in moves.filtered(lambda move: move.state == "done"):
            line = move.aftersales_requisition_line_id
            sums[line.id, move.aftersales_step] += move.quantity
        names = ("issued", "used", "returned", "lost", "held")
        fields_ = [self._fields[f"{name}_quantity"] for name in names]
        with self.env.protecting(fields_, self):
            self._share_out(sums)

    def _share_out(self, sums):
        done = defaultdict(float, sums)
        for line in self:
            key = line._origin.id
            line.issued_quantity = done[key, "issue"]
            line.used_quantity = done[key, "use"]
            line.returned_quantity = done[key, "return"]
            line.lost_quantity = done[key, "lost"]
            line.held_quantity = (
                line.issued_quantity
                - line.used_quantity
                - line.returned_quantity
                - line.lost_quantity
            )

    @api.constrains("quantity_to_use")
    def _check_quantity_to_use(self):
        for line in self:
            if line.quantity_to_use < 0:
                raise ProofMissing(self.env._("The used quantity cannot be negative."))

    def _check_held(self):
        """Hook: nobody uses what he was not issued, or only borrowed."""
        self._check_no_tools()
        for line in self:
            if line.uom_id.compare(line.quantity_to_use, line.held_quantity) > 0:
                raise ProofMissing(
                    self.env._(
                        "%(part)s: %(use)g to be used, but only %(held)g issued. Let the warehouse issue the part first.",
                        part=line.product_id.display_name,
                        use=line.quantity_to_use,
                        held=line.held_quantity,
                    )
                )

    def _get_held_lots(self):
        """Serial numbers issued on this line and neither used nor returned, in order."""
        self.ensure_one()
        # sudo: see _compute_quantities
        lines = self.sudo().move_ids.filtered(lambda m: m.state == "done").move_line_ids
        balance = defaultdict(float)
        for line in lines.filtered("lot_id"):
            sign = 1 if line.move_id.aftersales_step == "issue" else -1
            balance[line.lot_id] += sign * line.quantity_product_uom
        return [(lot, quantity) for lot, quantity in balance.items() if quantity > 0]

    def _get_held_of(self, lot):
        """What the technician holds of this line, of ``lot`` where there is one."""
        if not lot:
            return self.held_quantity
        return dict(self._get_held_lots()).get(lot, 0.0)
