from odoo import api, fields, models


class DunningLine(models.Model):
    """An invoice on a reminder, with what of it is due."""

    _name = "aftersales.dunning.line"
    _description = "Invoice on a Payment Reminder"
    _inherit = ["document.guard.mixin"]
    _order = "dunning_id desc, since, id"
    _check_company_auto = True
    _rec_name = "move_name"

    dunning_id = fields.Many2one(
        "aftersales.dunning",
        "Payment Reminder",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    move_name = fields.Char("Invoice Number", readonly=True)
    level_id = fields.Many2one(
        related="dunning_id.level_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="dunning_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="dunning_id.currency_id")
    state = fields.Selection(related="dunning_id.state")
    since = fields.Date("Due Since", required=True, readonly=True)
    amount = fields.Monetary("Owed with Tax", readonly=True)
    credit = fields.Monetary(
        "Credits Taken Off",
        readonly=True,
        help="Payments and credit notes of the partner that nobody assigned yet.",
    )
    is_standing = fields.Boolean(
        compute="_compute_is_standing", store=True, precompute=True
    )

    _level_once = models.UniqueIndex(
        "(move_id, level_id) WHERE is_standing",
        "This invoice was reminded of at this level already.",
    )

    @api.depends("dunning_id.state")
    def _compute_is_standing(self):
        for line in self:
            line.is_standing = line.dunning_id.state != "lapsed"

    def _prepare_row(self, move, job, amount):
        """One line of the paper: what is owed for ``job``, or for no job of ours."""
        settlement = move.aftersales_settlement_id
        return {
            "job": job.name if job else settlement.name or move.invoice_origin or "",
            "device": job._get_paper_device() if job else "",
            "day": job and job.company_id._aftersales_day(job.called_at),
            "invoice": self.move_name,
            "since": self.since,
            "amount": amount,
        }
