from odoo import api, fields, models


class OperatingUnit(models.Model):
    """Where service work is planned or done: department, centre, branch, region.

    Source: O-07, O-28, O-30. Approvals and numbers follow the unit of a job.
    """

    _name = "aftersales.unit"
    _description = "Service Unit"
    _parent_store = True
    _order = "complete_name"
    _rec_name = "complete_name"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        "Full Name", compute="_compute_complete_name", recursive=True, store=True
    )
    code = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("planning", "Service Department"),
            ("centre", "Service Centre"),
            ("branch", "Branch"),
            ("region", "Region"),
        ],
        required=True,
        default="centre",
    )
    parent_id = fields.Many2one(
        "aftersales.unit",
        "Parent Unit",
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    parent_path = fields.Char(index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    manager_id = fields.Many2one(
        "res.users", "Person in Charge", index="btree_not_null"
    )
    member_ids = fields.Many2many("res.users", string="Members")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        index="btree_not_null",
        help="Spare parts for jobs of this unit come from here.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE (company_id, code)", "Another unit of this company has this code."
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for unit in self:
            parent = unit.parent_id
            unit.complete_name = (
                f"{parent.complete_name} / {unit.name}" if parent else unit.name
            )
