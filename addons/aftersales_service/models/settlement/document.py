from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from ...kernel.money import Amount

_PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)


class Settlement(models.Model):
    _inherit = "aftersales.settlement"

    move_ids = fields.One2many(
        "account.move", "aftersales_settlement_id", "Documents", readonly=True
    )
    residual = fields.Monetary("Not Paid", compute="_compute_payment", store=True)
    is_paid = fields.Boolean("Paid", compute="_compute_payment", store=True)
    is_reversed = fields.Boolean(
        "Reversed",
        compute="_compute_payment",
        store=True,
        help="None of its documents stands any more; its shares are open again.",
    )

    @api.depends(
        "state",
        "move_ids.state",
        "move_ids.payment_state",
        "move_ids.line_ids.amount_residual_currency",
    )
    def _compute_payment(self):
        for settlement in self:
            # sudo: who settles need not read the books
            moves = settlement.sudo().move_ids
            posted = moves.filtered(lambda m: m.state == "posted")
            live = posted.filtered(lambda m: m._aftersales_get_live_part() > 0)
            owed = live.line_ids.filtered(
                lambda i: i.account_id.account_type
                in ("asset_receivable", "liability_payable")
                or i.account_id == i.company_id.aftersales_staff_account_id
            )
            left = sum(abs(item.amount_residual_currency) for item in owed)
            settled = settlement.state == "settled"
            settlement.residual = left
            settlement.is_reversed = settled and bool(moves) and not live
            settlement.is_paid = settled and not settlement.is_reversed and not left

    def action_open_documents(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "account.action_move_journal_line"
        )
        return action | {
            "domain": [("aftersales_settlement_id", "=", self.id)],
            "context": {},
        }


class SettlementLine(models.Model):
    _inherit = "aftersales.settlement.line"

    move_line_id = fields.Many2one(
        "account.move.line",
        "Journal Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    booked_tax = fields.Monetary("Booked Tax", readonly=True, copy=False)


class FeeShare(models.Model):
    """What the documents of settlements charge, the movements of a share say too."""

    _inherit = "aftersales.fee.share"

    def _get_followed(self):
        """Charged by a settlement instead of an invoice of the job; its tax arises with
        the document (extends)."""
        followed = super()._get_followed()
        charged = given_back = Amount()
        for line in self.settlement_line_ids.filtered("move_line_id"):
            part = line.move_line_id.move_id._aftersales_get_live_part()
            charged += Amount(line.accepted_net * part, line.booked_tax * part)
            given_back += Amount(line.accepted_net * (1 - part))
        charged = charged.rounded(self.currency_id.round)
        if any(charged) or any(given_back):
            followed["invoiced"] += charged
            followed["shared"] += Amount(0.0, charged.tax)
            followed["accepted"] = -given_back
        return followed

    def _get_charging_move(self):
        """The document of a settlement stands like an invoice (extends)."""
        # sudo: as in `fee_stand`
        moves = self.sudo().settlement_line_ids.move_line_id.move_id
        live = moves.filtered(lambda move: move._aftersales_get_live_part() > 0)
        return live[:1] or super()._get_charging_move()

    def _get_progress(self, line, billed):
        """Invoiced or paid by its settlement (extends)."""
        # sudo: how far it is, is no secret to those who see the fee
        if move := self.sudo().settlement_line_ids.move_line_id.move_id.filtered(
            lambda move: move._aftersales_get_live_part() > 0
        ):
            paid = all(move.aftersales_settlement_id.mapped("is_paid"))
            return "paid" if paid else "invoiced"
        return super()._get_progress(line, billed)

    def _check_not_overcharged(self, move):
        """A document that was taken back does not come again over what was claimed from
        somebody else meanwhile.

        :raises MoveRefused: naming the share
        """
        for share in self:
            if share.currency_id.compare_amounts(share.open_net, 0.0) < 0:
                raise MoveRefused(
                    self.env._(
                        "“%(fee)s” was settled otherwise after %(document)s was taken back.",
                        fee=share.fee_id.name,
                        document=move.name,
                    )
                )


class AccountMove(models.Model):
    _inherit = "account.move"

    aftersales_settlement_id = fields.Many2one(
        "aftersales.settlement",
        "Settlement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=_PEOPLE,
    )

    def _aftersales_get_live_part(self):
        """From 1 (it stands) to 0 (it is no posted document, or was reversed whole).

        In a Storno chart a reversed entry has a total below zero.
        """
        if self.state != "posted":
            return 0.0
        notes = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        if not (notes and self.amount_total):
            return 1.0
        taken = sum(abs(note.amount_total) for note in notes)
        return max(1 - taken / abs(self.amount_total), 0.0)

    def _aftersales_follow(self, again):
        """Shares learn of what is posted, a draft again, or reversed (extends)."""
        super()._aftersales_follow(again)
        # sudo: accountants need not read fees and settlements
        mine = self.sudo()
        moves = (mine | mine.reversed_entry_id).filtered("aftersales_settlement_id")
        for move in moves:
            lines = self.env["aftersales.settlement.line"].sudo()
            shares = lines.search([("move_line_id.move_id", "=", move.id)]).share_id
            shares._follow(move)
            shares._check_not_overcharged(move)
