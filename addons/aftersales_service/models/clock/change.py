from odoo import fields, models

from ..sla import selections


class SlaChange(models.Model):
    """A due date that moved: from when to when, why and by whom. Never changed."""

    _name = "aftersales.sla.change"
    _description = "Changed Due Date"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "reason"

    clock_id = fields.Many2one(
        "aftersales.sla.clock",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    kind = fields.Selection(selections.CHANGE_KINDS, required=True, readonly=True)
    old_due_at = fields.Datetime("Due Until Then", readonly=True)
    new_due_at = fields.Datetime("Due From Then On", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Handled By", readonly=True, index="btree_not_null"
    )
