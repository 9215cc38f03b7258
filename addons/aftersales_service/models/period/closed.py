from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ...exceptions import PeriodClosed

_ONE = relativedelta(months=1)


class Period(models.Model):
    """Which months are closed; asked for everybody who writes a fact."""

    _inherit = "aftersales.period"

    @api.model
    def _is_closed(self, company, day):
        return self._find_open_days({(company, day)})[company, day] != day

    @api.model
    def _get_open_day(self, company, day):
        """The day itself; where its month is closed, the first of the next open month."""
        return self._find_open_days({(company, day)})[company, day]

    @api.model
    def _check_open(self, company, day):
        """:raises PeriodClosed: naming the month"""
        if self._is_closed(company, day):
            raise self._get_closed_refusal(day)

    @api.model
    def _get_closed_refusal(self, day, name=None):
        month = self._get_month_words(day)
        if name:
            return PeriodClosed(
                self.env._(
                    "“%(name)s” stands in %(month)s, which is closed. Enter a correction, or let the director reopen the month.",
                    name=name,
                    month=month,
                )
            )
        return PeriodClosed(
            self.env._(
                "%s is closed. Let the director reopen it, or take a later day.", month
            )
        )

    @api.model
    def _find_open_days(self, wanted):
        """{(company, day): the day on which a fact of that day counts}; one query.

        Whoever asks holds these months until his transaction ends: nobody closes them
        meanwhile.
        """
        pairs = {(company, day) for company, day in wanted if day}
        if not pairs:
            return {}
        states = self._lock_months(
            {company.id for company, _day in pairs}, min(day for _c, day in pairs)
        )
        found = {}
        for company, day in pairs:
            month = day.replace(day=1)
            while states.get((company.id, month)) == "closed":
                month += _ONE
            found[company, day] = max(day, month)
        self._touch(
            {(c.id, d.replace(day=1)) for (c, _day), d in found.items()}, states
        )
        return found

    @api.model
    def _lock_months(self, company_ids, first):
        """{(company id, month): state} from the month of that day on."""
        self.flush_model(["company_id", "month", "state"])
        rows = self.env.execute_query(
            SQL(
                "SELECT company_id, month, state FROM aftersales_period "
                "WHERE company_id IN %s AND month >= %s ORDER BY id FOR SHARE",
                tuple(company_ids),
                first.replace(day=1),
            )
        )
        return {(company, month): state for company, month, state in rows}

    @api.model
    def _touch(self, months, states):
        """Who closes a month at this moment has to look again: the row changes under him."""
        closing = tuple(key for key in months if states.get(key) == "closing")
        if closing:
            self.env.cr.execute(
                SQL(
                    "UPDATE aftersales_period SET touches = COALESCE(touches, 0) + 1 "
                    "WHERE (company_id, month) IN %s",
                    closing,
                )
            )
