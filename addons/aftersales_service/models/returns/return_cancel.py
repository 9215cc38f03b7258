from odoo import models

from ...exceptions import MoveRefused


class ReturnOrder(models.Model):
    """A return that is called off takes nothing with it that somebody still waits for."""

    _inherit = "aftersales.return"

    def action_cancel(self):
        """What left in advance, what is lent and what was paid are settled first.

        :raises MoveRefused: naming the document that must be cancelled or finished
        """
        for record in self:
            # sudo: whoever cancels learns what stands against it, also in the portal
            open_advances = record.sudo().advance_ids.filtered(
                lambda a: a.state not in ("cancelled", "claimed")
                or a.deposit_state == "held"
            )
            open_loans = record.sudo().loan_ids.filtered(  # sudo: as above
                lambda loan: loan.state in ("booked", "out")
                or loan.deposit_state == "held"
            )
            for document in [*open_advances, *open_loans]:
                raise MoveRefused(
                    self.env._(
                        "%(name)s cannot be cancelled while “%(document)s” is %(state)s. The back office cancels or finishes that first.",
                        name=record.name,
                        document=document.display_name,
                        state=document._state_label(document.state),
                    )
                )
        return super().action_cancel()
