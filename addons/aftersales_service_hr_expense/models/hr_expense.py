from odoo import fields, models

from odoo.addons.aftersales_service.groups import STAFF


class HrExpense(models.Model):
    _inherit = "hr.expense"

    aftersales_travel_line_id = fields.Many2one(
        "aftersales.travel.line",
        "Travel Claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="The receipt of a technician's travel claim that this expense pays back.",
    )
    aftersales_visit_name = fields.Char(
        "Visit",
        compute="_compute_aftersales_visit_name",
        compute_sudo=True,
        groups=STAFF,
    )

    def _compute_aftersales_visit_name(self):
        for expense in self:
            visit = expense.aftersales_travel_line_id.visit_id
            expense.aftersales_visit_name = visit.name


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """What was posted is matched with advances of the technician (extends core)."""
        posted = super()._post(soft)
        # sudo: whoever posts expenses need not know the after-sales department
        lines = posted.sudo().expense_ids.aftersales_travel_line_id
        if lines:
            lines.technician_id._settle_travel()
        return posted
