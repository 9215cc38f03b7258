from odoo import fields, models

from ...kernel.match_names import core
from .propose import STATEMENT_LINE

KINDS = [
    ("confirmed", "Confirmed"),
    ("taken_back", "Taken Back"),
    ("put_off", "Put Off"),
    ("corrected", "Corrected"),
]
# What a step is called by the state that it leads to.
_OF_STATE = {"open": "taken_back", "later": "put_off"}


class BankEvent(models.Model):
    """Who said what of a bank line, and who took it back: written once, so that a match
    which was made and undone leaves its trace. The auditor looks for those that a person
    chose, where another paid than the one who owed, and where something was written off.
    """

    _name = "aftersales.bank.event"
    _description = "History of a Bank Line"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _is_closed_ledger = True

    statement_line_id = fields.Many2one(
        STATEMENT_LINE, required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True)
    kind = fields.Selection(KINDS, "What", required=True)
    user_id = fields.Many2one("res.users", "By", required=True, index="btree_not_null")
    amount = fields.Monetary(required=True, help="Of the bank line.")
    payer = fields.Char("Payer in the File")
    items = fields.Text("What It Was")
    by_hand = fields.Boolean("Chosen by Hand")
    is_other_payer = fields.Boolean(
        "Another Payer", help="None of those who owed it is the payer of the bank line."
    )
    fee = fields.Monetary("Charge")
    fen_off = fields.Monetary("Written Off")
    note = fields.Char("Reason")

    def action_open_line(self):
        """The bank line among its history."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_bank_event_action"
        )
        line = self.statement_line_id.id
        return action | {"domain": [("statement_line_id", "=", line)], "context": {}}


class BankProposal(models.Model):
    _inherit = "aftersales.bank.proposal"

    def _after_move(self, state):
        """Every step is told (extends)."""
        result = super()._after_move(state)
        # What a closed month holds can only be corrected.
        corrected = self._find_closed() if state == "open" else self.browse()
        corrected._tell("corrected")
        (self - corrected)._tell(_OF_STATE.get(state, state))
        return result

    def _tell(self, kind):
        # sudo: the history is written by steps only
        events = self.env["aftersales.bank.event"].sudo()._in_flow()
        events.create([proposal._prepare_event(kind) for proposal in self])

    def _prepare_event(self, kind):
        line = self.statement_line_id
        return {
            "statement_line_id": line.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "kind": kind,
            "user_id": self.env.uid,
            "amount": line.amount,
            "payer": line.aftersales_payer or line.partner_name,
            "items": "\n".join(self._say_items()),
            "by_hand": self.by_hand,
            "is_other_payer": self._is_by_other(),
            "fee": self.fee,
            "fen_off": self.fen_off,
            "note": self.note,
        }

    def _say_items(self):
        yield from (row._say() for row in self.line_ids)
        if self.account_id:
            amount = self.currency_id.format(self.rest)
            names = (self.account_id.display_name, self.partner_id.display_name)
            yield " ".join(filter(None, (*names, amount)))

    def _is_by_other(self):
        """Whether the bank names another payer than all whose items it paid."""
        line = self.statement_line_id
        payer = line.aftersales_source == "bank" and core(line.aftersales_payer or "")
        owed = self.line_ids.filtered(lambda row: row.res_model != STATEMENT_LINE)
        names = {core(row.partner or "") for row in owed}
        return bool(payer and names) and payer not in names


class BankProposalItem(models.Model):
    _inherit = "aftersales.bank.proposal.item"

    def _say(self):
        amount = self.currency_id.format(self.amount)
        return f"{self.name or ''} {self.partner or ''} {amount}".strip()
