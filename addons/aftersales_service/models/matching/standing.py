from odoo import models

from ...exceptions import MoveRefused


class AccountMove(models.Model):
    """What a bank line was matched with stands, until somebody takes the match back."""

    _inherit = "account.move"

    def button_draft(self):
        """Nor becomes a payment a draft whose money a statement shows: its customer would
        owe it again while it lies at the bank (extends core).

        :raises MoveRefused: naming the bank line
        """
        # sudo: who may touch an entry asks core; here only whether a match holds it
        held = self.sudo()._aftersales_find_match()
        if held:
            raise MoveRefused(
                self.env._(
                    "%(entry)s is matched with the bank line %(line)s. Take the match back first.",
                    entry=self[:1].display_name,
                    line=held[0]._get_label(),
                )
            )
        return super().button_draft()

    def _aftersales_find_match(self):
        """The confirmed proposals that made these entries, whose line they are, or which
        their payments met."""
        items = self.filtered("origin_payment_id").line_ids
        met = items.matched_debit_ids.debit_move_id.move_id
        met |= items.matched_credit_ids.credit_move_id.move_id
        lines = (self | met).statement_line_id
        return self.env["aftersales.bank.proposal"].search(
            [
                ("state", "=", "confirmed"),
                "|",
                ("statement_line_id", "in", lines.ids),
                ("entry_ids", "in", self.ids),
            ]
        )
