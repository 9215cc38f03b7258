from odoo import fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE


class TravelClaim(models.Model):
    """What a claim becomes in the books, and what is paid for it."""

    _inherit = "aftersales.travel.claim"

    balance = fields.Monetary(
        "On His Account",
        compute="_compute_balance",
        help="What the company owes the technician after advances; below zero he owes it.",
    )

    def _compute_balance(self):
        # sudo: his own account is told to the technician
        balances = self.sudo().technician_id._get_travel_balances()
        for claim in self:
            claim.balance = balances.get(claim.sudo().technician_id, 0.0)

    def _get_standing_text(self):
        return self.env._(
            "%s was submitted: its receipts stand. Ask after-sales to send it back.",
            self.name,
        )

    def _is_signed(self):
        """Receipts stand once they were submitted (extends)."""
        return self.state != "draft" or super()._is_signed()

    def _check_books(self):
        """What booking needs is there before finance is asked.

        :raises ProofMissing:
        """
        self.sudo().technician_id._check_travel_account()  # sudo: for who audits
        if not self.sudo().company_id.aftersales_travel_account_id:
            raise ProofMissing(
                self.env._(
                    "Travel claims cannot be booked yet. Ask the accountant to choose “Account of Travel Expenses” in the settings of After-Sales."
                )
            )

    def _create_entry(self):
        """Hook: book what was accepted; an add-on may do it in another way."""
        self._check_books()
        if not self.accepted_amount:
            return
        company = self.company_id
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
        )
        self._in_flow().move_id = self.technician_id._create_travel_entry(
            journal,
            -self.accepted_amount,
            [(company.aftersales_travel_account_id, self.accepted_amount)],
            self.env._(
                "Travel of %(technician)s, %(claim)s",
                technician=self.technician_id.name,
                claim=self.name,
            ),
        )

    def _is_booked(self):
        """Hook: whether what was accepted stands in the books."""
        return True

    def _reverse_entry(self):
        """Hook: take back what was booked."""
        move = self.sudo().move_id  # sudo: whatever may be read of entries
        if move and not move.reversal_move_ids:
            today = self.company_id._aftersales_today()
            move._reverse_moves([{"date": today, "ref": self.answer}], cancel=True)

    # --- what is left

    def action_pay_cash(self):
        """现金支付: pay out what the technician's account shows."""
        self.technician_id.action_travel_pay_cash()

    def action_pay_transfer(self):
        """转账支付: the same by bank."""
        self.technician_id.action_travel_pay_transfer()

    def action_take_back(self):
        """退回余款: what he took along and did not spend came back in cash."""
        self.technician_id.action_travel_take_back()

    def action_print(self):
        report = self.env.ref("aftersales_service.action_report_travel_claim")
        return report.report_action(self, config=False)

    def action_settle(self):
        """核对: somebody paid or booked elsewhere; whatever is even is settled."""
        self.check_access("read")
        self._check_office(FINANCE)
        self.technician_id._settle_travel()
