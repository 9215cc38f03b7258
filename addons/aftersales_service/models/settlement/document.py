from odoo import Command, api, fields, models

from ...exceptions import MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from ...kernel.money import Amount, share_out

_PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)
# What of a line stands in the books: without tax, and its tax.
_BOOKED = ("accepted_net", "booked_tax")


class Settlement(models.Model):
    _inherit = "aftersales.settlement"

    move_ids = fields.One2many(
        "account.move", "aftersales_settlement_id", "Documents", readonly=True
    )
    residual = fields.Monetary(
        "Still Unsettled", compute="_compute_payment", store=True
    )
    is_paid = fields.Boolean("All Settled", compute="_compute_payment", store=True)
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
        "move_ids.reversal_move_ids.state",
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

    # --- set-off

    def action_set_off(self):
        """抵账: what the partner owes by this document against what we owe him; an entry
        that is reconciled on both accounts.

        :raises MoveRefused: when there is nothing on one of the sides
        """
        self._require_group(FINANCE)
        for settlement in self:
            owes, owed = settlement._get_open_items()
            owes._aftersales_set_off(owed, settlement)

    def _get_open_items(self):
        """(what he owes by this settlement, what we owe him), in our own currency."""
        items = self.env["account.move.line"]
        common = items._aftersales_get_open_domain(self.company_id, self.partner_id)
        mine = self.sudo().move_ids.ids  # sudo: the field is not everybody's
        owes = items.search(
            [
                *common,
                ("move_id", "in", mine),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        owed = items.search(
            [*common, ("account_id.account_type", "=", "liability_payable")]
        )
        first = owed.filtered(lambda i: i.amount_residual < 0)[:1].account_id
        return owes, owed.filtered(lambda item: item.account_id == first)


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
    booked_tax = fields.Monetary(readonly=True, copy=False)

    def _get_live_amount(self):
        """:class:`Amount` that its document still charges for this line. What credit notes
        leave of a document is shared out between its lines, so that not a fen is lost."""
        move = self.move_line_id.move_id
        part = move._aftersales_get_live_part()
        if part in (0.0, 1.0):
            return Amount(self.accepted_net, self.booked_tax) if part else Amount()
        lines = self.settlement_id.line_ids.filtered(
            lambda line: line.move_line_id.move_id == move
        )
        place, unit = lines.ids.index(self.id), self.currency_id.rounding
        sums = Amount(*(sum(lines.mapped(name)) for name in _BOOKED))
        left = move._aftersales_get_left(sums, part)
        return Amount(
            *(
                float(share_out(rest, lines.mapped(name), unit)[place]) if all_ else 0.0
                for rest, all_, name in zip(left, sums, _BOOKED, strict=True)
            )
        )


class FeeShare(models.Model):
    """What the documents of settlements charge, the movements of a share say too."""

    _inherit = "aftersales.fee.share"

    def _get_followed(self):
        """Charged by a settlement instead of an invoice of the job; its tax arises with
        the document (extends)."""
        followed = super()._get_followed()
        charged = given_back = Amount()
        for line in self.settlement_line_ids.filtered("move_line_id"):
            left = line._get_live_amount()
            charged += left
            given_back += Amount(line.accepted_net - left.net)
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
        "Settlement Document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=_PEOPLE,
    )

    def _aftersales_follow(self, again):
        """Shares learn of what is posted, a draft again, or reversed (extends)."""
        result = super()._aftersales_follow(again)
        # sudo: accountants need not read fees and settlements
        mine = self.sudo()
        moves = (mine | mine.reversed_entry_id).filtered("aftersales_settlement_id")
        lines = self.env["aftersales.settlement.line"].sudo()
        lines = lines.search([("move_line_id.move_id", "in", moves.ids)])
        for move, charged in lines.grouped(lambda ln: ln.move_line_id.move_id).items():
            charged.share_id._follow(move)
            charged.share_id._check_not_overcharged(move)
        return result


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _aftersales_get_open_domain(self, company, partner):
        """Open items of a partner in the company's own currency."""
        return [
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("company_id", "=", company.id),
            ("currency_id", "=", company.currency_id.id),
            ("partner_id.commercial_partner_id", "=", partner.id),
        ]

    def _aftersales_set_off(self, owed, document):
        """Set off what a partner owes (these items) against what we owe him: an entry that
        is reconciled on both accounts; on one account they meet without one.

        :param owed: open items of what we owe him, all on one account
        :param document: by which it is set off, with its ``partner_id``
        :raises MoveRefused: where one of the sides is empty
        """
        owes = self.filtered(lambda i: i.account_id == self[:1].account_id)
        amount = min(
            sum(owes.mapped("amount_residual")), -sum(owed.mapped("amount_residual"))
        )
        if amount <= 0:
            raise MoveRefused(
                self.env._(
                    "%(partner)s does not owe and is owed at the same time, so nothing can be set off against %(settlement)s.",
                    partner=document.partner_id.display_name,
                    settlement=document.name,
                )
            )
        sides = (owes, owed)
        if owes.account_id == owed.account_id:
            (owes + owed).reconcile()
            return
        words = self.env._("Set-off by %s", document.name)
        move = self.env["account.move"].create(
            self._aftersales_prepare_set_off(*sides, amount, words)
        )
        move.action_post()
        for items in sides:
            account = items.account_id
            mine = move.line_ids.filtered(lambda i, own=account: i.account_id == own)
            (items + mine).reconcile()

    @api.model
    def _aftersales_prepare_set_off(self, owes, owed, amount, words):
        rows = (
            {"account_id": owed.account_id.id, "debit": amount},
            {"account_id": owes.account_id.id, "credit": amount},
        )
        common = {"name": words, "partner_id": owes[0].partner_id.id}
        return {
            "move_type": "entry",
            "company_id": owes.company_id.id,
            "date": owes.company_id._aftersales_today(),
            "ref": words,
            "line_ids": [Command.create(common | row) for row in rows],
        }
