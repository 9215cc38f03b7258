from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("issued", "Issued"),
    ("in_use", "In Use"),
    ("signed", "Customer Signed"),
    ("returned", "Returned to Store"),
    ("reconciled", "Reconciled"),
    ("cancelled", "Cancelled"),
]


class Requisition(models.Model):
    """A part requisition (零配件领料单): asked by one, issued by another (P-01, P-30). It
    belongs to a job; who goes there with it may be known later (see `requisition_job.py`).

    Quantities are never typed here: what was issued, used and returned is read from the
    stock moves that carry the line.
    """

    _name = "aftersales.requisition"
    _number_code = "aftersales.requisition"
    _description = "Part Requisition"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin", "mail.thread"]
    _order = "urgent desc, id desc"
    _check_company_auto = True
    _signed_fields = frozenset({"visit_id", "order_id"})
    _flow_fields = frozenset(
        {"requested_by_id", "submitted_at", "issued_by_id", "issued_at"}
    )

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    order_id = fields.Many2one(
        "aftersales.order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The job for which the parts are prepared.",
    )
    visit_id = fields.Many2one(
        "aftersales.visit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('order_id', '=?', order_id)]",
        help="Who takes the parts along. Empty as long as nobody is sent: the next visit of the job takes them over.",
    )
    technician_id = fields.Many2one(
        related="visit_id.technician_id", store=True, index=True
    )
    user_id = fields.Many2one(
        related="visit_id.user_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many(
        "aftersales.requisition.line", "requisition_id", "Parts", copy=True
    )
    note = fields.Char("Remark")
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    issued_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    issued_at = fields.Datetime("Issued On", readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "aftersales_requisition_id", "Transfers", readonly=True
    )
    picking_count = fields.Integer(compute="_compute_picking_count")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This requisition number is already taken."
    )

    @api.depends("visit_id.order_id")
    def _compute_order_id(self):
        """A visit that goes to another job takes its parts along."""
        for requisition in self:
            requisition.order_id = requisition.visit_id.order_id or requisition.order_id

    @api.depends("order_id")
    def _compute_warehouse_id(self):
        for requisition in self:
            unit = requisition.order_id.unit_id
            requisition.warehouse_id = unit.warehouse_id or self._find_warehouse(
                requisition.order_id.company_id or self.env.company
            )

    def _find_warehouse(self, company):
        # sudo: technicians have no warehouse rights, and need none to ask for parts
        warehouse = self.env["stock.warehouse"].sudo()
        return warehouse.search([("company_id", "=", company.id)], limit=1)

    def _compute_picking_count(self):
        # sudo: only the number is shown to people without warehouse rights
        counts = dict(
            self.env["stock.picking"]
            .sudo()
            ._read_group(
                [("aftersales_requisition_id", "in", self.ids)],
                ["aftersales_requisition_id"],
                ["__count"],
            )
        )
        for requisition in self:
            requisition.picking_count = counts.get(requisition._origin, 0)

    def _is_signed(self):
        """What was submitted is what is approved and issued."""
        return self.state != "draft"

    def _get_standing_text(self):
        return self.env._(
            "The requisition is already submitted. Ask for more parts on a new one; what is too many goes back to the store."
        )

    def _get_signed_text(self, names):
        return self.env._(
            "%s is already submitted: it stays with its job. Ask for the parts of another job on a new one.",
            self.name,
        )

    def _get_number_company(self, vals):
        order = self.env["aftersales.order"].browse(vals.get("order_id"))
        visit = self.env["aftersales.visit"].browse(vals.get("visit_id"))
        return (order or visit).company_id

    def action_view_pickings(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        return {
            **action,
            "domain": [("aftersales_requisition_id", "=", self.id)],
            "context": {},
        }
