from odoo import fields, models


class PeriodException(models.Model):
    _inherit = "aftersales.period.exception"

    kind = fields.Selection(
        selection_add=[("reserve", "Warranty Reserve Not Booked")],
        ondelete={"reserve": "cascade"},
    )


class Period(models.Model):
    """A month is not closed before its warranty reserve stands in the books, where the
    company keeps it there."""

    _inherit = "aftersales.period"

    def _gather_exceptions(self):
        return [*super()._gather_exceptions(), *self._find_reserve()]

    def _find_reserve(self):
        if not self.company_id.aftersales_reserve_books:
            return
        for reserve in self._search_mine(
            "aftersales.reserve", ("month", "=", self.month)
        ):
            waiting = reserve.rest and not reserve.entry_state
            if waiting or reserve.entry_state == "draft":
                yield self._prepare_exception(
                    "reserve", reserve, reserve.display_name, reserve.rest
                )


class Reserve(models.Model):
    """Which day its entries bear."""

    _inherit = "aftersales.reserve"

    def _get_entry_day(self):
        """The last of its month; where that is closed, the first that is open."""
        return self.env["aftersales.period"]._get_open_day(
            self.company_id, self._get_last_day()
        )
