from odoo import api, fields, models


class Project(models.Model):
    """A delivered project that service requests belong to: many to one (S-10)."""

    _name = "aftersales.project"
    _description = "Customer Project"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "code desc, id desc"
    _rec_names_search = ["code", "name", "partner_id.name"]
    _check_company_auto = True

    name = fields.Char("Title", required=True)
    code = fields.Char("Project Number", required=True, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, check_company=True
    )
    sale_order_id = fields.Many2one(
        "sale.order", "Sales Order", index="btree_not_null", check_company=True
    )
    order_ids = fields.One2many("aftersales.order", "project_id", "Service Orders")
    order_count = fields.Integer("Service Order Count", compute="_compute_order_count")
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE (company_id, code)", "Another project of this company has this number."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for project in self:
            project.display_name = f"{project.code or ''} {project.name or ''}".strip()

    def _compute_order_count(self):
        counts = dict(
            self.env["aftersales.order"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.order_count = counts.get(project._origin, 0)


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    project_id = fields.Many2one(
        "aftersales.project",
        "Customer Project",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    def _on_merged(self, others):
        """The project of a merged report is the survivor's, unless it has one (extends)."""
        result = super()._on_merged(others)
        if not self.project_id:
            self.project_id = others.project_id[:1]
        return result
