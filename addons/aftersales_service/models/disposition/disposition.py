from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing

# R-50 without what never comes to us (repair on site, explanation only).
ACTIONS = [
    ("repair", "Repair"),
    ("rework", "Rework"),
    ("back", "Back Unrepaired"),
    ("exchange", "Exchange"),
    ("refund", "Refund"),
    ("restock", "Restock as Second Grade"),
    ("scrap", "Scrap"),
    ("supplier", "To Supplier"),
    ("factory", "Factory Repair with Substitute"),
    ("send_parts", "Send Missing Parts"),
]
# The goods stay the customer's and are given back in the end.
STAYS = frozenset({"repair", "rework", "back", "send_parts", "supplier", "factory"})
# The goods go to their maker in between, and come back.
AT_MAKER = frozenset({"supplier", "factory"})
# Something of ours goes to the customer.
SENT = frozenset({"exchange", "send_parts"})
# Core has a return move of its own for what becomes ours.
OURS = frozenset({"exchange", "refund", "restock"})


class Disposition(models.Model):
    """处理方式: what is done with some of a returned line. One line may be split; the
    database refuses to decide about more than came."""

    _name = "aftersales.disposition"
    _description = "Disposition of Returned Goods"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin"]
    _order = "line_id, id"
    _rec_name = "action"
    _check_company_auto = True

    _transitions = {
        "draft": ("decided", "cancelled"),
        "decided": ("done", "cancelled"),
        "done": (),
        "cancelled": (),
    }
    _flow_fields = frozenset({"decided_by_id", "decided_at", "done_at"})

    line_id = fields.Many2one(
        "aftersales.return.line",
        "Goods",
        required=True,
        index=True,
        ondelete="restrict",
    )
    return_id = fields.Many2one(related="line_id.return_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(related="line_id.product_id")
    action = fields.Selection(ACTIONS, required=True)
    quantity = fields.Float(
        digits="Product Unit",
        required=True,
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("decided", "Decided"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    new_product_id = fields.Many2one(
        "product.product",
        "Product Sent Instead",
        index="btree_not_null",
        check_company=True,
        help="Another model or the missing part; otherwise the same product.",
    )
    supplier_id = fields.Many2one(
        "res.partner", index="btree_not_null", check_company=True
    )
    location_id = fields.Many2one(
        "stock.location",
        "To Location",
        index="btree_not_null",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('aftersales_outside_value', '=', False)]",
        help="Where goods that are ours again are put; the stock of the warehouse otherwise.",
    )
    repair_id = fields.Many2one("repair.order", readonly=True, index="btree_not_null")
    refund_id = fields.Many2one(
        "account.move", "Credit Note", readonly=True, index="btree_not_null"
    )
    move_ids = fields.One2many("stock.move", "aftersales_disposition_id", "Stock Moves")
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)
    done_at = fields.Datetime("Done On", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Please write how many this decision is about."
    )

    @api.depends("line_id")
    def _compute_quantity(self):
        for disposition in self:
            disposition.quantity = disposition.line_id.open_quantity or 1

    def _get_action_label(self):
        labels = self._fields["action"]._description_selection(self.env)
        return dict(labels)[self.action]

    def _compute_display_name(self):
        for disposition in self:
            disposition.display_name = (
                f"{disposition.line_id.display_name}: {disposition._get_action_label()}"
            )

    def action_decide(self):
        """定处理方式: what nobody else is asked about is carried out, as far as it can be at
        once; sales learns of it.

        :raises ProofMissing: about goods whose damages lack their photos
        :raises MoveRefused: when more is decided than came
        """
        for record in self.return_id:
            record._check_damages()
        (self - self._ask_director())._carry_out()
        self.return_id._tell_sales(self)

    def _carry_out(self):
        """Claims the quantity and begins."""
        for disposition in self:
            disposition._check_decision()
        self._move_to("decided", decided_by_id=self.env.uid, decided_at=self._now())
        for line, dispositions in self.grouped("line_id").items():
            # sudo: the sum is kept by actions, whoever decides
            line.sudo()._in_flow().decided_quantity += sum(
                dispositions.mapped("quantity")
            )
        for record in self.return_id:
            if record.state in ("received", "inspecting"):
                record._move_to("decided")
        self._begin()

    def _check_decision(self):
        line = self.line_id
        if line.uom_id.compare(self.quantity, line.open_quantity) > 0:
            raise MoveRefused(
                self.env._(
                    "%(product)s: %(open)g can still be decided about, not %(wanted)g.",
                    product=line.display_name,
                    open=line.open_quantity,
                    wanted=self.quantity,
                )
            )
        if self.action in AT_MAKER and not self.supplier_id:
            raise ProofMissing(self.env._("Please choose the supplier."))
        if self.action == "send_parts" and not self.new_product_id:
            raise ProofMissing(self.env._("Please choose the missing part."))

    def action_cancel(self):
        """Taken back while nothing has moved; what is at its maker comes back first."""
        for disposition in self:
            disposition._withdraw_approvals("exchange")
        self._check_not_at_maker()
        for disposition in self.filtered(lambda d: d.state == "decided"):
            if disposition.move_ids.filtered(lambda m: m.state == "done"):
                raise MoveRefused(
                    self.env._(
                        "%s has moved goods already; decide about what came of it instead.",
                        disposition.display_name,
                    )
                )
            disposition.move_ids.sudo()._action_cancel()  # sudo: see `_begin`
            # sudo: as in `action_decide`
            disposition.line_id.sudo()._in_flow().decided_quantity -= (
                disposition.quantity
            )
        self._move_to("cancelled")

    def _finish(self):
        """The last one that is carried out ends the return's way back."""
        self._move_to("done", done_at=self._now())
        # sudo: the warehouse delivers, the service department owns the return
        self.sudo().return_id._on_given_back()
