from odoo import api, fields, models


class ProcessStep(models.Model):
    """Where a fault was made: a department and a step of its work (R-41)."""

    _name = "aftersales.process.step"
    _description = "Department or Process Step"
    _inherit = ["document.shared.mixin"]
    _order = "department, sequence, id"
    _rec_names_search = ["department", "name"]
    _check_company_auto = True

    department = fields.Char(required=True)
    name = fields.Char("Process Step", help="Empty: the department as a whole.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    active = fields.Boolean(default=True)

    _step_unique = models.UniqueIndex(
        "(department, COALESCE(name, ''), COALESCE(company_id, 0))",
        "This step is there already.",
    )

    @api.depends("department", "name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = " / ".join(filter(None, (step.department, step.name)))
