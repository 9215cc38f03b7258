from odoo import fields, models

from ...exceptions import ProofMissing

PLANNING = "planning_department"
MONTHS = 6  # of consumption that a proposal looks back


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("part_plan", "Spare Plan")], ondelete={"part_plan": "cascade"}
    )


class PartPlan(models.Model):
    """备件计划: how much of which part lies where; approved, it becomes core's reordering
    rules, for a warehouse as for a van (P-09 … P-11)."""

    _name = "aftersales.part.plan"
    _number_code = "aftersales.part.plan"
    _description = "Spare Plan"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("approved", "draft"),
        "approved": ("prepared",),
        "prepared": ("issued",),
        "issued": (),
    }

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    kind = fields.Selection(
        [
            ("plan", "Spare Plan"),
            ("supplement", "Supplementary Plan"),
            ("zero_km", "Zero-Kilometre List"),
        ],
        required=True,
        default="plan",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    unit_id = fields.Many2one(
        "aftersales.unit", "Service Unit", index="btree_not_null", check_company=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self._default_warehouse(),
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("prepared", "Prepared"),
            ("issued", "Issued"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "aftersales.part.plan.line", "plan_id", "Parts", copy=True
    )
    note = fields.Text("Remark")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This plan number is already taken."
    )

    def _default_warehouse(self):
        # sudo: who plans need not read warehouses
        return (
            self.env["stock.warehouse"]
            .sudo()
            .search([("company_id", "=", self.env.company.id)], limit=1)
        )

    def action_propose(self):
        """Lines from what was used in the last months: one month's use as minimum, two
        as maximum (P-10). What stands already is left."""
        for plan in self:
            known = {(line.product_id, line.location_id) for line in plan.line_ids}
            plan.line_ids = [
                (0, 0, plan._prepare_proposal(product, place, quantity))
                for product, place, quantity in plan._get_consumption()
                if (product, place) not in known
            ]

    def _get_consumption(self):
        """[(part, place, used quantity)] of the last months; the warehouse replaces what
        its vans used."""
        since = fields.Date.subtract(self.company_id._aftersales_today(), months=MONTHS)
        # sudo: who plans need not read stock moves
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("aftersales_step", "=", "use"),
                    ("state", "=", "done"),
                    ("date", ">=", since),
                    (
                        "picking_id.picking_type_id.warehouse_id",
                        "=",
                        self.warehouse_id.id,
                    ),
                ],
                ["product_id"],
                ["quantity:sum"],
            )
        )
        place = self.warehouse_id.lot_stock_id
        return [(product, place, quantity) for product, quantity in groups]

    def _prepare_proposal(self, product, place, quantity):
        month = max(round(quantity / MONTHS), 1)
        return {
            "product_id": product.id,
            "location_id": place.id,
            "quantity_min": month,
            "quantity_max": 2 * month,
        }

    def action_submit(self):
        """The service centre submits, planning approves (P-09)."""
        for plan in self:
            if not plan.line_ids:
                raise ProofMissing(self.env._("Please add the parts that you plan."))
            plan._move_to("submitted")
            kind = plan._fields["kind"].convert_to_export(plan.kind, plan)
            plan._request_approval("part_plan", plan._get_approving_roles(), kind)

    def _is_signed(self):
        return self.state != "draft"

    def _get_standing_text(self):
        return self.env._("The plan is submitted. Make a supplementary plan instead.")

    def _get_approving_roles(self):
        """Whom the company chose (O-60), else the group's planning department where
        somebody holds that role (O-22), else the operations director."""
        if self.kind == "zero_km":
            return self._get_list_roles()
        # sudo: who plans need not read roles
        chosen = self.company_id.sudo().aftersales_plan_role_id
        held = self.env["aftersales.role"]._get_held_in(self.company_id).mapped("code")
        planning = PLANNING if PLANNING in held else "operations_director"
        return [chosen.code or planning]

    def _on_approved(self, approval):
        """Planning agreed: reordering rules carry it out (overrides the mixin's hook)."""
        result = super()._on_approved(approval)
        self._move_to("approved")
        if self.kind != "zero_km":  # prepared and issued once, not ordered again
            self.line_ids._apply()
        return result

    def _on_approval_refused(self, approval):
        """Back to the one who planned (overrides the mixin's hook)."""
        result = super()._on_approval_refused(approval)
        self.message_post(body=self.env._("Refused: %s", approval.note or ""))
        self._move_to("draft")
        return result


class PartPlanLine(models.Model):
    _name = "aftersales.part.plan.line"
    _description = "Line of a Spare Plan"
    _inherit = ["document.part.mixin"]
    _document = "plan_id"
    _rec_name = "product_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "aftersales.part.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
    )
    location_id = fields.Many2one(
        "stock.location",
        "Place",
        required=True,
        index=True,
        check_company=True,
        domain=[("usage", "=", "internal")],
        help="The stock of a warehouse, or a technician's van.",
    )
    quantity_min = fields.Float("Minimum", digits="Product Unit", required=True)
    quantity_max = fields.Float("Maximum", digits="Product Unit", required=True)

    _min_max = models.Constraint(
        "CHECK (quantity_min >= 0 AND quantity_max >= quantity_min)",
        "The maximum is at least the minimum.",
    )
    _place_unique = models.Constraint(
        "UNIQUE (plan_id, product_id, location_id)",
        "This part is already planned for this place.",
    )

    def _apply(self):
        """One reordering rule per part and place, new or changed."""
        # sudo: planning approved it; reordering rules belong to the stock
        rules = self.env["stock.warehouse.orderpoint"].sudo()
        found = {
            (rule.product_id, rule.location_id): rule
            for rule in rules.search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("location_id", "in", self.location_id.ids),
                ]
            )
        }
        missing = self.env["aftersales.part.plan.line"]
        for line in self:
            rule = found.get((line.product_id, line.location_id))
            if rule:
                rule.write(line._prepare_levels())
            else:
                missing |= line
        rules.create([line._prepare_orderpoint() for line in missing])

    def _prepare_levels(self):
        return {
            "product_min_qty": self.quantity_min,
            "product_max_qty": self.quantity_max,
        }

    def _prepare_orderpoint(self):
        warehouse = self.plan_id.warehouse_id
        outside = not self.location_id._child_of(warehouse.view_location_id)
        route = (
            warehouse._aftersales_get_van_route()
            if outside
            else self.env["stock.route"]
        )
        return self._prepare_levels() | {
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "warehouse_id": warehouse.id,
            "company_id": self.company_id.id,
            "route_id": route.id,
        }


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    aftersales_van_route_id = fields.Many2one(
        "stock.route",
        "Replenish Vans",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _aftersales_get_van_route(self):
        """The route that fills vans from this warehouse, made when first needed."""
        self.ensure_one()
        # sudo: routes are configuration; an approved plan needs this one
        warehouse = self.sudo()
        if not warehouse.aftersales_van_route_id:
            warehouse.aftersales_van_route_id = (
                self.env["stock.route"]
                .sudo()
                .create(warehouse._aftersales_prepare_van_route())
            )
        return warehouse.aftersales_van_route_id

    def _aftersales_prepare_van_route(self):
        name = self.env._("Replenish Vans from %s", self.name)
        rule = {
            "name": name,
            "action": "pull",
            "procure_method": "make_to_stock",
            "picking_type_id": self.aftersales_issue_type_id.id,
            "location_src_id": self.lot_stock_id.id,
            "location_dest_id": self.company_id.aftersales_location_id.id,
            "company_id": self.company_id.id,
        }
        return {
            "name": name,
            "company_id": self.company_id.id,
            "product_selectable": False,
            "rule_ids": [(0, 0, rule)],
        }
