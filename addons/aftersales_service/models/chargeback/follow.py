from odoo import models

from ...exceptions import MoveRefused


class Chargeback(models.Model):
    """A document that was drawn back, and what was booked instead of it."""

    _inherit = "aftersales.chargeback"

    def _check_not_overcharged(self, move):
        """:raises MoveRefused: where documents charge more than we accept"""
        live = self._get_live_moves()
        charged = sum(
            abs(sum(self._get_charged_item(each).mapped("amount_currency")))
            * each._aftersales_get_live_part()
            for each in live
        )
        compare = self.currency_id.compare_amounts
        if len(live) > 1 and compare(charged, self.accepted_net) > 0:
            raise MoveRefused(
                self.env._(
                    "%(list)s was booked otherwise after %(document)s was taken back.",
                    list=self.name,
                    document=move.name,
                )
            )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_follow(self, again):
        """What was booked otherwise meanwhile does not come again (extends)."""
        result = super()._aftersales_follow(again)
        # sudo: accountants need not read claims on us
        posted = again.sudo().filtered(lambda m: m.state == "posted")
        for move in posted.filtered("aftersales_chargeback_id"):
            move.aftersales_chargeback_id._check_not_overcharged(move)
        return result
