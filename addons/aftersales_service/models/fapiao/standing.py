from odoo import models

from ...exceptions import MoveRefused


class AccountMove(models.Model):
    """An invoice of which the tax office knows is mended by a credit note and a red letter."""

    _inherit = "account.move"

    def button_draft(self):
        """Not while a registered 发票 stands for it: it would be changed or cancelled, and
        the tax office would wait for its tax (extends core).

        :raises MoveRefused: naming the 发票
        """
        # sudo: whoever may invoice need not read 发票 to be stopped by one
        for move in self.sudo().filtered("aftersales_fapiao_link_ids"):
            links = move.aftersales_fapiao_link_ids.filtered(
                lambda link: link.state == "registered"
            )
            if not move.currency_id.is_zero(sum(links.mapped("amount"))):
                self.check_access("write")  # a refusal names it to nobody else
                raise MoveRefused(
                    self.env._(
                        "Fapiao %(number)s is registered for %(invoice)s. Make a credit note and register its red letter, or take the fapiao from the invoice first.",
                        number=links[0].fapiao_id.number,
                        invoice=move.display_name,
                    )
                )
        return super().button_draft()
