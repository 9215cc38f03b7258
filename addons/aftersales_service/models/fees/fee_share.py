from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...kernel.money import Amount, split
from ..decision.selections import PAYERS

PROGRESS = [
    ("none", "Not Charged"),
    ("open", "To Quote"),
    ("quoted", "Quoted"),
    ("ordered", "Agreed"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
    ("settled", "Settled Otherwise"),
]


class FeeShare(models.Model):
    """Who settles which part of a fee. The shares of a fee sum to it, to the last fen."""

    _name = "aftersales.fee.share"
    _description = "Share of a Service Fee"
    _inherit = ["document.guard.mixin"]
    _order = "fee_id, id"
    _check_company_auto = True
    _rec_name = "payer"
    _flow_fields = frozenset({"sale_line_id"})

    fee_id = fields.Many2one(
        "aftersales.fee", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="fee_id.company_id", store=True, index=True)
    order_id = fields.Many2one(related="fee_id.order_id", store=True, index=True)
    fee_kind = fields.Selection(related="fee_id.kind")
    technician_id = fields.Many2one(related="fee_id.technician_id")
    requested_quantity = fields.Float(related="fee_id.requested_quantity")
    issued_quantity = fields.Float(related="fee_id.issued_quantity")
    used_quantity = fields.Float(related="fee_id.used_quantity")
    returned_quantity = fields.Float(related="fee_id.returned_quantity")
    payer = fields.Selection(PAYERS, required=True)
    partner_id = fields.Many2one(
        "res.partner", index="btree_not_null", check_company=True
    )
    percent = fields.Float(digits=(5, 2), default=100.0, required=True)
    currency_id = fields.Many2one(related="fee_id.currency_id", store=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    sale_line_id = fields.Many2one(
        "sale.order.line", index="btree_not_null", readonly=True, check_company=True
    )
    progress = fields.Selection(
        PROGRESS, "Settlement Progress", compute="_compute_progress"
    )

    # Nothing of the fee: a share that takes over what another payer did not settle.
    _percent_range = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)",
        "A share is between 0 and 100 percent.",
    )

    @api.depends("fee_id.amount", "percent", "fee_id.share_ids.percent", "taken_amount")
    def _compute_amount(self):
        for fee in self.fee_id:
            shares = fee.share_ids
            percents = [Decimal(str(round(share.percent, 2))) for share in shares]
            whole = sum(percents) == 100
            parts = (
                split(fee.amount, percents, fee.currency_id.rounding) if whole else []
            )
            for index, share in enumerate(shares):
                own = float(parts[index]) if whole else 0.0
                if share in self:
                    share.amount = fee.currency_id.round(own + share.taken_amount)

    @api.constrains("percent", "fee_id")
    def _check_whole(self):
        for fee in self.fee_id:
            if round(sum(fee.share_ids.mapped("percent")), 2) != 100:
                raise ValidationError(
                    self.env._("The shares of “%s” must sum to 100 percent.", fee.name)
                )

    @api.depends(
        "payer",
        "open_net",
        "open_tax",
        "sale_line_id.state",
        "sale_line_id.invoice_lines.move_id.state",
        "sale_line_id.invoice_lines.move_id.payment_state",
        "sale_line_id.invoice_lines.move_id.reversal_move_ids.state",
    )
    def _compute_progress(self):
        for share in self:
            # sudo: technicians and dispatchers see how far a fee is, not the invoices
            line = share.sudo().sale_line_id
            billed = line._aftersales_get_live_invoice_lines()
            share.progress = share._get_progress(line, billed)

    def _get_billed(self, line):
        """:class:`Amount` of an invoice line, below zero for a credit note, in the
        currency of the fee."""
        sign = -1 if line.move_type == "out_refund" else 1
        amounts = (line.price_subtotal, line.price_total - line.price_subtotal)
        currency = self.currency_id or line.currency_id
        return Amount(
            *(
                sign
                * line.currency_id._convert(
                    amount, currency, line.company_id, line.date
                )
                for amount in amounts
            )
        )

    def _get_progress(self, line, billed):
        if self.payer == "company":
            return "none"
        if billed:
            return "paid" if billed.move_id._aftersales_is_settled() else "invoiced"
        if self.amount and not (self.open_net or self.open_tax):
            return "settled"  # waived, borne, written off or charged elsewhere
        if not line or line.state == "cancel":
            return "open"
        return "ordered" if line.state == "sale" else "quoted"
