from odoo import models


class BankProposal(models.Model):
    """What is booked of a statement follows the months, too: nothing in a closed one, and a
    correction on the first open day."""

    _inherit = "aftersales.bank.proposal"

    def _check_open_month(self, moves):
        """Neither matched nor taken back (extends).

        :raises PeriodClosed: naming the line and the month
        """
        super()._check_open_month(moves)
        periods = self.env["aftersales.period"]
        wanted = {(move.company_id, move.date) for move in moves}
        for (_company, day), counts in periods._find_open_days(wanted).items():
            if counts != day:
                raise periods._get_closed_refusal(day, self._get_label())

    def _get_open_day(self, journal):
        """No closed month either (extends)."""
        day = super()._get_open_day(journal)
        return self.env["aftersales.period"]._get_open_day(self.company_id, day)


class Collection(models.Model):
    _inherit = "aftersales.collection"

    def _get_open_day(self, journal):
        """Handed in after its month was closed, it is paid in the next one (extends)."""
        day = super()._get_open_day(journal)
        return self.env["aftersales.period"]._get_open_day(self.company_id, day)
