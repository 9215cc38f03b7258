from odoo import fields, models

KINDS = [
    ("reason", "Reason Given"),
    ("back", "Reason Taken Back"),
    ("written_off", "Written Off"),
    ("reminded", "Reminded"),
]


class ReconcileEvent(models.Model):
    """What somebody did about a row of the board; it stands."""

    _name = "aftersales.reconcile.event"
    _description = "Event of a Reconciliation Line"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _is_closed_ledger = True

    line_id = fields.Many2one(
        "aftersales.reconcile.line", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    kind = fields.Selection(KINDS, required=True)
    reason_id = fields.Many2one(
        "aftersales.reconcile.reason", index="btree_not_null", ondelete="restrict"
    )
    note = fields.Char("In Words")
    fault_key = fields.Char()
    amount = fields.Monetary(help="What was open, or was written off, with tax.")
    user_id = fields.Many2one(
        "res.users", "Who", required=True, index=True, default=lambda s: s.env.user
    )
    happened_at = fields.Datetime("When", required=True, default=fields.Datetime.now)
