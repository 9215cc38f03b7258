from odoo import models

from ...exceptions import MoveRefused


class ReturnOrder(models.Model):
    """A return that is called off takes nothing with it that somebody still waits for."""

    _inherit = "aftersales.return"

    def action_cancel(self):
        """Only what never arrived can be called off; what lies here is given back. What
        left in advance, what is lent and what was paid are settled first.

        :raises MoveRefused: naming the document that must be cancelled or finished
        """
        for record in self:
            # sudo: whoever cancels learns what stands against it, also in the portal
            for document in record.sudo()._get_unsettled():
                raise MoveRefused(
                    self.env._(
                        "%(name)s cannot be cancelled while “%(document)s” is %(state)s. The back office cancels or finishes that first.",
                        name=record.name,
                        document=document.display_name,
                        state=document._state_label(document.state),
                    )
                )
        self._move_to("cancelled")

    def _get_unsettled(self):
        """Hook: documents, with states, that are settled before this is called off."""
        return []
