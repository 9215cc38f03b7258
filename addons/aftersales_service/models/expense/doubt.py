from odoo import api, fields, models

from ...kernel import travel
from .rule import PER_DAY


class TravelLine(models.Model):
    """What stands against a receipt, and what the rules pay back of it (F-50)."""

    _inherit = "aftersales.travel.line"

    doubts = fields.Char("Look At", compute="_compute_doubts")
    proposed_amount = fields.Monetary("By the Rules", compute="_compute_doubts")

    @api.depends(
        "kind",
        "date",
        "quantity",
        "amount",
        "place",
        "is_false",
        "visit_id",
        "claim_id",
    )
    @api.depends_context("lang")
    def _compute_doubts(self):
        limits = self._get_limits()
        words = self._get_doubt_words()
        for line, doubts in self._get_doubts(limits).items():
            line.doubts = " ".join(words[doubt] for doubt in doubts)
            line.proposed_amount = (
                0.0
                if line.is_false
                else travel.get_accepted(line.amount, limits[line], doubts)
            )

    def _get_doubt_words(self):
        return {
            travel.PLACE: self.env._("The receipt names another place than the job."),
            travel.DAY: self.env._("The day is not one of the trip."),
            travel.OVER: self.env._("Above the rule."),
            travel.TWICE: self.env._("An allowance for this day was claimed already."),
            travel.NO_RULE: self.env._("No rule grants it."),
        }

    def _get_limits(self):
        """{line: what is paid back at most; None without a rule}."""
        rules = self.env["aftersales.travel.rule"]._get_of(self.company_id)
        known = self.filtered(lambda ln: ln.visit_id and ln.date)
        limits = {line: line._get_limit(rules._find(line)) for line in known}
        return dict.fromkeys(self - known) | limits

    def _get_limit(self, rule):
        if not rule:
            return 0.0 if self.kind == "allowance" else None
        if self.kind not in PER_DAY:
            return rule.amount
        days = travel.get_days(*self._get_trip())
        return rule.amount * min(self.quantity, days)

    def _get_doubts(self, limits=None):
        """{line: [what stands against it]}"""
        limits = self._get_limits() if limits is None else limits
        taken = self._get_other_allowances()
        return {line: list(line._find_doubts(limits[line], taken)) for line in self}

    def _find_doubts(self, limit, taken):
        if not (self.visit_id and self.date):
            return
        if self.kind != "allowance" and not travel.is_there(
            self.place, self._get_job_places()
        ):
            yield travel.PLACE
        if not travel.is_on_trip(self.date, *self._get_trip()):
            yield travel.DAY
        if self.kind == "allowance" and self._is_taken(taken):
            yield travel.TWICE
        if self.kind == "allowance" and not limit:
            yield travel.NO_RULE
        elif (
            limit is not None
            and self.currency_id.compare_amounts(self.amount, limit) > 0
        ):
            yield travel.OVER

    def _get_trip(self):
        """(first, last day) of the visit as stamped, else as planned."""
        visit, company = self.visit_id.sudo(), self.company_id  # sudo: stamps
        begin = visit.left_at or visit.planned_start or visit.create_date
        end = visit.away_at or visit.ended_at or visit.planned_end or begin
        first = company._aftersales_day(begin)
        return first, max(company._aftersales_day(end), first)

    def _get_job_places(self):
        order = self.visit_id.sudo().order_id  # sudo: where the technician went
        place = order.site_id or order.partner_id
        return [name for name in (place.city, place.state_id.name) if name][:1]

    # --- days that are paid once

    def _get_other_allowances(self):
        """Allowances of the same technicians; one search."""
        # sudo: days are compared, whoever may read the claims
        return self.sudo().search(
            [
                ("kind", "=", "allowance"),
                ("technician_id", "in", self.technician_id.ids),
                ("is_void", "=", False),
            ]
        )

    def _get_span(self):
        start = self.date.toordinal()
        return set(range(start, start + self.quantity))

    def _is_taken(self, others):
        """The first who claims a day has it."""
        mine = self._origin.id or float("inf")
        return any(
            other.id < mine
            and other.technician_id == self.technician_id
            and other._get_span() & self._get_span()
            for other in others
        )
